package io.ledger.projection;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentScan.Part;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.stream.StreamIndex.Lifespan;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds streams that the read model lists and should not, does not list and should, or lists at the wrong place.
 *
 * <p>It goes through the streams of the log by their ids, and through what the read model has by its cursors, page by
 * page and again from the beginning. What it finds is a suspicion, for whoever folds those streams.
 */
final class ListAudit<V extends Document> {

    /** After every id. */
    private static final String END = "~";

    /**
     * What is to be looked at.
     *
     * @param streams that the log may have
     * @param others ids that no stream can have
     */
    record Suspects(Set<StreamId> streams, Set<String> others) {}

    private final StreamIndex index;
    private final DocumentScan<V> scan;
    private final String category;
    private final Map<Part, Optional<String>> cursors = new EnumMap<>(Part.class);
    private String lastStream = "";

    ListAudit(StreamIndex index, DocumentScan<V> scan, String category) {
        this.index = index;
        this.scan = scan;
        this.category = category;
    }

    /** Begins again from the beginning. */
    void rewind() {
        lastStream = "";
        cursors.clear();
    }

    /**
     * Looks at the next page of each, and finds no more at the end, until it is rewound.
     *
     * @param completeTo what the read model has; a stream that has changed since differs by right
     */
    Suspects next(GlobalPosition completeTo) {
        var suspects = new Suspects(new HashSet<>(), new HashSet<>());
        streams(completeTo, suspects);
        part(Part.LIST, completeTo, suspects);
        part(Part.DOCUMENTS, completeTo, suspects);
        return suspects;
    }

    /** Whether all was looked at since the beginning. */
    boolean isAtTheEnd() {
        return lastStream.equals(END) && isPast(Part.LIST) && isPast(Part.DOCUMENTS);
    }

    private boolean isPast(Part part) {
        var cursor = cursors.get(part);
        return cursor != null && cursor.isEmpty();
    }

    private void streams(GlobalPosition completeTo, Suspects suspects) {
        if (lastStream.equals(END)) {
            return;
        }
        var lifespans = index.after(lastStream, StreamIndex.MAX_PAGE);
        lastStream = lifespans.size() < StreamIndex.MAX_PAGE
                ? END
                : lifespans.getLast().streamId();
        var entries = scan.look(lifespans.stream().map(Lifespan::streamId).toList());
        for (var lifespan : lifespans) {
            var entry = entries.getOrDefault(lifespan.streamId(), DocumentEntry.<V>none());
            if (!completeTo.isBefore(lifespan.changedAt()) && !entry.parked() && !fits(entry, lifespan)) {
                StreamId.parse(category, lifespan.streamId()).ifPresent(suspects.streams()::add);
            }
        }
    }

    private boolean fits(DocumentEntry<V> entry, Lifespan lifespan) {
        return lifespan.isShown()
                ? entry.document() instanceof FoundDocument.Known<V>
                        && entry.place().equals(Optional.of(lifespan.createdAt().toString()))
                : entry.equals(DocumentEntry.<V>none());
    }

    /** What the read model has and the log has not. */
    private void part(Part part, GlobalPosition completeTo, Suspects suspects) {
        if (isPast(part)) {
            return;
        }
        var page = scan.ids(part, cursors.getOrDefault(part, Optional.empty()));
        cursors.put(part, page.next());
        var ids = new HashSet<StreamId>();
        for (var text : page.ids()) {
            StreamId.parse(category, text)
                    .ifPresentOrElse(ids::add, () -> suspects.others().add(text));
        }
        var some = new HashSet<StreamId>();
        for (var id : ids) {
            some.add(id);
            if (some.size() == StreamIndex.MAX_PAGE) {
                surplus(some, completeTo, suspects);
                some.clear();
            }
        }
        surplus(some, completeTo, suspects);
    }

    private void surplus(Set<StreamId> ids, GlobalPosition completeTo, Suspects suspects) {
        var lifespans = index.of(ids);
        for (var id : ids) {
            var lifespan = lifespans.get(id.id());
            if (lifespan == null || (!lifespan.isShown() && !completeTo.isBefore(lifespan.changedAt()))) {
                suspects.streams().add(id);
            }
        }
    }
}
