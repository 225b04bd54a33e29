/** Projections: steps, watch, repair, rebuild and verification. */
@NullMarked
package io.ledger.projection;

import org.jspecify.annotations.NullMarked;
