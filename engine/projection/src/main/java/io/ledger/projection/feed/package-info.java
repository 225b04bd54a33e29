/** What tells listeners of events as they are recorded. */
@NullMarked
package io.ledger.projection.feed;

import org.jspecify.annotations.NullMarked;
