package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A writer that stops between taking its place and its commit, while two servers append and a reader
 * reads on. Whatever becomes of the writer, nobody ever sees a later position without an earlier one.
 */
@Execution(ExecutionMode.SAME_THREAD)
class StoppedWriterTest {

    /** What was there before; the stopped writer takes the position after. */
    private static final int BEFORE = 3;

    private static final int APPENDS = 4;

    private DatabaseAccess access;
    private FaultProxy proxy;
    private MariaDb one;
    private MariaDb another;
    private MariaDb writers;

    @BeforeEach
    void open() throws IOException {
        access = TestStores.shared().freshDatabase();
        proxy = FaultProxy.inFrontOf(access.jdbcUrl());
        one = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        another = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        writers = MariaDb.at(proxy.through(access.jdbcUrl()), access.user(), access.password(), CircleStreams.TABLES);
        one.migrate();
        for (var i = 0; i < BEFORE; i++) {
            record(CircleLog.store(one, 5), newId(), created("before", 10));
        }
    }

    @AfterEach
    void close() {
        proxy.close();
        writers.close();
        another.close();
        one.close();
    }

    @FunctionalInterface
    private interface Fate {
        void of(Connection writer, long connectionId) throws Exception;
    }

    @Test
    void itCommits() throws Exception {
        othersGoOn(1, (writer, _) -> writer.commit());
    }

    @Test
    void itRollsBack() throws Exception {
        othersGoOn(0, (writer, _) -> writer.rollback());
    }

    @Test
    void itsConnectionIsKilled() throws Exception {
        othersGoOn(0, (_, connectionId) -> execute("KILL " + connectionId));
    }

