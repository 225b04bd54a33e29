/** Who makes a request, and whether they may. */
@NullMarked
package io.ledger.http.access;

import org.jspecify.annotations.NullMarked;
