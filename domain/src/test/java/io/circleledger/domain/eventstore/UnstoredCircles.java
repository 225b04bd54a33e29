package io.circleledger.domain.eventstore;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.Parsed;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.stream.StreamId;
import java.util.Optional;

/** The rules of circles for tests that keep them in memory, where nothing is encoded. */
public final class UnstoredCircles {

    private static final EventCodec<CircleEvent> EVENTS = new EventCodec<>() {

        @Override
        public EventTypes types() {
            throw new UnsupportedOperationException("nothing is stored");
        }

        @Override
        public EncodedEvent encode(CircleEvent event) {
            throw new UnsupportedOperationException("nothing is stored");
        }

        @Override
        public Parsed<CircleEvent> decode(EncodedEvent encoded) {
            throw new UnsupportedOperationException("nothing is stored");
        }
    };

    private static final StateCodec<Circle> STATES = new StateCodec<>() {

        @Override
        public String encode(StreamId stream, int version, Circle state) {
            throw new UnsupportedOperationException("nothing is stored");
        }

        @Override
        public Optional<Circle> decode(StreamId stream, int version, String json) {
            throw new UnsupportedOperationException("nothing is stored");
        }

        @Override
        public String describe(Circle state) {
            return state.toString();
        }
    };

    /** The aggregate. */
    public static final Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> AGGREGATE =
            new Aggregate<>(Circles.CATEGORY, new CircleDecider(), EVENTS, STATES);

    private UnstoredCircles() {}
}
