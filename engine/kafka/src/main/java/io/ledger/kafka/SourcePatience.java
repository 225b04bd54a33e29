package io.ledger.kafka;

import java.time.Duration;

/**
 * How long a page of the topic is waited for before it is read from the log.
 *
 * @param reader for the reader of the topic to begin, or to have what is there
 * @param relay for the relay, at the end of the topic
 * @param gap for an event that is missing while later ones have come
 */
record SourcePatience(Duration reader, Duration relay, Duration gap) {

    /** Of a projection that runs on and on. */
    static final SourcePatience FOLLOWING =
            new SourcePatience(KafkaLimits.SOURCE_PATIENCE, KafkaLimits.SOURCE_PATIENCE, KafkaLimits.GAP_PATIENCE);

    /** Of a rebuild, which does not wait for a relay. */
    static final SourcePatience ONCE =
            new SourcePatience(KafkaLimits.SOURCE_PATIENCE, Duration.ZERO, KafkaLimits.GAP_PATIENCE);
}
