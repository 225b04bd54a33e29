/** How circles are stored: their events and their snapshots. */
@NullMarked
package io.circleledger.infrastructure.stored;

import org.jspecify.annotations.NullMarked;
