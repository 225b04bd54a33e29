package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.command.CircleCommands;
import io.circleledger.command.CircleFingerprint;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.CommandOutcome.Done;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Versioned;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands of a server that goes on running while the database is put back to an earlier state. */
class RestoredLogTest {

    private static final List<String> TABLES =
            List.of("circle_events", "circle_snapshots", "idempotency_keys", "log_head");

    private final List<String> noticed = new ArrayList<>();
    private MariaDb database;
    private HeldStore store;
    private CircleCommands commands;

    /** A real store that holds an append back, if it is told to, until it is let go. */
    private static final class HeldStore implements EventStore<Circle> {

        private final EventStore<Circle> store;
        private volatile Optional<CountDownLatch> letGo = Optional.empty();
        private final CountDownLatch held = new CountDownLatch(1);

        HeldStore(EventStore<Circle> store) {
            this.store = store;
        }

        @Override
        public Complete<Optional<Versioned<Circle>>> load(StreamId id) {
            return store.load(id);
        }

        @Override
        public Complete<Optional<Versioned<Circle>>> loadToChange(StreamId id) {
            return store.loadToChange(id);
        }

        @Override
        public AppendResult append(Append append) {
            var latch = letGo;
            if (latch.isPresent()) {
                letGo = Optional.empty();
                held.countDown();
                try {
                    assertThat(latch.get().await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return store.append(append);
        }
    }

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        store = new HeldStore(new MariaDbEventStore<>(
                database.database(), CircleStreams.AGGREGATE, new Appender(database.database(), 5, noticed::add)));
        commands = new CircleCommands(new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                store,
                new CaffeineRecentStates<>("recent_circles", new CircleSnapshots()),
                new MariaDbIdempotencyRecords(database.database()),
                _ -> {},
                UUID::randomUUID,
                InstantSource.system(),
                List.of()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aChangeIsNotWorkedOutFromWhatTheLogHasLost() throws SQLException {
        var id = circle("Y", 22);
        dump();
        assertThat(update(id, 3, "X", 23)).isInstanceOf(Done.class);
        restore();

        assertThat(resize(id, 3, 30)).isInstanceOf(Done.class);
        assertThat(update(id, 4, "X", 40)).isInstanceOf(Done.class);

        assertThat(payloads(id)).endsWith("{\"capacity\":30}", "{\"name\":\"X\",\"capacity\":40}");
        assertThatEveryStateIsWhatTheEventsGive(id);
    }

    @Test
    void aChangeOfAnotherServerToTheRestoredLogIsNotBuiltUponUnseen() throws SQLException {
        var id = circle("Y", 22);
        dump();
        update(id, 3, "X", 23);
        restore();
        var other = new CircleCommands(new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                store.store,
                new CaffeineRecentStates<>("recent_circles", new CircleSnapshots()),
                new MariaDbIdempotencyRecords(database.database()),
                _ -> {},
                UUID::randomUUID,
                InstantSource.system(),
                List.of()));
        other.update(
                id,
                new Precondition.Exactly(new ExpectedVersion(3)),
                Change.NONE.with(CircleDetails.CAPACITY, new Capacity(30)),
                request(""));

        assertThat(update(id, 4, "X", 40)).isInstanceOf(Done.class);

        assertThat(payloads(id)).endsWith("{\"capacity\":30}", "{\"name\":\"X\",\"capacity\":40}");
        assertThat(noticed).containsOnly("append").isNotEmpty();
        assertThatEveryStateIsWhatTheEventsGive(id);
    }

    @Test
    void aCircleThatIsRestoredAfterItWasLoadedIsDecidedAnew() throws Exception {
        var id = circle("Y", 22);
        dump();
        update(id, 3, "X", 23);
        var letGo = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            store.letGo = Optional.of(letGo);
            // Loaded and not remembered: this server has not seen the circle before.
            var fresh = new CircleCommands(new CommandHandler<>(
                    CircleStreams.AGGREGATE,
                    new CircleFingerprint(),
                    store,
                    new CaffeineRecentStates<>("recent_circles", new CircleSnapshots()),
                    new MariaDbIdempotencyRecords(database.database()),
                    _ -> {},
                    UUID::randomUUID,
                    InstantSource.system(),
                    List.of()));
            var change = executor.submit(() -> fresh.update(
                    id,
                    new Precondition.Exactly(new ExpectedVersion(4)),
                    Change.NONE
                            .with(CircleDetails.NAME, new CircleName("X"))
                            .with(CircleDetails.CAPACITY, new Capacity(40)),
                    request("")));
            assertThat(store.held.await(20, TimeUnit.SECONDS)).isTrue();
            restore();
            resize(id, 3, 30);
            letGo.countDown();

            assertThat(change.get(20, TimeUnit.SECONDS)).isInstanceOf(Done.class);
        }
        assertThat(payloads(id)).endsWith("{\"capacity\":30}", "{\"name\":\"X\",\"capacity\":40}");
        assertThat(noticed).containsExactly("append");
        assertThatEveryStateIsWhatTheEventsGive(id);
    }

    @Test
    void aRequestWithAKeyIsRecordedWholeAndOnce() throws SQLException {
        var id = circle("Y", 22);
        dump();
        update(id, 3, "X", 23);
        restore();
        resize(id, 3, 30);

        var first = commands.update(
                id,
                new Precondition.Exactly(new ExpectedVersion(4)),
                Change.NONE
                        .with(CircleDetails.NAME, new CircleName("X"))
                        .with(CircleDetails.CAPACITY, new Capacity(40)),
                request("key"));

        assertThat(first).isInstanceOf(Done.class);
        assertThat(commands.update(
                        id,
                        new Precondition.Exactly(new ExpectedVersion(4)),
                        Change.NONE
                                .with(CircleDetails.NAME, new CircleName("X"))
                                .with(CircleDetails.CAPACITY, new Capacity(40)),
                        request("key")))
                .isEqualTo(first);
        assertThat(payloads(id)).hasSize(5).endsWith("{\"name\":\"X\",\"capacity\":40}");
        assertThatEveryStateIsWhatTheEventsGive(id);
    }

    /** At version 3. */
    private StreamId circle(String name, int capacity) {
        var created = (Done<CircleRejection>)
                commands.create(CircleDetails.of(new CircleName(name), new Capacity(10)), request(""));
        resize(created.id(), 1, 11);
        resize(created.id(), 2, capacity);
        return created.id();
    }

    private CommandOutcome<CircleRejection> resize(StreamId id, int version, int capacity) {
        return commands.update(
                id,
                new Precondition.Exactly(new ExpectedVersion(version)),
                Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)),
                request(""));
    }

