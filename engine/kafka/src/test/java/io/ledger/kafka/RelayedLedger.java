package io.ledger.kafka;

import io.ledger.core.StreamId;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.lease.Lease;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.stream.EventStore;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.kafka.RelaySession.ProducerFactory;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventImport;
import io.ledger.mariadb.MariaDbLease;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.MariaDbStores;
import io.ledger.testkit.contract.SampleStreams;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A log of counters in MariaDB, and relays of it to a topic of its own. */
final class RelayedLedger implements AutoCloseable {

    private static final int PARTITIONS = 3;

    /** Longer than a machine stands still, so that no relay loses its lease by that; those that are closed let it go. */
    private static final Duration TERM = Duration.ofSeconds(30);

    private final DatabaseAccess access;
    private final KafkaSettings settings;
    private final MariaDb mariaDb;
    private final MariaDbStores stores;
    private final SampleStreams<Counter, CounterEvent> streams = new SampleStreams<>(Counters.AGGREGATE);
    private final List<KafkaRelay> relays = new ArrayList<>();

    /** An empty log, and a topic that is not there yet. */
    static RelayedLedger to(String bootstrapServers) {
        return of(TestStores.shared().freshDatabase(), settings(bootstrapServers, "events-" + UUID.randomUUID(), 1));
    }

    static RelayedLedger of(DatabaseAccess access, KafkaSettings settings) {
        return new RelayedLedger(access, settings);
    }

    static KafkaSettings settings(String bootstrapServers, String topic, int replication) {
        return new KafkaSettings(bootstrapServers, topic, PARTITIONS, replication, Optional.empty(), Map.of());
    }

    private RelayedLedger(DatabaseAccess access, KafkaSettings settings) {
        this.access = access;
        this.settings = settings;
        this.mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        mariaDb.migrate();
        this.stores = new MariaDbStores(mariaDb, 5);
    }

    DatabaseAccess access() {
        return access;
    }

    KafkaSettings settings() {
        return settings;
    }

    EventStore<Counter> store() {
        return stores.store(Counters.AGGREGATE);
    }

    EventFeed feed() {
        return stores.feed(List.of(Counters.AGGREGATE));
    }

    EventLog<CounterEvent> log() {
        return stores.log(Counters.AGGREGATE);
    }

    /** An event as a reader of the log gets it. */
    LogEntry<CounterEvent> entry(StoredEvent event) {
        return new MariaDbEventImport(mariaDb.database()).read(event, Counters.AGGREGATE);
    }

    /** All events as the relay reads them. */
    List<StoredEvent> events() {
        return feed().after(GlobalPosition.START, FeedFilter.ALL, EventFeed.MAX_PAGE)
                .events();
    }

    /** The same event with another id. */
    static StoredEvent renamed(StoredEvent event) {
        return new StoredEvent(
                event.position(),
                UUID.randomUUID().toString(),
                event.category(),
                event.streamId(),
                event.version(),
                event.eventType(),
                event.schemaVersion(),
                event.payload(),
                event.occurredAt(),
                event.metadata(),
                event.unreadable(),
                event.envelope());
    }

    /** Creates a stream of another category. */
    void growForeign(int events) {
        var other = Counters.aggregate("other");
        var streams = new SampleStreams<>(other);
        stores.store(other).append(streams.create(streams.newId(), Counters.SAMPLE.history(events)));
    }

    Lease lease() {
        return new MariaDbLease(mariaDb.database(), "relay");
    }

    /** Creates streams with some events each, and gives the end of the log. */
    LogPlace grow(int newStreams, int eventsEach) {
        for (var stream = 0; stream < newStreams; stream++) {
            append(streams.newId(), eventsEach);
        }
        return end();
    }

    LogPlace end() {
        return stores.log(Counters.AGGREGATE).end();
    }

    void append(StreamId id, int events) {
        store().append(streams.create(id, Counters.SAMPLE.history(events)));
    }

    /** Changes the database behind the ledger's back. */
    void execute(String... statements) {
        mariaDb.database().ask(connection -> {
            try (var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
                return 0;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /** Takes events away from the end of the log, as a backup from before them would. */
    void loseAfter(long position) {
        execute(
                "DELETE FROM counter_events WHERE position > " + position,
                "DELETE FROM counter_snapshots",
                "UPDATE log_head SET position = " + position);
    }

    KafkaRelay relay(String holder) {
        return relay(holder, feed(), lease(), ProducerFactory.KAFKA);
    }

    KafkaRelay relay(String holder, EventFeed feed, Lease lease, ProducerFactory producers) {
        var relay = new KafkaRelay(
                settings, feed, lease, holder, RelayedLedger::form, OtherHistory.UNHEARD, producers, TERM);
        relays.add(relay);
        relay.start();
        return relay;
    }

    static byte[] form(StoredEvent event) {
        return CloudEventCodec.encode(event).getBytes(StandardCharsets.UTF_8);
    }

    CommittedEvents consumer() {
        return new CommittedEvents(settings);
    }

    @Override
    public void close() {
        relays.forEach(KafkaRelay::close);
        mariaDb.close();
    }
}
