package io.circleledger.bench;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the rules of a circle cost: one decision, one event, a history of a thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeciderBenchmark {

    private static final int HISTORY = 1_000;
    private static final CircleDetails DETAILS = CircleDetails.of(new CircleName("football"), new Capacity(20));

    private final CircleDecider decider = new CircleDecider();
    private final Fold<Circle, CircleEvent> start =
            Fold.start(CircleStreams.AGGREGATE, Circles.stream("01a20a21-b7ec-77d7-b671-50fa68306885"));
    private final Optional<Circle> state = Optional.of(Circle.of(DETAILS, 1));
    private final CircleCommand command = new UpdateCircle(sized(30));
    private final CircleEvent event = new CircleUpdated(sized(30));
    private final List<CircleEvent> history = history();

    private static CircleDetails.Change sized(int capacity) {
        return CircleDetails.Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity));
    }

    private static List<CircleEvent> history() {
        var events = new ArrayList<CircleEvent>();
        events.add(new CircleCreated(DETAILS));
        while (events.size() < HISTORY) {
            events.add(new CircleUpdated(sized(3 + events.size())));
        }
        return List.copyOf(events);
    }

    @Benchmark
    public Decision<CircleEvent, CircleRejection> decide() {
        return decider.decide(command, state);
    }

    @Benchmark
    public Circle evolve() {
        return decider.evolve(state, event);
    }

    @Benchmark
    public Optional<Circle> replay1000Events() {
        return start.thenAll(history).state();
    }
}
