/** What this server does when the log turns out to have another history. */
@NullMarked
package io.ledger.projection.history;

import org.jspecify.annotations.NullMarked;
