package io.circleledger.query;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.InMemoryDocuments;
import io.ledger.testkit.InMemoryLog;
import java.time.Duration;
import java.util.Optional;

/** A ledger and its read model, of which circles are asked. */
abstract class CircleQueriesFixture {

    static final StreamId CHESS = Circles.stream("01990000-0000-7000-8000-000000000001");
    static final StreamId GO = Circles.stream("01990000-0000-7000-8000-000000000002");
    static final StreamId SHOGI = Circles.stream("01990000-0000-7000-8000-000000000003");
    static final CircleEvent DISSOLVED = new CircleDissolved();
    static final GlobalPosition ANY = GlobalPosition.START;
    static final Duration AT_ONCE = Duration.ZERO;
    static final long BOUND_SECONDS = 30;

    final InMemoryLog ledger = new InMemoryLog();
    final EventStore<Circle> store = ledger.store(CircleStreams.AGGREGATE);
    final InMemoryDocuments<Circle, CircleEvent, CircleView> readModel =
            new InMemoryDocuments<>(ledger, CircleStreams.PROJECTION);
    final RememberedCircle recent = new RememberedCircle();
    final CircleQueries queries = queries(AT_ONCE, GlobalPosition.START);

    CircleQueries queries(Duration pageWait, GlobalPosition floor) {
        return queries(pageWait, floor, Projection.NONE);
    }

    CircleQueries queries(DocumentReader<CircleView> views, Floor floor) {
        return queries(views, freshness(AT_ONCE, floor), Projection.NONE);
    }

    CircleQueries queries(Duration pageWait, Floor floor) {
        return queries(readModel, freshness(pageWait, floor), Projection.NONE);
    }

    CircleQueries queries(DocumentReader<CircleView> views, Freshness freshness, Projection source) {
        return new CircleQueries(new DocumentQueries<>(
                new ReadOwnWrites<>(views, recent, CircleStreams.PROJECTION, freshness),
                store,
                CircleStreams.PROJECTION,
                freshness,
                source));
    }

    Freshness freshness(Duration longestWait, Floor floor) {
        return new Freshness(floor, longestWait, ledger::head, OtherHistory.UNHEARD);
    }

    CircleQueries queries(Duration pageWait, GlobalPosition floor, Projection projection) {
        return queries(readModel, freshness(pageWait, new Floor(floor)), projection);
    }

    /** Remembers the last circle it was told of. */
    static final class RememberedCircle implements RecentStates<Circle> {

        private Optional<Versioned<Circle>> remembered = Optional.empty();

        @Override
        public Optional<Versioned<Circle>> find(StreamId id) {
            return remembered.filter(latest -> latest.stream().equals(id));
        }

        @Override
        public long era() {
            return 0;
        }

        @Override
        public void remember(Versioned<Circle> latest, long era) {
            remembered = Optional.of(latest);
        }

        @Override
        public void forget(StreamId id) {
            remembered = Optional.empty();
        }

        @Override
        public void forgetAll() {
            remembered = Optional.empty();
        }
    }

    DocumentList<CircleView> list(int limit) {
        return queries.list(GlobalPosition.START, limit, ANY);
    }

    static CircleEvent created(String name, int capacity) {
        return new CircleCreated(CircleDetails.of(new CircleName(name), new Capacity(capacity)));
    }

    static CircleEvent renamed(String name) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.NAME, new CircleName(name)));
    }

    static CircleEvent resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    static CircleView view(StreamId id, String name, int capacity, int version) {
        return CircleSamples.view(id.id(), name, capacity, version);
    }

    static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
