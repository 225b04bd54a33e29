package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleEvents;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.EncodedEvent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to write events and snapshots as text and to read them back.
 *
 * <p>It is in this package because the codecs are nobody else's business.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final CircleDetails DETAILS = CircleDetails.of(new CircleName("football"), new Capacity(20));

    private final CircleEvents codec = new CircleEvents();
    private final CircleSnapshots snapshots = new CircleSnapshots();
    private final StreamId id = Circles.stream("01a20a21-b7ec-77d7-b671-50fa68306885");
    private final CircleEvent event = new CircleCreated(DETAILS);
    private final Circle circle = Circle.of(DETAILS, 5);
    private final EncodedEvent encoded = codec.encode(event);
    private final String snapshot = snapshots.encode(id, 5, circle);

    /** The text alone: the row it goes into is not everybody's to see. */
    @Benchmark
    public String encodeEvent() {
        return codec.encode(event).payload();
    }

    @Benchmark
    public Parsed<CircleEvent> decodeEvent() {
        return codec.decode(encoded);
    }

    @Benchmark
    public String encodeSnapshot() {
        return snapshots.encode(id, 5, circle);
    }

    @Benchmark
    public Optional<Circle> decodeSnapshot() {
        return snapshots.decode(id, 5, snapshot);
    }
}
