/** What carries committed events from the log to the read model. */
@NullMarked
package io.circleledger.infrastructure.projection;

import org.jspecify.annotations.NullMarked;
