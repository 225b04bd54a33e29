/** Kafka as a second way out of the log: the relay that hands on every event once, in order; and a way into projections. */
@NullMarked
package io.ledger.kafka;

import org.jspecify.annotations.NullMarked;
