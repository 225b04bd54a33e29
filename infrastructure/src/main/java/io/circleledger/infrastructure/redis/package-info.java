/** The read model in Redis. */
@NullMarked
package io.circleledger.infrastructure.redis;

import org.jspecify.annotations.NullMarked;
