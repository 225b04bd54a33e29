/** Connections below the requests: octets, framing, time, memory and room. */
@NullMarked
package io.ledger.http.transport;

import org.jspecify.annotations.NullMarked;
