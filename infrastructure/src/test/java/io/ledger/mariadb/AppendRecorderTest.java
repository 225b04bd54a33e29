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
import io.circleledger.domain.circle.CircleName;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.Versioned;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of each append of a batch, whatever becomes of its neighbours. */
class AppendRecorderTest extends AppendRecorderFixture {

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
                        .mapToObj(AppendRecorderFixture::at)
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
}
