package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.load.LoadResult;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.log.OtherHistory;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.kafka.KafkaRelay;
import io.ledger.kafka.KafkaSettings;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbLease;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast the relay brings a log to Kafka that it has never read, and what creates lose while it follows them.
 *
 * <p>The relay runs in the JVM that measures, the broker in one of its own, both on the machine of the server and its stores.
 */
public final class Relays {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 64;
    private static final int PARTITIONS = 6;

    /** Nobody listens there. */
    private static final String STOPPED_KAFKA = "127.0.0.1:9";

    private static final long LOOK_MILLIS = 5;

    private final Run run;
    private int topics;

    public Relays(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var circles = run.sizes().rebuildCircles();
        try (var ledger = run.ledger("relay");
                var directory = DataDirectory.open(ledger.file("kafka"));
                var broker = EmbeddedKafka.start(directory, jars());
                var mariaDb = MariaDb.at(
                        ledger.stores().url(),
                        ledger.stores().user(),
                        ledger.stores().password(),
                        CircleStreams.TABLES)) {
            var events = circles * Sizes.REBUILD_EVENTS;
            run.progress().say("relay: filling the log with %,d events", events);
            new Seeder(ledger.stores()).histories(circles, Sizes.REBUILD_EVENTS, true);
            ledger.stores().awaitProjection(LONGEST);
            for (var round = 0; round < run.sizes().rounds(); round++) {
                cold(broker, mariaDb, events);
            }
            creates(ledger, broker, mariaDb);
        }
    }

    private Path jars() {
        return run.project().resolve("engine/kafka-broker/target/jars");
    }

    /** From the start of a relay whose topic is not there yet to the commit of the last event. */
    private void cold(EmbeddedKafka broker, MariaDb mariaDb, int events) throws InterruptedException {
        var start = System.nanoTime();
        try (var relay = relay(broker, mariaDb)) {
            awaitRelayed(relay, events);
            var rate = events / ((System.nanoTime() - start) / 1e9);
            run.results().add("relay/cold", rate);
            run.progress().say("relay          %,9.0f events/s", rate);
        }
    }

    /** Rounds without a relay, with one, and with one whose Kafka is stopped, by turns, after a while to warm up. */
    private void creates(Ledger ledger, EmbeddedKafka broker, MariaDb mariaDb)
            throws IOException, SQLException, InterruptedException {
        try (var relay = relay(broker, mariaDb)) {
            awaitRelayed(relay, ledger.stores().head());
        }
        create(ledger, run.sizes().warmUpMillis());
        for (var round = 0; round < run.sizes().rounds(); round++) {
            run.keep("relay/off", create(ledger, 2 * run.sizes().runMillis()));
            try (var relay = relay(broker, mariaDb, topics)) {
                awaitRelayed(relay, ledger.stores().head());
                run.keep("relay/on", create(ledger, 2 * run.sizes().runMillis()));
                awaitRelayed(relay, ledger.stores().head());
            }
            try (var _ = relay(STOPPED_KAFKA, "bench-stopped", mariaDb)) {
                run.keep("relay/stopped", create(ledger, 2 * run.sizes().runMillis()));
            }
        }
    }

    private LoadResult create(Ledger ledger, int millis) throws IOException, SQLException, InterruptedException {
        var result = ledger.load(
                LoadOrder.of("create").with("connections", CONNECTIONS).with("millis", millis));
        ledger.stores().awaitProjection(LONGEST);
        return result;
    }

    private KafkaRelay relay(EmbeddedKafka broker, MariaDb mariaDb) {
        return relay(broker, mariaDb, ++topics);
    }

    private static KafkaRelay relay(EmbeddedKafka broker, MariaDb mariaDb, int topic) {
        return relay(broker.bootstrapServers(), "bench-" + topic, mariaDb);
    }

    private static KafkaRelay relay(String brokers, String topic, MariaDb mariaDb) {
        var settings = new KafkaSettings(brokers, topic, PARTITIONS, 1, Optional.empty(), Map.of());
        var relay = new KafkaRelay(
                settings,
                new MariaDbEventFeed(mariaDb.database(), List.of(CircleStreams.AGGREGATE)),
                new MariaDbLease(mariaDb.database(), settings.topic()),
                "bench",
                event -> CloudEventCodec.encode(event).getBytes(StandardCharsets.UTF_8),
                OtherHistory.UNHEARD);
        relay.start();
        return relay;
    }

    private static void awaitRelayed(KafkaRelay relay, long position) throws InterruptedException {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (relay.status()
                .place()
                .filter(place -> place.position().value() >= position)
                .isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the relay is not at " + position + ": " + relay.status());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
