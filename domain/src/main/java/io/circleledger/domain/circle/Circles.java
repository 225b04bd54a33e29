package io.circleledger.domain.circle;

import io.ledger.core.StreamId;
import java.util.Optional;
import java.util.UUID;

/** The streams of circles. */
public final class Circles {

    /** Their category. */
    public static final String CATEGORY = "circle";

    private Circles() {}

    /**
     * The stream of a circle.
     *
     * @throws IllegalArgumentException when {@code id} has another shape
     */
    public static StreamId stream(String id) {
        return new StreamId(CATEGORY, id);
    }

    public static StreamId stream(UUID id) {
        return StreamId.of(CATEGORY, id);
    }

    /** The stream, or empty when the text has another shape: then no circle can have it. */
    public static Optional<StreamId> parse(String id) {
        return StreamId.parse(CATEGORY, id);
    }
}
