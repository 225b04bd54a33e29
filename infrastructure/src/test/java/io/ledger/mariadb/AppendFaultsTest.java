package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends over a connection that breaks at a chosen point; the tables are looked at over another. */
@Execution(ExecutionMode.SAME_THREAD)
class AppendFaultsTest {

    /** Part of the metadata of an event, which only appends send. */
    private static final String APPEND = "correlation_id";

    private FaultProxy proxy;
    private MariaDb direct;
    private MariaDb proxied;
    private MariaDbEventStore<Circle, CircleEvent> store;
    private MariaDbEventStore<Circle, CircleEvent> other;

    @BeforeEach
    void open() throws IOException {
        var access = TestStores.shared().freshDatabase();
        proxy = FaultProxy.inFrontOf(access.jdbcUrl());
        direct = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        direct.migrate();
        proxied = MariaDb.at(proxy.through(access.jdbcUrl()), access.user(), access.password(), CircleStreams.TABLES);
        store = CircleLog.store(proxied, 5);
        other = CircleLog.store(direct, 5);
        record(other, newId(), created("first", 10));
    }

    @AfterEach
    void close() throws SQLException {
        try (var connection = direct.database().dataSource().getConnection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        } finally {
            proxy.close();
            proxied.close();
            direct.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anAppendWhoseAnswersAreLostIsRecordedOnceAndSaysSo(int times) throws Exception {
        var append = creation();
        var lost = proxy.loseAnswer(APPEND, times);

        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));

        lost.await();
        assertThat(recorded(append)).isEqualTo(1);
        assertThat(record(other, newId(), created("next", 10))).isEqualTo(new GlobalPosition(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 30})
    void anAppendWhoseAnswerIsCutShortIsRecordedOnceAndSaysSo(int answerBytes) throws Exception {
        var append = creation();
        var lost = proxy.loseAnswer(APPEND, 1, answerBytes, () -> {});

        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));

