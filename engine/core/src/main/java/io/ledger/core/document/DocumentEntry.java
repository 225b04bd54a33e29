package io.ledger.core.document;

import java.util.Optional;

/**
 * Everything that a read model holds about one stream, as it was found.
 *
 * @param place the stream's place in the list, empty when it is not listed
 * @param parked whether the stream is said to have no readable history
 */
public record DocumentEntry<V extends Document>(FoundDocument<V> document, Optional<String> place, boolean parked) {

    /** Nothing is known of the stream. */
    public static <V extends Document> DocumentEntry<V> none() {
        return new DocumentEntry<>(new FoundDocument.Absent<>(), Optional.empty(), false);
    }

    /** A stream's document as it was found. */
    public sealed interface FoundDocument<V extends Document> {

        record Absent<V extends Document>() implements FoundDocument<V> {}

        record Known<V extends Document>(V document) implements FoundDocument<V> {}

        /** Something that no projection writes. */
        record Unreadable<V extends Document>(String text) implements FoundDocument<V> {}
    }

    /** A stream that is shown, as it should be. */
    public static <V extends Document> DocumentEntry<V> shown(V document, String place) {
        return new DocumentEntry<>(new FoundDocument.Known<>(document), Optional.of(place), false);
    }
}
