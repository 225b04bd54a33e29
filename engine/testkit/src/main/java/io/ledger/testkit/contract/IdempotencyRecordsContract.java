package io.ledger.testkit.contract;

import static io.ledger.testkit.contract.SampleStreams.FINGERPRINT;
import static io.ledger.testkit.contract.SampleStreams.requested;
import static io.ledger.testkit.contract.SampleStreams.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventStore;
import io.ledger.testkit.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link IdempotencyRecords} promises, whatever it is made of.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class IdempotencyRecordsContract<S, E> {

    private SampleStreams<S, E> streams;

    /** The aggregate that requests are about. */
    protected abstract Sample<S, E> sample();

    /** The store whose appends are answers, empty at the start of each test. */
    protected abstract EventStore<S> store();

    /** The answers that store records. */
    protected abstract IdempotencyRecords records();

    @BeforeEach
    void takeSample() {
        streams = new SampleStreams<>(sample().aggregate());
    }

    @Test
    void theAnswerToARequestIsRecordedWithItsEvents() {
        var id = streams.newId();
        streams.record(store(), streams.newId(), sample().history(1));
        assertThat(records().find(key("a"))).isEmpty();

        var append = requested(key("a"), streams.create(id, sample().history(2)));

        assertThat(store().append(append)).isEqualTo(new Appended(position(3)));
        assertThat(store().append(append)).isEqualTo(new Appended(position(3)));
        assertThat(records().find(key("a"))).contains(new RecordedAnswer(FINGERPRINT, id, 2, position(3)));
    }

    @Test
    void theAnswerToARequestOverTwoStreamsIsThatOfTheFirst() {
        var first = streams.newId();
        var append = together(
                streams.create(first, sample().history(2)), streams.create(streams.newId(), sample().history(1)));

        assertThat(store().append(requested(key("a"), append))).isEqualTo(new Appended(position(3)));

        var answer = new RecordedAnswer(FINGERPRINT, first, 2, position(2));
        assertThat(records().find(key("a"))).contains(answer);
        assertThat(store().append(requested(key("a"), append))).isEqualTo(new Appended(position(3)));
        assertThat(store().append(requested(key("a"), creation()))).isEqualTo(new AlreadyAnswered(answer));
    }

    @Test
    void aRequestThatIsRefusedHasNoAnswer() {
        var id = streams.newId();
        streams.record(store(), id, sample().history(1));
        var again = streams.create(id, sample().history(1));

        var elsewhere = streams.appendElsewhere(
                id, sample().history(1), sample().history(2).subList(1, 2));
        var refused = Map.of(
                again,
                new VersionConflict(id, 1),
                together(creation(), again),
                new VersionConflict(id, 1),
                elsewhere,
                new HistoryConflict());
        refused.forEach((append, result) -> {
            assertThat(store().append(requested(key("a"), append))).isEqualTo(result);
            assertThat(records().find(key("a"))).isEmpty();
        });

        records().remember(key("a"), answer(id, 1));
        assertThat(records().find(key("a"))).contains(answer(id, 1));
    }

    @Test
    void theFirstAnswerIsRemembered() {
        var first = answer(streams.newId(), 5);
        var second = answer(streams.newId(), 6);

        assertThat(records().remember(key("a"), first)).isEqualTo(first);
        assertThat(records().remember(key("a"), second)).isEqualTo(first);
        assertThat(records().find(key("a"))).contains(first);
    }

    @Test
    void oldAnswersAreForgottenAFewAtATime() {
        records().remember(key("a"), answer(streams.newId(), 5));
        records().remember(key("b"), answer(streams.newId(), 6));

        assertThat(records().forget(Duration.ofHours(1), 10)).isZero();
        assertThat(List.of(key("a"), key("b")))
                .allMatch(key -> records().find(key).isPresent());
        // Nothing is younger than a second in the future.
        assertThat(records().forget(Duration.ofSeconds(-1), 1)).isEqualTo(1);
        assertThat(records().forget(Duration.ofSeconds(-1), 10)).isEqualTo(1);
        assertThat(records().find(key("a"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ken", "Mika", "mika ", "田中"})
    void theSameKeyFromAnotherActorIsAnotherKey(String other) {
        var id = streams.newId();
        var othersId = streams.newId();
        var others = new IdempotencyKey(other, "a");
        store().append(requested(key("a"), streams.create(id, sample().history(1))));
        assertThat(records().find(others)).isEmpty();

        assertThat(store().append(requested(others, streams.create(othersId, sample().history(1)))))
                .isEqualTo(new Appended(position(2)));
        assertThat(store().append(requested(others, creation()))).isEqualTo(new AlreadyAnswered(answer(othersId, 2)));

        assertThat(records().find(others)).contains(answer(othersId, 2));
        assertThat(records().find(key("a"))).contains(answer(id, 1));
        var third = new IdempotencyKey(other + "s friend", "a");
        assertThat(records().remember(third, answer(id, 7))).isEqualTo(answer(id, 7));
        assertThat(records().find(third)).contains(answer(id, 7));
        assertThat(records().find(key("a"))).contains(answer(id, 1));
    }

    private Append creation() {
        return streams.create(streams.newId(), sample().history(1));
    }

    private static RecordedAnswer answer(StreamId id, long position) {
        return new RecordedAnswer(FINGERPRINT, id, 1, position(position));
    }

    private static IdempotencyKey key(String value) {
        return new IdempotencyKey("mika", value);
    }

    private static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
