/** What became of a stream: its events, and who set what. */
@NullMarked
package io.ledger.http.history;

import org.jspecify.annotations.NullMarked;
