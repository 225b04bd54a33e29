/** Composes the program: the kinds of streams that it has, and the parts of each of them. */
@NullMarked
package io.circleledger.wiring;

import org.jspecify.annotations.NullMarked;