    private CommandOutcome<CircleRejection> update(StreamId id, int version, String name, int capacity) {
        return commands.update(
                id,
                new Precondition.Exactly(new ExpectedVersion(version)),
                Change.NONE
                        .with(CircleDetails.NAME, new CircleName(name))
                        .with(CircleDetails.CAPACITY, new Capacity(capacity)),
                request(""));
    }

    private static Request request(String key) {
        return new Request(
                new EventMetadata("staff", "request", "request"),
                Optional.of(key).filter(given -> !given.isEmpty()).map(value -> new IdempotencyKey("staff", value)));
    }

    /** With snapshots as without. */
    private void assertThatEveryStateIsWhatTheEventsGive(StreamId id) throws SQLException {
        var histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        var with = store.load(id).value().orElseThrow();
        var past = histories.atVersion(id, with.version());
        execute("DELETE FROM circle_snapshots");
        assertThat(store.load(id).value()).contains(with);
        assertThat(((Past.State<Circle>) past).then()).isEqualTo(with);
    }

    private void dump() throws SQLException {
        for (var table : TABLES) {
            execute("CREATE TABLE dump_of_" + table + " AS SELECT * FROM " + table);
        }
    }

    private void restore() throws SQLException {
        for (var table : TABLES) {
            execute("DELETE FROM " + table);
            execute("INSERT INTO " + table + " SELECT * FROM dump_of_" + table);
        }
    }

    private List<String> payloads(StreamId id) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT payload FROM circle_events WHERE circle_id = '" + id + "' ORDER BY version")) {
            var read = new ArrayList<String>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
