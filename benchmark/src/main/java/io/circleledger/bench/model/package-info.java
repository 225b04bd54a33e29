/** Computes what cannot be measured here, from what was measured. */
@NullMarked
package io.circleledger.bench.model;

import org.jspecify.annotations.NullMarked;
