/** From a path and a method to the endpoint that answers. */
@NullMarked
package io.ledger.http.routing;

import org.jspecify.annotations.NullMarked;
