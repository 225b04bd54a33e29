/** Documents and lists in Redis. */
@NullMarked
package io.ledger.redis;

import org.jspecify.annotations.NullMarked;
