/** The stores. */
@NullMarked
package io.circleledger.infrastructure;

import org.jspecify.annotations.NullMarked;
