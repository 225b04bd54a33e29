package io.circleledger.bench;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDecider;
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

    private final CircleDecider decider = new CircleDecider();
    private final Fold<Circle, CircleEvent> start =
            Fold.start(CircleStreams.AGGREGATE, Circles.stream("01a20a21-b7ec-77d7-b671-50fa68306885"));
    private final Optional<Circle> state = Optional.of(new Circle(new CircleName("football"), new Capacity(20), false));
    private final CircleCommand command = new UpdateCircle(Optional.empty(), Optional.of(new Capacity(30)));
    private final CircleEvent event = new CircleUpdated(Optional.empty(), Optional.of(new Capacity(30)));
    private final List<CircleEvent> history = history();

    private static List<CircleEvent> history() {
        var events = new ArrayList<CircleEvent>();
        events.add(new CircleCreated(new CircleName("football"), new Capacity(20)));
        while (events.size() < HISTORY) {
            events.add(new CircleUpdated(Optional.empty(), Optional.of(new Capacity(3 + events.size()))));
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
