/** What a request says: its parameters, headers and body, who asks and in which trace. */
@NullMarked
package io.ledger.http.request;

import org.jspecify.annotations.NullMarked;
