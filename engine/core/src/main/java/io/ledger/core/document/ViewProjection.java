package io.ledger.core.document;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the documents of one category from its events, as pure functions. The engine checks that an event is the
 * next one for a document; it is not checked here.
 *
 * @param <S> states
 * @param <E> events
 * @param <V> documents
 */
public interface ViewProjection<S, E, V extends Document> {

    Aggregate<?, S, E, ?> aggregate();

    /**
     * The document after an event; empty when the stream is no longer shown.
     *
     * @param before the document with all events before this one; empty before the first
     * @throws io.ledger.core.decide.ImpossibleEventException when this event cannot follow this document
     */
    Optional<V> project(Optional<V> before, Recorded<E> event);

    /** The document of a state that was folded from the log; empty when the stream is not shown. */
    Optional<V> view(Versioned<S> state);

    /**
     * The fields of a state by name, in an order that never changes, to find out which event set each of them; an empty text
     * stands for one that is absent.
     */
    Map<String, Object> fields(S state);

    /** Everything in which two documents of the same stream differ; nothing when they are equal. */
    List<DocumentDifference> differences(V live, V wanted);

    /** The document in a few words. */
    String describe(V document);

    /** What one of these streams is called in reports. */
    default String noun() {
        return aggregate().category();
    }
}
