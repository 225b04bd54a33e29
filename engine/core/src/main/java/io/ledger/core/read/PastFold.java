package io.ledger.core.read;

import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.Document;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogEntry.UnreadableEntry;
import io.ledger.core.read.PastReadModels.PastDocument;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds the log to the documents that there were at a time: of each stream the events at or before it, as for one stream
 * alone. A stream whose history cannot be read up to there has no document.
 */
final class PastFold<E, V extends Document> {

    /** A stream so far. */
    private static final class Folded<V extends Document> {

        private final GlobalPosition createdAt;
        private Optional<V> document = Optional.empty();
        private int version;
        private boolean isCorrupt;

        Folded(GlobalPosition createdAt) {
            this.createdAt = createdAt;
        }
    }

    private final ViewProjection<?, E, V> projection;
    private final Instant time;
    private final int limit;
    private final Map<String, Folded<V>> streams = new HashMap<>();
    private Instant latest = Instant.MIN;

    /** @param limit how many streams there may be */
    PastFold(ViewProjection<?, E, V> projection, Instant time, int limit) {
        this.projection = projection;
        this.time = time;
        this.limit = limit;
    }

    /**
     * Folds the next entry of the log.
     *
     * @throws PastTooLargeException when there are too many streams
     */
    void entry(LogEntry<E> entry) {
        switch (entry) {
            case Recorded<E> event -> {
                latest = event.occurredAt();
                if (!latest.isAfter(time)) {
                    event(event);
                }
            }
            case UnreadableEntry<E>(var position, var _, var streamId, var _, var _) -> {
                // Its own time may be what is unreadable; it was about that of the event before.
                if (!latest.isAfter(time)) {
                    folded(streamId, position).isCorrupt = true;
                }
            }
            case Foreign<E> _ -> {}
        }
    }

    private Folded<V> folded(String streamId, GlobalPosition position) {
        var folded = streams.computeIfAbsent(streamId, _ -> new Folded<>(position));
        if (streams.size() > limit) {
            throw PastTooLargeException.documents(limit);
        }
        return folded;
    }

    private void event(Recorded<E> event) {
        var folded = folded(event.stream().id(), event.position());
        folded.isCorrupt |= event.version() != folded.version + 1;
        if (folded.isCorrupt) {
            return;
        }
        try {
            folded.document = projection.project(folded.document, event);
            folded.version = event.version();
        } catch (ImpossibleEventException _) {
            folded.isCorrupt = true;
        }
    }

    /** The documents, in no order. */
    List<PastDocument<V>> documents() {
        return streams.values().stream()
                .filter(folded -> !folded.isCorrupt)
                .flatMap(folded ->
                        folded.document.stream().map(document -> new PastDocument<>(document, folded.createdAt)))
                .toList();
    }
}
