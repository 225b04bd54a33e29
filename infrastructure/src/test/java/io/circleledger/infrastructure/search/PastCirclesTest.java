package io.circleledger.infrastructure.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.RandomCommands;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.PastLimits;
import io.ledger.core.read.PastReadModels;
import io.ledger.core.read.PastTooLargeException;
import io.ledger.core.read.PositionUnknownException;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.InMemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists as they were, held to one circle after the other as it was. */
class PastCirclesTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final StreamId OTHER = Circles.stream("01990000-0000-7000-8000-000000000002");
    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final PastLimits LIMITS = new PastLimits(1_000, 500, 3, Duration.ofSeconds(30));
    private static final EnumSet<CircleStatus> ALL = EnumSet.allOf(CircleStatus.class);

    private final InMemoryLog log = new InMemoryLog();
    private final Floor floor = new Floor(GlobalPosition.START);
    private final Freshness freshness = new Freshness(floor, Duration.ZERO, log::head, OtherHistory.UNHEARD);
    private final AtomicInteger made = new AtomicInteger();

    private PastReadModels<CircleEvent, CircleView, CircleSearch> past(PastLimits limits) {
        return new PastReadModels<>(
                log.log(CircleStreams.AGGREGATE),
                this::lastUntil,
                CircleStreams.SEARCHED,
                circles -> {
                    made.incrementAndGet();
                    return LuceneCircleSearch.of(circles);
                },
                freshness,
                limits);
    }

    /** Where the events of a time end, exactly. */
    private GlobalPosition lastUntil(Instant time) {
        return log.recorded(CircleStreams.AGGREGATE).stream()
                .filter(event -> !event.occurredAt().isAfter(time))
                .map(Recorded::position)
                .max(Comparator.naturalOrder())
                .orElse(GlobalPosition.START);
    }

    private void record(StreamId id, int second, CircleEvent... events) {
        log.record(id, BEGIN.plusSeconds(second), EventMetadata.NONE, events);
    }

    private static List<CircleView> list(Complete<CircleSearch> past) {
        return past.value().page(criteria(ALL), Optional.empty(), 1_000).documents();
    }

    private static Criteria criteria(EnumSet<CircleStatus> statuses) {
        return new Criteria(statuses, Optional.empty(), 3, 32_767, SortBy.CREATED, false);
    }

    @Test
    void aRandomHistoryIsListedAtAnyTimeAsEachCircleWas() {
        var seed = Long.getLong("past.seed", new Random().nextLong());
        System.out.println("past.seed=" + seed);
        var random = new Random(seed);
        var pasts = past(LIMITS);
        var commands = new RandomCommands(seed);
        var states = new HashMap<StreamId, Circle>();
        var times = new HashMap<StreamId, Integer>();
        var second = 0;
        for (var round = 0; round < 40; round++) {
            for (var addressed : commands.take(10)) {
                // The clocks of servers differ; that of a circle never runs backwards.
                second += random.nextInt(3);
                var id = addressed.id();
                var at = Math.max(times.getOrDefault(id, 0), second - random.nextInt(20));
                var before = Optional.ofNullable(states.get(id));
                if (new CircleDecider().decide(addressed.command(), before)
                        instanceof Accepted<CircleEvent, ?> accepted) {
                    for (var event : accepted.events()) {
                        record(id, at, event);
                        times.put(id, at);
                        states.put(id, new CircleDecider().evolve(Optional.ofNullable(states.get(id)), event));
                    }
                }
            }
            for (var i = 0; i < 3; i++) {
                var time = BEGIN.plusSeconds(random.nextInt(second + 5) - 2L);
                var answer = pasts.at(time, GlobalPosition.START);
                assertThat(answer.completeTo()).isEqualTo(log.head());
                assertThat(list(answer)).as("seed %d, at %s", seed, time).isEqualTo(expected(time));
                assertThat(walked(answer.value(), 1 + random.nextInt(5))).isEqualTo(expected(time));
            }
        }
    }

    private static List<CircleView> walked(CircleSearch circles, int limit) {
        var walked = new ArrayList<CircleView>();
        var after = Optional.<Place>empty();
        do {
            var page = circles.page(criteria(ALL), after, limit);
            walked.addAll(page.documents());
            after = page.next();
        } while (after.isPresent());
        return walked;
    }

    private List<CircleView> expected(Instant time) {
        var histories = log.histories(CircleStreams.AGGREGATE);
        return log.recorded(CircleStreams.AGGREGATE).stream()
                .map(Recorded::stream)
                .distinct()
                .flatMap(id -> histories.atTime(id, time) instanceof Past.State<Circle> state
                        ? Stream.of(state.then())
                        : Stream.<Versioned<Circle>>empty())
                .sorted(Comparator.comparing(Versioned::createdAt))
                .map(CircleView::of)
                .toList();
    }

    @Test
    void whatIsKeptIsUsedUntilTheLogHasMoreOfThatTime() {
        var pasts = past(LIMITS);
        record(ID, 1, CircleSamples.created("Tennis", 20));
        record(OTHER, 5, CircleSamples.created("Chess", 20));
        var time = BEGIN.plusSeconds(3);

        assertThat(list(pasts.at(time, GlobalPosition.START))).hasSize(1);
        assertThat(list(pasts.at(time, GlobalPosition.START))).hasSize(1);
        record(OTHER, 6, CircleSamples.renamed("Shogi"));
        assertThat(list(pasts.at(time, new GlobalPosition(3)))).hasSize(1);
        assertThat(made).hasValue(1);

        // A server whose clock is behind.
        record(ID, 2, CircleSamples.renamed("Padel"));
        assertThat(list(pasts.at(time, GlobalPosition.START)))
                .containsExactly(CircleSamples.view(ID.id(), "Padel", 20, 2));
        assertThat(made).hasValue(2);
    }

    @Test
    void whatIsKeptIsForgottenWhenTheLogLosesItsEnd() {
        var pasts = past(LIMITS);
        record(ID, 1, CircleSamples.created("Tennis", 20), CircleSamples.renamed("Padel"));
        assertThat(list(pasts.at(BEGIN.plusSeconds(3), GlobalPosition.START)))
                .containsExactly(CircleSamples.view(ID.id(), "Padel", 20, 2));
        log.loseTheEnd(1);
        record(ID, 1, CircleSamples.renamed("Go"));

        assertThat(list(pasts.at(BEGIN.plusSeconds(3), GlobalPosition.START)))
                .containsExactly(CircleSamples.view(ID.id(), "Go", 20, 2));
    }

    @Test
    void aPositionThatTheLogDoesNotHaveIsRefused() {
        record(ID, 1, CircleSamples.created("Tennis", 20));

        assertThat(past(LIMITS).at(BEGIN.plusSeconds(3), new GlobalPosition(1)).completeTo())
                .isEqualTo(new GlobalPosition(1));
        assertThatExceptionOfType(PositionUnknownException.class)
                .isThrownBy(() -> past(LIMITS).at(BEGIN.plusSeconds(3), new GlobalPosition(2)));
    }

    @Test
    void whatWasShownIsTheFloorOfEveryLaterList() {
        record(ID, 1, CircleSamples.created("Tennis", 20));
        record(OTHER, 9, CircleSamples.created("Chess", 20));
        past(LIMITS).at(BEGIN.plusSeconds(3), GlobalPosition.START);

        assertThat(floor.position()).isEqualTo(new GlobalPosition(1));
    }

    @Test
    void aLogThatIsTooLongOrHasTooManyCirclesIsRefusedWithTheReason() {
        record(ID, 1, CircleSamples.created("Tennis", 20), CircleSamples.renamed("Padel"));
        record(OTHER, 2, CircleSamples.created("Chess", 20), new CircleDissolved());
        assertThat(list(past(new PastLimits(4, 2, 1, Duration.ZERO)).at(BEGIN.plusSeconds(3), GlobalPosition.START)))
                .hasSize(2);
        assertThatExceptionOfType(PastTooLargeException.class)
                .isThrownBy(() ->
                        past(new PastLimits(3, 2, 1, Duration.ZERO)).at(BEGIN.plusSeconds(3), GlobalPosition.START))
                .withMessageContaining("4 events")
                .withMessageContaining("at most 3");
        assertThatExceptionOfType(PastTooLargeException.class)
                .isThrownBy(() ->
                        past(new PastLimits(4, 1, 1, Duration.ZERO)).at(BEGIN.plusSeconds(3), GlobalPosition.START))
                .withMessageContaining("more than 1 ");
        assertThat(list(past(new PastLimits(3, 1, 1, Duration.ZERO)).at(BEGIN.plusSeconds(1), GlobalPosition.START)))
                .hasSize(1);
    }

    @Test
    void aCircleWhoseHistoryBreaksTheRulesIsNotListedFromThenOn() {
        record(ID, 1, CircleSamples.created("Tennis", 20));
        record(OTHER, 1, CircleSamples.created("Chess", 20));
        record(ID, 5, CircleSamples.created("Tennis", 20));

        assertThat(list(past(LIMITS).at(BEGIN.plusSeconds(4), GlobalPosition.START)))
                .hasSize(2);
        assertThat(list(past(LIMITS).at(BEGIN.plusSeconds(5), GlobalPosition.START)))
                .containsExactly(CircleSamples.view(OTHER.id(), "Chess", 20, 1));
    }

    @Test
    void onlySoManyAreKeptAndThoseThatWereUsedLast() {
        var pasts = past(LIMITS);
        record(ID, 0, CircleSamples.created("Tennis", 20));
        for (var second : List.of(1, 2, 3, 1, 4)) {
            pasts.at(BEGIN.plusSeconds(second), GlobalPosition.START);
        }
        assertThat(made).hasValue(4);
        pasts.at(BEGIN.plusSeconds(1), GlobalPosition.START);
        assertThat(made).hasValue(4);
        pasts.at(BEGIN.plusSeconds(2), GlobalPosition.START);
        assertThat(made).hasValue(5);
    }

    @Test
    void oneIsFoldedAtATimeAndWhoWaitsTooLongIsToldToComeAgain() throws Exception {
        record(ID, 1, CircleSamples.created("Tennis", 20));
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var pasts = new PastReadModels<CircleEvent, CircleView, CircleSearch>(
                log.log(CircleStreams.AGGREGATE),
                this::lastUntil,
                CircleStreams.SEARCHED,
                circles -> {
                    begun.countDown();
                    try {
                        assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    return LuceneCircleSearch.of(circles);
                },
                freshness,
                new PastLimits(1_000, 50, 3, Duration.ofMillis(20)));
        var first = CompletableFuture.supplyAsync(() -> pasts.at(BEGIN.plusSeconds(1), GlobalPosition.START));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> pasts.at(BEGIN.plusSeconds(2), GlobalPosition.START));
        goOn.countDown();
        assertThat(list(first.get(30, TimeUnit.SECONDS))).hasSize(1);
        assertThat(list(pasts.at(BEGIN.plusSeconds(2), GlobalPosition.START))).hasSize(1);
    }
}
