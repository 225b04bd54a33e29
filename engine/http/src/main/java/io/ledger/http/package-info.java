/** The limits of the HTTP interface; what is in the packages below it, {@link io.ledger.http.server.HttpApi} shows. */
@NullMarked
package io.ledger.http;

import org.jspecify.annotations.NullMarked;
