package io.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import org.junit.jupiter.api.Test;

class KafkaEventPublisherTest {

    private final KafkaEventPublisher publisher = new KafkaEventPublisher();

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }

    @Test
    void theHighestPositionThatWasPublishedIsKept() {
        publisher.published(new LogPlace(position(5), "e5"));
        publisher.published(new LogPlace(position(3), "e3"));

        assertThat(publisher.position()).isEqualTo(position(5));
    }

    /** Else the relay would seem to lag behind events that the log has lost. */
    @Test
    void itComesDownWithALogThatLosesItsEnd() {
        publisher.published(new LogPlace(position(5), "e5"));

        publisher.lower(position(5), position(2));

        assertThat(publisher.position()).isEqualTo(position(2));
    }

    @Test
    void whatWasPublishedMeanwhileStays() {
        publisher.published(new LogPlace(position(5), "e5"));
        publisher.published(new LogPlace(position(6), "e6"));

        publisher.lower(position(5), position(2));

        assertThat(publisher.position()).isEqualTo(position(6));
    }
}
