package io.circleledger.domain.readmodel;

import java.util.Optional;

/**
 * Everything that a read model holds about one circle, as it was found.
 *
 * @param place the circle's place in the list, empty when it is not listed
 * @param parked whether the circle is said to have no readable history
 */
public record ViewEntry(Document document, Optional<String> place, boolean parked) {

    /** Nothing is known of the circle. */
    public static final ViewEntry NONE = new ViewEntry(new Document.Absent(), Optional.empty(), false);

    /** A circle's document. */
    public sealed interface Document {

        record Absent() implements Document {}

        record Known(CircleView view) implements Document {}

        /** Something that no projection writes. */
        record Unreadable(String text) implements Document {}
    }

    /** A living circle as it should be. */
    public static ViewEntry living(CircleView view, String place) {
        return new ViewEntry(new Document.Known(view), Optional.of(place), false);
    }
}
