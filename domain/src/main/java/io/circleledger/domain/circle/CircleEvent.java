package io.circleledger.domain.circle;

/**
 * What happened to a circle.
 *
 * <p>An event says only what changed. Whose event it is, its version and its position in the log
 * belong to the envelope it is recorded in.
 */
public sealed interface CircleEvent {

    /** The circle came into being; the first event of every history, and only the first. */
    record CircleCreated(CircleDetails details) implements CircleEvent {}

    /** The fields that are present got new values; at least one is. */
    record CircleUpdated(CircleDetails.Change change) implements CircleEvent {

        /** @throws IllegalArgumentException when nothing changed */
        public CircleUpdated {
            if (change.isEmpty()) {
                throw new IllegalArgumentException("A CircleUpdated changes at least one field");
            }
        }
    }

    /** The circle came to its end; the last event of its history. */
    record CircleDissolved() implements CircleEvent {}
}
