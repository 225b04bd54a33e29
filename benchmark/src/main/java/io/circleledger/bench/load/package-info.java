/** The load generator: a cheap client in a process of its own. */
@NullMarked
package io.circleledger.bench.load;

import org.jspecify.annotations.NullMarked;
