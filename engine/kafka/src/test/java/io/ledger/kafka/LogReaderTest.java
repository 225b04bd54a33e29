package io.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.LogPlace;
import io.ledger.stores.TestKafka;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogReaderTest {

    /** A page of the feed tells of the log's end only what is known to be on disk, which may be no more than the page. */
    @Test
    void theEndOfTheLogIsKnownWithTheFirstOfManyPages() throws InterruptedException {
        try (var ledger = RelayedLedger.to(TestKafka.shared())) {
            var end = ledger.grow(30, 100);
            try (var reader = new LogReader(
                    ledger.feed(),
                    new EventRecords("events", RelayedLedger::form),
                    new KafkaEventPublisher(),
                    ledger.settings(),
                    LogPlace.START)) {
                reader.start();

                assertThat(reader.next(Duration.ofSeconds(30))).isNotEmpty();
                assertThat(reader.head()).contains(end.position());
            }
        }
    }
}
