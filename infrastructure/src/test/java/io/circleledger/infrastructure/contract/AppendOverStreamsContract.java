package io.circleledger.infrastructure.contract;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.appendTo;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every event store promises about appends over several streams, whatever it is made of. */
public abstract class AppendOverStreamsContract {

    /** An empty store. */
    protected abstract EventStore<Circle> store();

    /** The answers that store records. */
    protected abstract IdempotencyRecords records();

    /** The log of that store. */
    protected abstract EventLog<CircleEvent> log();

    @Test
    void anAppendOverTwoStreamsRecordsBoth() {
        var chess = newId();
        var go = newId();
        record(store(), chess, created("chess", 10));
        var append = together(
                append(chess, store().load(chess).value(), resized(11), resized(12)),
                append(go, Optional.empty(), created("go", 20)));

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(4)));

        var ofChess = store().load(chess).value().orElseThrow();
        assertThat(ofChess.version()).isEqualTo(3);
        assertThat(ofChess.state().details().capacity()).isEqualTo(new Capacity(12));
        assertThat(ofChess.position()).isEqualTo(new GlobalPosition(3));
        assertThat(store().load(go).value().map(Versioned::version)).contains(1);
        assertThat(positions(log().readFrom(GlobalPosition.START, 10))).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aConflictInOneOfTwoStreamsRecordsNothingOfTheOther() {
        var chess = newId();
        var go = newId();
        record(store(), chess, created("chess", 10));
        var stale = append(chess, store().load(chess).value(), resized(11));
        record(store(), chess, resized(12));
        var creation = append(go, Optional.empty(), created("go", 20));

        assertThat(store().append(together(creation, stale))).isEqualTo(new VersionConflict(chess, 2));
        assertThat(store().append(together(stale, creation))).isEqualTo(new VersionConflict(chess, 2));
        assertThat(store().append(requested("a", together(creation, stale)))).isEqualTo(new VersionConflict(chess, 2));

        assertThat(store().load(go).value()).isEmpty();
        assertThat(records().find(key("a"))).isEmpty();
        assertThat(log().head()).isEqualTo(new GlobalPosition(2));
        assertThat(store().append(creation)).isEqualTo(new Appended(new GlobalPosition(3)));
    }

    @Test
    void anotherEventInOneOfTwoStreamsRecordsNothingOfTheOther() {
        var chess = newId();
        var go = newId();
        record(store(), chess, created("chess", 10));
        var decidedElsewhere = appendTo(
                chess, 1, new Circle(CircleDetails.of(new CircleName("shogi"), new Capacity(10)), false), resized(11));
        var creation = append(go, Optional.empty(), created("go", 20));

        assertThat(store().append(together(creation, decidedElsewhere))).isEqualTo(new HistoryConflict());

        assertThat(store().load(go).value()).isEmpty();
        assertThat(log().head()).isEqualTo(new GlobalPosition(1));
    }

    @Test
    void theSameAppendOverTwoStreamsAgainGetsTheFirstAnswer() {
        var chess = newId();
        var go = newId();
        var append = together(
                append(chess, Optional.empty(), created("chess", 10), resized(11)),
                append(go, Optional.empty(), created("go", 20)));
        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));
        record(store(), chess, resized(12));

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));

        assertThat(log().head()).isEqualTo(new GlobalPosition(4));
    }

    @Test
    void theAnswerToARequestOverTwoStreamsIsThatOfTheFirst() {
        var chess = newId();
        var append = requested(
                "a",
                together(
                        append(chess, Optional.empty(), created("chess", 10), resized(11)),
                        append(newId(), Optional.empty(), created("go", 20))));

        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));

        var answer = new RecordedAnswer("f".repeat(64), chess, 2, new GlobalPosition(2));
        assertThat(records().find(key("a"))).contains(answer);
        assertThat(store().append(append)).isEqualTo(new Appended(new GlobalPosition(3)));
        assertThat(store().append(requested("a", append(newId(), Optional.empty(), created("go", 20)))))
                .isEqualTo(new AlreadyAnswered(answer));
    }

    /** All of the streams in one append. */
    private static Append together(Append... appends) {
        return new Append(
                Stream.of(appends)
                        .<StreamAppend<?, ?>>flatMap(append -> append.streams().stream())
                        .toList(),
                Optional.empty());
    }

    static IdempotencyKey key(String value) {
        return new IdempotencyKey("mika", value);
    }

    static Append requested(String key, Append append) {
        return requested(key(key), append);
    }

    static Append requested(IdempotencyKey key, Append append) {
        var request = new IdempotentRequest(key, "f".repeat(64));
        return new Append(append.streams(), Optional.of(request));
    }

    static List<Long> positions(List<LogEntry<CircleEvent>> entries) {
        return entries.stream().map(entry -> entry.position().value()).toList();
    }
}
