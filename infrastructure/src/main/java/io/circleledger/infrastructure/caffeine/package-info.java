/** What this server remembers in its own memory. */
@NullMarked
package io.circleledger.infrastructure.caffeine;

import org.jspecify.annotations.NullMarked;
