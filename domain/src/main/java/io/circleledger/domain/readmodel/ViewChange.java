package io.circleledger.domain.readmodel;

import io.ledger.core.stream.StreamId;
import io.ledger.core.log.GlobalPosition;
import java.util.Optional;

/** What a projection changes about one circle in the read model. */
public sealed interface ViewChange {

    /**
     * The circle now reads like this.
     *
     * @param createdAt where its creation stands in the log, when this change lists it
     */
    record Put(CircleView view, Optional<GlobalPosition> createdAt) implements ViewChange {}

    /**
     * What stands under an id is no longer there to be read.
     *
     * @param id that of a circle, or what somebody put in the place of one
     */
    record Remove(String id) implements ViewChange {

        /** The circle is no longer there to be read. */
        public Remove(StreamId id) {
            this(id.id());
        }
    }

    /** The circle is set aside: it can only be read from the log, which says what is wrong. */
    record Park(ParkedCircle circle) implements ViewChange {}
}
