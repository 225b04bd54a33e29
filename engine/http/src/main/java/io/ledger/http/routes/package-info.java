/** The routes that any ledger has: health, metrics, projections, the description and the files of a console. */
@NullMarked
package io.ledger.http.routes;

import org.jspecify.annotations.NullMarked;
