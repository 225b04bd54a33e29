/** Comparing what the stores hold with what the log says. */
@NullMarked
package io.ledger.projection.check;

import org.jspecify.annotations.NullMarked;
