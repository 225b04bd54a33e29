/** Measures Circle Ledger from the outside, and writes down what was found. */
@NullMarked
package io.circleledger.bench;

import org.jspecify.annotations.NullMarked;
