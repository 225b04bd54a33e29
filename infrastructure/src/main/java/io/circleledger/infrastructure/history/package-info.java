/** What this server does when the log turns out to have another history. */
@NullMarked
package io.circleledger.infrastructure.history;

import org.jspecify.annotations.NullMarked;
