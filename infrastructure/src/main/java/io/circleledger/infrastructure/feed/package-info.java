/** What tells listeners of events as they are recorded. */
@NullMarked
package io.circleledger.infrastructure.feed;

import org.jspecify.annotations.NullMarked;
