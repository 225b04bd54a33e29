package io.ledger.server;

import io.ledger.http.feed.CloudEventCodec;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.kafka.KafkaRelay;
import io.ledger.kafka.KafkaSettings;
import io.ledger.kafka.RelayStatus;
import io.ledger.mariadb.MariaDbLease;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/** The relay of the log to Kafka, in a server that has one. */
public final class Relay {

    private Relay() {}

    /** Starts it where Kafka is set and this server's role has the relay. */
    public static Optional<KafkaRelay> wire(KafkaSettings kafka, LedgerParts ledger) {
        return ledger.settings().role().relays() && !kafka.bootstrapServers().isEmpty()
                ? Optional.of(started(kafka, ledger))
                : Optional.empty();
    }

    private static KafkaRelay started(KafkaSettings kafka, LedgerParts ledger) {
        var relay = ledger.parts()
                .add(new KafkaRelay(
                        kafka,
                        ledger.feed(),
                        new MariaDbLease(ledger.mariaDb().database(), kafka.topic()),
                        UUID.randomUUID().toString(),
                        event -> CloudEventCodec.encode(event).getBytes(StandardCharsets.UTF_8),
                        ledger.history()));
        ledger.publisher().add(relay.publisher());
        ledger.history().lowering(relay.publisher());
        relay.start();
        return relay;
    }

    /** Kafka as a dependency: commands and reads do without it. */
    public static Dependency dependency(KafkaRelay relay) {
        return Dependency.helpful("kafka", "events reach Kafka later", () -> health(relay.status()));
    }

    private static Health health(RelayStatus status) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("relay", status.state().label());
        status.place()
                .ifPresent(place -> figures.put("position", place.position().value()));
        status.lag().ifPresent(lag -> figures.put("lag_positions", lag));
        return status.trouble()
                .<Health>map(trouble -> new Health.Down(trouble, figures))
                .orElseGet(() -> new Health.Up(figures));
    }
}