        lost.await();
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    void whenEveryAnswerIsLostTheOutcomeIsUnknownAndItIsRecordedOnce() throws Exception {
        var append = creation();
        proxy.loseAnswer(APPEND, Integer.MAX_VALUE);

        assertThat(failure(append).reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN);

        assertThat(recorded(append)).isEqualTo(1);
        proxy.heal();
        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whenTheDatabaseStaysAwayAfterTheCommitTheOutcomeIsUnknown() throws Exception {
        var append = creation();
        var lost = proxy.loseAnswer(APPEND, 1, 0, proxy::down);

        assertThat(failure(append).reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN);

        lost.await();
        assertThat(recorded(append)).isEqualTo(1);
        proxy.heal();
        Waiting.untilConnected(proxied);
        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    void aRefusalAfterALostAnswerDoesNotMakeTheOutcomeKnown() throws Exception {
        var append = creation();
        proxy.loseAnswer(APPEND, 1, 0, () -> execute("RENAME TABLE log_head TO log_head_away"));

        var failure = failure(append);

        execute("RENAME TABLE log_head_away TO log_head");
        assertThat(failure.reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN);
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    void aRefusalOfTheFirstAttemptSaysThatNothingWasRecorded() throws Exception {
        var append = creation();
        execute("RENAME TABLE log_head TO log_head_away");

        var failure = failure(append);

        execute("RENAME TABLE log_head_away TO log_head");
        assertThat(failure.reason()).isEqualTo(Unavailability.NO_ANSWER);
        assertThat(recorded(append)).isZero();
    }

    @Test
    void aRequestThatNeverArrivedIsSentAgain() throws Exception {
        var append = creation();
        var dropped = proxy.dropRequest(APPEND, 1);

        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));

        dropped.await();
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    void requestsThatNeverArriveAreNotRecordedAndNobodyClaimsToKnow() throws Exception {
        var append = creation();
        proxy.dropRequest(APPEND, Integer.MAX_VALUE);

        assertThat(failure(append).reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN);

        assertThat(recorded(append)).isZero();
    }

    @Test
    void aConflictWhoseAnswerIsLostIsStillAConflictAndHoldsUpNobody() throws Exception {
        var id = newId();
        record(other, id, created("chess", 10));
        var stale = append(id, other.load(id).value(), resized(11));
        record(other, id, resized(12));
        var lost = proxy.loseAnswer(APPEND, 1);

        assertThat(store.append(stale)).isEqualTo(new VersionConflict(id, 2));

        lost.await();
        assertThat(recorded(stale)).isZero();
        assertThat(record(other, id, resized(13))).isEqualTo(new GlobalPosition(4));
    }

    @Test
    void aKilledConnectionIsReplacedAndTheAppendGoesThrough() throws Exception {
        var append = creation();
        try (var held = lockOfTheHead()) {
            var waiting = Waiting.start(() -> store.append(append));
            var id = waiting.untilItWaitsForTheHead(direct);
            execute("KILL " + id);
            waiting.untilGone(direct, id);
            held.rollback();
            assertThat(waiting.result()).isEqualTo(new Appended(new GlobalPosition(2)));
        }
        assertThat(recorded(append)).isEqualTo(1);
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        var id = newId();
        var append = append(id, Optional.empty(), created("chess", 10));
        try (var rival = direct.database().dataSource().getConnection()) {
            rival.setAutoCommit(false);
            execute(rival, "SET SESSION idle_write_transaction_timeout = 0");
            // The rival has the key that the append will want, and then wants what the append has.
            execute(
                    rival,
                    "INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                            + " occurred_at, metadata) VALUES (1000, UUID(), '" + id + "', 1, 'CircleCreated', '{}',"
                            + " NOW(6), '{}')");
            var waiting = Waiting.start(() -> store.append(append));
            waiting.untilItWaits(direct, "INSERT INTO circle_events");
            // One of the two is the victim; the rival gives up either way.
            try {
                execute(rival, "UPDATE log_head SET position = position WHERE id = 1");
            } catch (IllegalStateException victim) {
                assertThat(victim).hasRootCauseInstanceOf(SQLException.class);
            }
            rival.rollback();
            assertThat(waiting.result()).isEqualTo(new Appended(new GlobalPosition(2)));
        }
    }

    @Test
    void aHeldHeadIsWaitedForWithABoundAndNothingIsRecorded() throws Exception {
        var append = creation();
        // As the server does, in less time: each attempt waits for 1 s instead of 5.
        Waiting.forLocks(proxied, 1);
        try (var held = lockOfTheHead()) {
            var started = System.nanoTime();

            assertThat(failure(append).reason()).isEqualTo(Unavailability.NO_ANSWER);

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
            assertThat(CircleLog.log(proxied).head()).isEqualTo(new GlobalPosition(1));
            held.rollback();
        }
        assertThat(recorded(append)).isZero();
        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutAFreeConnectionAnAppendFailsSoonAndRecordsNothing() throws Exception {
        var append = creation();
        var held = new ArrayList<Connection>();
        try {
            for (var i = 0; i < MariaDbLimits.POOL_SIZE; i++) {
                held.add(proxied.database().dataSource().getConnection());
            }
            var started = System.nanoTime();

            assertThat(failure(append).reason()).isEqualTo(Unavailability.NO_ANSWER);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(25));
        } finally {
            for (var connection : held) {
                connection.close();
            }
        }
        assertThat(recorded(append)).isZero();
        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));
    }

    @Test
    void aSlowNetworkOnlyMakesAppendsSlow() throws Exception {
        proxy.delay(Duration.ofMillis(40), Duration.ofMillis(40));
        Waiting.untilConnected(proxied);
        var append = creation();

        assertThat(store.append(append)).isEqualTo(new Appended(new GlobalPosition(2)));

        assertThat(recorded(append)).isEqualTo(1);
    }

    private static Append creation() {
        return append(newId(), Optional.empty(), created("chess", 10));
    }

    private StoreUnavailableException failure(Append append) {
        return catchThrowableOfType(StoreUnavailableException.class, () -> store.append(append));
    }

    private Connection lockOfTheHead() throws SQLException {
        var connection = direct.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        execute(connection, "SET SESSION idle_write_transaction_timeout = 0");
        execute(connection, "UPDATE log_head SET position = position + 1 WHERE id = 1");
        return connection;
    }

    private long recorded(Append append) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var select = connection.prepareStatement("SELECT COUNT(*) FROM circle_events WHERE id = ?")) {
            select.setString(1, append.first().events().getLast().id().toString());
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void execute(String sql) {
        try (var connection = direct.database().dataSource().getConnection()) {
            execute(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
