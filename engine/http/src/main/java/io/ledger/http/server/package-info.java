/** The server: from a request that has arrived to an answer that is sent, with its log, meters and guards. */
@NullMarked
package io.ledger.http.server;

import org.jspecify.annotations.NullMarked;