    @Test
    void itsConnectionIsCut() throws Exception {
        othersGoOn(0, (_, _) -> proxy.cut());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void itIsGoneWithoutAWord() throws Exception {
        // The database hears nothing of it, and lets go of what an idle transaction holds.
        othersGoOn(0, (writer, _) -> {
            execute(writer, "SET SESSION idle_write_transaction_timeout = @idle");
            proxy.freeze();
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatVanishesAfterAConflictHoldsUpNobodyForLong() throws Exception {
        var events = CircleLog.store(one, 5);
        var id = newId();
        record(events, id, created("chess", 10));
        var stale = append(id, events.load(id).value(), resized(11));
        record(events, id, resized(12));
        var vanished = proxy.freezeAfter("correlation_id");

        // The database has refused the event and waits, with log_head locked, to be told to roll back.
        var unheard = Waiting.start(() -> CircleLog.store(writers, 5).append(stale));
        vanished.await();
        Waiting.until("log_head is locked", this::isHeadLocked);

        assertThat(record(events, id, resized(13))).isEqualTo(new GlobalPosition(BEFORE + 3L));
        assertThat(unheard.isDone()).isFalse();
        audit(BEFORE + 3);
    }

    private boolean isHeadLocked() {
        try {
            execute("SELECT position FROM log_head WHERE id = 1 FOR UPDATE NOWAIT");
            return false;
        } catch (SQLException locked) {
            return true;
        }
    }

    /** The race that log_head prevents, to show that this kind of test would notice it. */
    @Test
    void numbersGivenAtTheInsertWouldShowTheLaterOneFirst() throws Exception {
        execute("CREATE TABLE naive (position BIGINT AUTO_INCREMENT PRIMARY KEY, writer TEXT)");
        try (var writer = one.database().dataSource().getConnection()) {
            execute(writer, "SET SESSION idle_write_transaction_timeout = 0");
            writer.setAutoCommit(false);
            execute(writer, "INSERT INTO naive (writer) VALUES ('stopped')");
            execute("INSERT INTO naive (writer) VALUES ('other')");

            assertThat(Waiting.number(another, "SELECT MIN(position) FROM naive"))
                    .isEqualTo(2);
            writer.commit();
            assertThat(Waiting.number(another, "SELECT MIN(position) FROM naive"))
                    .isEqualTo(1);
        }
    }

    /** Lets the others go on; {@code recorded} events of the stopped writer are in the log after all. */
    private void othersGoOn(int recorded, Fate fate) throws Exception {
        var reader = new Reader();
        var reading = Thread.ofVirtual().start(reader);
        var appends = new ArrayList<Waiting>();
        var writer = writers.database().dataSource().getConnection();
        try {
            var connectionId = takeAPlaceAndStop(writer);
            for (var i = 0; i < APPENDS; i++) {
                var store = CircleLog.store((i % 2 == 0 ? one : another), 5);
                var append = append(newId(), Optional.empty(), created("other " + i, 10));
                appends.add(Waiting.start(() -> store.append(append)));
                // One by one: two that come together go into one transaction.
                Waiting.untilWaiting(one, i + 1);
            }
            reader.readMore(20);
            assertThat(reader.seen()).isEqualTo(upTo(BEFORE));
            assertThat(appends).noneMatch(Waiting::isDone);

            fate.of(writer, connectionId);

            var positions = new ArrayList<Long>();
            for (var append : appends) {
                positions.add(((Appended) append.result()).position().value());
            }
            var last = BEFORE + recorded + APPENDS;
            assertThat(positions)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(BEFORE + recorded + 1, last)
                            .boxed()
                            .toList());
            Waiting.until("the reader has all", () -> reader.seen().size() >= last);
            assertThat(reader.seen()).isEqualTo(upTo(last));
            audit(last);
        } finally {
            reading.interrupt();
            proxy.cut();
            assertThat(reading.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(reader.failure).isNull();
    }

    /** It may take its time until its fate: it is not taken for one that is gone. */
    private static long takeAPlaceAndStop(Connection writer) throws SQLException {
        execute(writer, "SET @idle = @@SESSION.idle_write_transaction_timeout");
        execute(writer, "SET SESSION idle_write_transaction_timeout = 0");
        writer.setAutoCommit(false);
        execute(writer, "UPDATE log_head SET position = LAST_INSERT_ID(position) + 1 WHERE id = 1");
        execute(
                writer,
                "INSERT INTO circle_events (position, id, circle_id, version, event_type, payload, occurred_at,"
                        + " metadata) VALUES (LAST_INSERT_ID() + 1, UUID(), UUID(), 1, 'CircleCreated',"
                        + " '{\"name\":\"stopped\",\"capacity\":5}', NOW(6), '{}')");
        try (var statement = writer.createStatement();
                var rows = statement.executeQuery("SELECT CONNECTION_ID()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Follows the log as a projection does: what it has passed it never looks at again. */
    private final class Reader implements Runnable {

        private final List<Long> seen = new ArrayList<>();
        private long reads;
        private final AtomicInteger unanswered = new AtomicInteger();
        private volatile Throwable failure;

        @Override
        public void run() {
            var log = CircleLog.log(another);
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    read(log);
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error broken) {
                failure = Thread.currentThread().isInterrupted() ? null : broken;
            }
        }

        /** Like a projection, it tries again when no connection was to be had in time. */
        private void read(MariaDbEventLog<CircleEvent> log) {
            var last = seen().isEmpty() ? 0 : seen().getLast();
            try {
                var next = log.readFrom(new GlobalPosition(last + 1), 10);
                synchronized (this) {
                    next.stream().map(LogEntry::position).forEach(p -> seen.add(p.value()));
                    reads++;
                }
            } catch (StoreUnavailableException busy) {
                unanswered.incrementAndGet();
            }
        }

        synchronized List<Long> seen() {
            return List.copyOf(seen);
        }

        private synchronized long reads() {
            return reads;
        }

        void readMore(int times) throws Exception {
            var enough = reads() + times;
            Waiting.until(
                    "the reader goes on, " + unanswered + " reads unanswered, failure " + failure,
                    () -> reads() >= enough);
        }
    }

    private void audit(int events) throws SQLException {
        try (var connection = one.database().dataSource().getConnection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        }
        assertThat(Waiting.number(one, "SELECT COUNT(*) FROM circle_events")).isEqualTo(events);
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = one.database().dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
