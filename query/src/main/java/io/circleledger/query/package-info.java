/** The read side. */
@NullMarked
package io.circleledger.query;

import org.jspecify.annotations.NullMarked;
