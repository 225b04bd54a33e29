/** What the program is made of: the kinds of streams it knows, and the parts that each of them has. */
@NullMarked
package io.circleledger.wiring;

import org.jspecify.annotations.NullMarked;
