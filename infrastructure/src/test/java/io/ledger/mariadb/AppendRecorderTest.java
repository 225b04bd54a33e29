package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.appendTo;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.ConditionFailed;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of each append of a batch, whatever becomes of its neighbours. */
class AppendRecorderTest {

    /** Part of the metadata of an event, which only appends send. */
    private static final String APPEND = "correlation_id";

    private final List<String> noticed = new ArrayList<>();
    private FaultProxy proxy;
    private MariaDb direct;
    private MariaDb proxied;
    private MariaDbEventStore<Circle, CircleEvent> store;
    private AppendRecorder recorder;

    @BeforeEach
    void open() throws IOException {
        var access = TestStores.shared().freshDatabase();
        proxy = FaultProxy.inFrontOf(access.jdbcUrl());
        direct = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        direct.migrate();
        proxied = MariaDb.at(proxy.through(access.jdbcUrl()), access.user(), access.password(), CircleStreams.TABLES);
        store = CircleLog.store(direct, 5);
        recorder = new AppendRecorder(proxied.database(), new AppendTransaction(proxied.database(), 5), noticed::add);
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

    @Test
    void aBatchIsOneRoundTripAndTakesPositionsInItsOrder() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10));
        var transactions = proxy.count(APPEND, 10);

        var results = results(
                creation(),
                append(id, store.load(id).value(), resized(11), resized(12), resized(13), resized(14)),
                requested("a", creation()),
                creation());

        assertThat(results).containsExactly(at(2), at(6), at(7), at(8));
        assertThat(transactions.remaining()).isEqualTo(9);
        assertThat(store.load(id).value().map(Versioned::version)).contains(5);
        assertThat(count("circle_snapshots")).isEqualTo(1);
        assertThat(count("idempotency_keys")).isEqualTo(1);
    }

    @Test
    void aBatchOfConditionsOnDifferentTagsIsOneRoundTrip() throws Exception {
        var appends = IntStream.range(0, 64)
                .mapToObj(i -> unlessTagged(new Tag("name", "n" + i)))
                .toArray(Append[]::new);
        var transactions = proxy.count(APPEND, 10);
        var judged = proxy.count("ROLLBACK", 10);

        assertThat(results(appends))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 64)
                        .mapToObj(AppendRecorderTest::at)
                        .toList());

        assertThat(transactions.remaining()).isEqualTo(9);
        assertThat(judged.remaining()).isEqualTo(10);
        assertThat(count("circle_events_tags")).isEqualTo(64);
    }

    @Test
    void failedConditionsAreToldApartAndTheOthersAreRecordedAtOnce() throws Exception {
        var red = new Tag("colour", "red");
        var blue = new Tag("colour", "blue");
        assertThat(results(unlessTagged(red), unlessTagged(blue))).containsExactly(at(1), at(2));
        var transactions = proxy.count(APPEND, 10);

        assertThat(results(
                        creation(),
                        unlessTagged(blue),
                        unlessTagged(new Tag("colour", "green")),
                        unlessTagged(red),
                        creation()))
                .containsExactly(at(3), failedAt(2), at(4), failedAt(1), at(5));

        assertThat(transactions.remaining()).isEqualTo(8);
        assertThat(count("circle_events_tags")).isEqualTo(3);
    }

    @Test
    void aLoneAppendIsOneStatementThatIsPreparedOnce() {
        var prepared = proxy.count("BEGIN NOT ATOMIC", 10);
        assertThat(results(creation())).containsExactly(at(1));

        // The first one came with its preparation, in as many parts as the network liked.
        var repeated = proxy.count(APPEND, 10);
        assertThat(results(creation())).containsExactly(at(2));
        assertThat(results(creation())).containsExactly(at(3));

        assertThat(prepared.remaining()).isEqualTo(9);
        assertThat(repeated.remaining()).isEqualTo(8);
    }

    @Test
    void oneStaleAppendFailsAloneWhereverItStands() {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10), resized(11));
        var stale =
                appendTo(id, 1, Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10)), 1), resized(12));

        assertThat(results(stale, creation(), creation())).containsExactly(new VersionConflict(id, 2), at(3), at(4));
        assertThat(results(creation(), stale, creation())).containsExactly(at(5), new VersionConflict(id, 2), at(6));
        assertThat(results(creation(), creation(), stale)).containsExactly(at(7), at(8), new VersionConflict(id, 2));
    }

    @Test
    void anAppendToALostHistoryFailsAloneWhereverItStandsAndIsTold() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10), resized(11), resized(12), resized(13));
        var decided = append(id, store.load(id).value(), resized(20));
        execute("UPDATE circle_events SET id = UUID(), payload = '{\"name\":\"go\"}' WHERE version = 4");

        assertThat(results(decided, creation(), creation())).containsExactly(new HistoryConflict(), at(5), at(6));
        assertThat(results(creation(), decided, creation())).containsExactly(at(7), new HistoryConflict(), at(8));
        assertThat(results(creation(), creation(), decided)).containsExactly(at(9), at(10), new HistoryConflict());
        assertThat(results(decided)).containsExactly(new HistoryConflict());

        assertThat(noticed).hasSize(4).containsOnly("append");
        assertThat(count("circle_snapshots")).isZero();
        assertThat(results(append(id, store.load(id).value(), resized(20)))).containsExactly(at(11));
        assertThat(count("circle_snapshots")).isEqualTo(1);
    }

    @Test
    void aHistoryThatIsShorterThanWhatWasDecidedOnIsAConflictAndIsTold() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10), resized(11));
        var decided = append(id, store.load(id).value(), resized(20));
        execute("DELETE FROM circle_events WHERE version = 2");
        execute("UPDATE log_head SET position = 1");

        assertThat(results(decided)).containsExactly(new VersionConflict(id, 1));

        assertThat(noticed).containsExactly("append");
    }

    @Test
    void anotherServerThatWasFasterIsNoOtherHistory() {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10));
        var late = append(id, store.load(id).value(), resized(20));
        SampleHistories.record(store, id, resized(11));

        assertThat(results(late)).containsExactly(new VersionConflict(id, 2));

        assertThat(noticed).isEmpty();
    }

    @Test
    void everyKindOfLatecomerIsToldItsOwnOutcome() {
        var known = newId();
        SampleHistories.record(store, known, created("chess", 10));
        var before = creation();
        store.append(before);
        var answered = requested("a", creation());
        store.append(answered);
        var id = answered.first().stream();
        var ahead = appendTo(
                known, 7, Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10)), 7), resized(11));

        assertThat(results(ahead, creation(), before, requested("a", creation()), answered, creation()))
                .containsExactly(
                        new VersionConflict(known, 1),
                        at(4),
                        at(2),
                        new AlreadyAnswered(new RecordedAnswer("f".repeat(64), id, 1, new GlobalPosition(3))),
                        at(3),
                        at(5));
    }

    @Test
    void aFailureThatTheLogDoesNotExplainStaysWithItsAppend() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10), resized(11), resized(12), resized(13));
        var withSnapshot = append(id, store.load(id).value(), resized(14));
        execute("RENAME TABLE circle_snapshots TO circle_snapshots_away");

        var pending = pending(creation(), withSnapshot, creation());
        recorder.record(pending);

        execute("RENAME TABLE circle_snapshots_away TO circle_snapshots");
        assertThat(pending.get(0).result()).isEqualTo(at(5));
        assertThat(pending.get(2).result()).isEqualTo(at(6));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> pending.get(1).result())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.NO_ANSWER));
        assertThat(store.load(id).value().map(Versioned::version)).contains(4);
    }

    @Test
    void aBatchWhoseAnswerIsLostIsRecordedOnce() throws Exception {
        var lost = proxy.loseAnswer(APPEND, 1);

        assertThat(results(creation(), requested("a", creation()), creation())).containsExactly(at(1), at(2), at(3));

        lost.await();
        assertThat(count("circle_events")).isEqualTo(3);
    }

    @Test
    void anAppendOverTwoStreamsWhoseAnswerIsLostIsRecordedOnceAndSaysSo() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10));
        var both = together(append(id, store.load(id).value(), resized(11)), creation());
        var lost = proxy.loseAnswer(APPEND, 1);

        assertThat(results(both)).containsExactly(at(3));
        lost.await();
        // By then another has gone on with one of the streams.
        SampleHistories.record(store, id, resized(12));
        assertThat(results(creation(), both)).containsExactly(at(5), at(3));

        assertThat(count("circle_events")).isEqualTo(5);
        assertThat(noticed).isEmpty();
    }

    @Test
    void oneStaleAppendOverTwoStreamsFailsAloneWhereverItStands() throws Exception {
        var id = newId();
        SampleHistories.record(store, id, created("chess", 10), resized(11));
        var stale =
                appendTo(id, 1, Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10)), 1), resized(12));
        var conflict = new VersionConflict(id, 2);

        assertThat(results(together(creation(), stale), creation(), together(creation(), creation())))
                .containsExactly(conflict, at(3), at(5));
        assertThat(results(creation(), together(stale, creation()), creation()))
                .containsExactly(at(6), conflict, at(7));
        assertThat(results(together(creation(), creation()), creation(), together(creation(), stale)))
                .containsExactly(at(9), at(10), conflict);

        assertThat(count("circle_events")).isEqualTo(10);
    }

    @Test
    void everyStreamOfAnAppendGetsTheSnapshotThatIsDue() throws Exception {
        var chess = newId();
        var go = newId();
        SampleHistories.record(store, chess, created("chess", 10), resized(11), resized(12), resized(13));
        SampleHistories.record(store, go, created("go", 10), resized(11), resized(12), resized(13));

        assertThat(results(together(
                        append(chess, store.load(chess).value(), resized(14)),
                        append(go, store.load(go).value(), resized(14), resized(15)))))
                .containsExactly(at(11));

        assertThat(count("circle_snapshots WHERE circle_id = '" + chess.id() + "' AND version = 5"))
                .isEqualTo(1);
        assertThat(count("circle_snapshots WHERE circle_id = '" + go.id() + "' AND version = 6"))
                .isEqualTo(1);
        assertThat(store.load(go)).isEqualTo(store.replay(go));
    }

    @Test
    void aBatchThatIsNeverConfirmedIsUnknownForAllOfIt() throws Exception {
        proxy.loseAnswer(APPEND, Integer.MAX_VALUE);

        var pending = pending(creation(), creation());
        recorder.record(pending);

        for (var append : pending) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(append::result)
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN));
        }
        assertThat(count("circle_events")).isEqualTo(2);
    }

    @Test
    void aHeadThatIsBehindTheLogIsCaughtUp() throws Exception {
        SampleHistories.record(store, newId(), created("chess", 10));
        SampleHistories.record(store, newId(), created("chess", 10));
        execute("UPDATE log_head SET position = 0");

        assertThat(results(creation(), creation())).containsExactly(at(3), at(4));
    }

    @Test
    void withoutTheRowOfLogHeadNothingIsRecordedByAnyConnection() throws Exception {
        // Each connection has given a position before, which it still knows.
        assertThat(results(creation())).containsExactly(at(1));
        assertThat(results(creation(), creation())).containsExactly(at(2), at(3));
        execute("DELETE FROM log_head");

        for (var batch : List.of(pending(creation()), pending(creation(), requested("a", creation())))) {
            recorder.record(batch);
            for (var append : batch) {
                assertDamaged(append, "has lost its row", "INSERT INTO log_head");
            }
        }

        assertThat(count("circle_events")).isEqualTo(3);
        execute("INSERT INTO log_head (id, position) SELECT 1, COALESCE(MAX(position), 0) FROM circle_events");
        assertThat(results(creation())).containsExactly(at(4));
    }

    @Test
    void nothingIsRecordedAfterAGapThatTheEndOfTheLogHasLost() throws Exception {
        assertThat(results(creation(), creation(), creation())).containsExactly(at(1), at(2), at(3));
        execute("DELETE FROM circle_events WHERE position = 3");

        for (var append : pending(creation())) {
            recorder.record(List.of(append));
            assertDamaged(append, "log_head says 3 and the log ends at 2", "SET position = 2");
        }

        execute("UPDATE log_head SET position = 2 WHERE id = 1");
        assertThat(results(creation())).containsExactly(at(3));
    }

    private static void assertDamaged(PendingAppend append, String... words) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(append::result)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.DAMAGED))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }

    private List<AppendResult> results(Append... appends) {
        var pending = pending(appends);
        recorder.record(pending);
        return pending.stream().map(PendingAppend::result).toList();
    }

    private static List<PendingAppend> pending(Append... appends) {
        var batch = new ArrayList<PendingAppend>();
        for (var append : appends) {
            var pending = new PendingAppend(append);
            assertThat(pending.take()).isTrue();
            batch.add(pending);
        }
        return batch;
    }

    private static Appended at(long position) {
        return new Appended(new GlobalPosition(position));
    }

    private static ConditionFailed failedAt(long position) {
        return new ConditionFailed(new GlobalPosition(position));
    }

    /** A creation with a tag that no event may have yet. */
    private static Append unlessTagged(Tag tag) {
        var stream = creation().first();
        return new Append(
                List.of(tagged(stream, tag)),
                List.of(new AppendCondition(EventQuery.tagged(tag), GlobalPosition.START)),
                Optional.empty());
    }

    private static <S, E> StreamAppend<S, E> tagged(StreamAppend<S, E> stream, Tag tag) {
        var events = stream.events().stream()
                .map(event ->
                        new NewEvent<>(event.id(), event.occurredAt(), event.metadata(), event.event(), Set.of(tag)))
                .toList();
        return new StreamAppend<>(stream.aggregate(), stream.stream(), stream.decidedOn(), events, stream.after());
    }

    private static Append creation() {
        return append(newId(), Optional.empty(), created("chess", 10));
    }

    /** All of the streams in one append. */
    private static Append together(Append... appends) {
        return new Append(
                Stream.of(appends)
                        .<StreamAppend<?, ?>>flatMap(append -> append.streams().stream())
                        .toList(),
                Optional.empty());
    }

    private static Append requested(String key, Append append) {
        var request = new IdempotentRequest(new IdempotencyKey("mika", key), "f".repeat(64));
        return new Append(append.streams(), Optional.of(request));
    }

    private long count(String table) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
