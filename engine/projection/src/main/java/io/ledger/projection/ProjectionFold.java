package io.ledger.projection;

import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogEntry.UnreadableEntry;
import io.ledger.core.stream.EventStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one step, reduced to one change a stream.
 *
 * <p>The present document of a stream is looked up once, when it is met for the first time, and not at all
 * if that is its creation. From then on what the read model holds is older than what is known here.
 *
 * <p>Whether an event is the next one is told by versions alone: one that the document has already changes nothing, and
 * where one is missing between the two, the log has the stream as it is now.
 */
final class ProjectionFold<S, E, V extends Document> {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionFold.class);

    /** A stream so far: its document, and what changes about it. */
    private static final class Folded<V extends Document> {

        private @Nullable V document;
        private @Nullable DocumentChange<V> change;

        int version() {
            return document == null ? 0 : document.version();
        }
    }

    private final ViewProjection<S, E, V> projection;
    private final EventStore<S> store;
    private final DocumentStore<V> documents;
    private final Checkpoint from;
    private final InstantSource clock;

    /** In the order in which they were met, so that what was created first is written first. */
    private final Map<String, Folded<V>> streams = new LinkedHashMap<>();

    /** @param from the checkpoint that the first entry follows */
    ProjectionFold(
            ViewProjection<S, E, V> projection,
            EventStore<S> store,
            DocumentStore<V> documents,
            Checkpoint from,
            InstantSource clock) {
        this.projection = projection;
        this.store = store;
        this.documents = documents;
        this.from = from;
        this.clock = clock;
    }

    /**
     * Folds the next entries of the log.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    void page(List<LogEntry<E>> entries) {
        var met = lookUp(entries);
        for (var i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case Recorded<E> event -> event(met.get(i), event);
                case UnreadableEntry<E> row ->
                    park(met.get(i), row.streamId(), row.version(), row.position(), row.reason());
                case Foreign<E> _ -> {}
            }
        }
    }

    /** How many streams the entries so far are about. */
    int streams() {
        return streams.size();
    }

    /** What changes, at most once for each stream. */
    List<DocumentChange<V>> changes() {
        return streams.values().stream()
                .map(folded -> folded.change)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The stream of each entry; of one of another category, one that changes nothing. */
    private List<Folded<V>> lookUp(List<LogEntry<E>> entries) {
        var met = new ArrayList<Folded<V>>(entries.size());
        var mayHaveDocument = new LinkedHashMap<StreamId, Folded<V>>();
        for (var entry : entries) {
            switch (entry) {
                case Recorded<E> event -> {
                    var before = streams.size();
                    var folded = folded(event.stream().id());
                    met.add(folded);
                    if (streams.size() > before && event.version() > 1) {
                        mayHaveDocument.put(event.stream(), folded);
                    }
                }
                case UnreadableEntry<E> row -> met.add(folded(row.streamId()));
                case Foreign<E> _ -> met.add(new Folded<>());
            }
        }
        var documentsById = documents.documents(from, mayHaveDocument.keySet());
        mayHaveDocument.forEach((id, folded) -> folded.document = documentsById.get(id));
        return met;
    }

    private Folded<V> folded(String streamId) {
        return streams.computeIfAbsent(streamId, _ -> new Folded<>());
    }

    private void event(Folded<V> folded, Recorded<E> event) {
        var seen = folded.version();
        if (event.version() <= seen) {
            return;
        }
        if (event.version() != seen + 1 || !applied(folded, event)) {
            reload(folded, event.stream(), event.position());
        }
    }

    /** Applies the next event of a stream, unless no history that keeps the rules has it there. */
    private boolean applied(Folded<V> folded, Recorded<E> event) {
        try {
            projection
                    .project(Optional.ofNullable(folded.document), event)
                    .ifPresentOrElse(
                            document -> put(
                                    folded,
                                    document,
                                    event.version() == 1 ? Optional.of(event.position()) : listed(folded)),
                            () -> remove(folded, event.stream()));
            return true;
        } catch (ImpossibleEventException _) {
            return false;
        }
    }

    /** Where an earlier event of this step wants the stream listed. */
    private static <V extends Document> Optional<GlobalPosition> listed(Folded<V> folded) {
        return folded.change instanceof DocumentChange.Put<V> put ? put.createdAt() : Optional.empty();
    }

    /** The document was lost or is not the one expected: the log has the stream as it is now. */
    private void reload(Folded<V> folded, StreamId id, GlobalPosition noticedAt) {
        try {
            var latest = store.load(id)
                    .value()
                    .orElseThrow(() -> new CorruptStreamException(id, 1, "the log has no such history"));
            projection
                    .view(latest)
                    .ifPresentOrElse(
                            document -> put(folded, document, Optional.of(latest.createdAt())),
                            () -> remove(folded, id));
        } catch (CorruptStreamException corrupt) {
            park(folded, id.id(), corrupt.version(), noticedAt, corrupt.reason());
        }
    }

    private static <V extends Document> void put(Folded<V> folded, V document, Optional<GlobalPosition> createdAt) {
        folded.document = document;
        folded.change = new DocumentChange.Put<>(document, createdAt);
    }

    private static <V extends Document> void remove(Folded<V> folded, StreamId id) {
        folded.document = null;
        folded.change = new DocumentChange.Remove<>(id);
    }

    private void park(Folded<V> folded, String streamId, int version, GlobalPosition position, String reason) {
        folded.document = null;
        if (folded.change instanceof DocumentChange.Park<V>) {
            return;
        }
        folded.change =
                new DocumentChange.Park<>(new ParkedStream(streamId, version, position, reason, clock.instant()));
        LOG.atError()
                .addKeyValue(projection.noun() + "_id", streamId)
                .addKeyValue("version", version)
                .addKeyValue("position", position)
                .addKeyValue("reason", reason)
                .log("{} parked", projection.noun());
    }
}
