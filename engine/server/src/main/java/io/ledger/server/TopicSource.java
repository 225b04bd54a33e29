package io.ledger.server;

import io.ledger.core.Parsed;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.kafka.KafkaSettings;
import io.ledger.kafka.TopicEventSource;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDbEventImport;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.projection.WakeUpChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** What a projection reads where the topic of the relay is its source. */
public final class TopicSource {

    private TopicSource() {}

    /** One for a projection of a server, which is woken when something comes. */
    static <E> TopicEventSource<E> following(
            String label,
            KafkaSettings kafka,
            Database database,
            Aggregate<?, ?, E, ?> aggregate,
            EventLog<E> log,
            WakeUpChannel wakeUps) {
        // What comes may be of a log that lost its end, so nobody is told how far it goes.
        return TopicEventSource.following(
                label,
                kafka,
                log,
                TopicSource::event,
                entries(database, aggregate),
                () -> wakeUps.published(GlobalPosition.START));
    }

    /** One for a rebuild. */
    public static <E> TopicEventSource<E> once(
            String label, KafkaSettings kafka, Database database, Aggregate<?, ?, E, ?> aggregate) {
        return TopicEventSource.once(
                label,
                kafka,
                new MariaDbEventLog<>(database, aggregate),
                TopicSource::event,
                entries(database, aggregate));
    }

    /** An event as the log would give it. */
    private static <E> Function<StoredEvent, LogEntry<E>> entries(Database database, Aggregate<?, ?, E, ?> aggregate) {
        var form = new MariaDbEventImport(database);
        return event -> form.read(event, aggregate);
    }

    private static Optional<StoredEvent> event(byte[] value) {
        return switch (CloudEventCodec.decode(new String(value, StandardCharsets.UTF_8))) {
            case Parsed.Valid<StoredEvent>(var event) -> Optional.of(event);
            case Parsed.Invalid<StoredEvent> _ -> Optional.empty();
        };
    }
}
