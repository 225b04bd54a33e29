/** Comparing what the stores hold with what the log says. */
@NullMarked
package io.circleledger.infrastructure.check;

import org.jspecify.annotations.NullMarked;
