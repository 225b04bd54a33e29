package io.circleledger.infrastructure.projection;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.eventstore.CircleIndex.Lifespan;
import io.circleledger.domain.eventstore.CircleIndex;
import io.circleledger.domain.readmodel.ReadModelScan.Part;
import io.circleledger.domain.readmodel.ReadModelScan;
import io.circleledger.domain.readmodel.ViewEntry.Document;
import io.circleledger.domain.readmodel.ViewEntry;
import io.ledger.core.log.GlobalPosition;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds circles that the read model lists and should not, does not list and should, or lists at the wrong place.
 *
 * <p>It goes through the circles of the log by their ids, and through what the read model has by its cursors, page by
 * page and again from the beginning. What it finds is a suspicion, for whoever folds those circles.
 */
final class ListAudit {

    /** After every id. */
    private static final String END = "~";

    /**
     * What is to be looked at.
     *
     * @param circles that the log may have
     * @param others ids that no circle can have
     */
    record Suspects(Set<StreamId> circles, Set<String> others) {}

    private final CircleIndex index;
    private final ReadModelScan scan;
    private final Map<Part, Optional<String>> cursors = new EnumMap<>(Part.class);
    private String lastCircle = "";

    ListAudit(CircleIndex index, ReadModelScan scan) {
        this.index = index;
        this.scan = scan;
    }

    /** Begins again from the beginning. */
    void rewind() {
        lastCircle = "";
        cursors.clear();
    }

    /**
     * Looks at the next page of each, and finds no more at the end, until it is rewound.
     *
     * @param completeTo what the read model has; a circle that has changed since differs by right
     */
    Suspects next(GlobalPosition completeTo) {
        var suspects = new Suspects(new HashSet<>(), new HashSet<>());
        circles(completeTo, suspects);
        part(Part.LIST, completeTo, suspects);
        part(Part.DOCUMENTS, completeTo, suspects);
        return suspects;
    }

    /** Whether all was looked at since the beginning. */
    boolean isAtTheEnd() {
        return lastCircle.equals(END) && isPast(Part.LIST) && isPast(Part.DOCUMENTS);
    }

    private boolean isPast(Part part) {
        var cursor = cursors.get(part);
        return cursor != null && cursor.isEmpty();
    }

    private void circles(GlobalPosition completeTo, Suspects suspects) {
        if (lastCircle.equals(END)) {
            return;
        }
        var lifespans = index.after(lastCircle, CircleIndex.MAX_PAGE);
        lastCircle = lifespans.size() < CircleIndex.MAX_PAGE
                ? END
                : lifespans.getLast().circleId();
        var entries = scan.look(lifespans.stream().map(Lifespan::circleId).toList());
        for (var lifespan : lifespans) {
            var entry = entries.getOrDefault(lifespan.circleId(), ViewEntry.NONE);
            if (!completeTo.isBefore(lifespan.changedAt()) && !entry.parked() && !fits(entry, lifespan)) {
                Circles.parse(lifespan.circleId()).ifPresent(suspects.circles()::add);
            }
        }
    }

    private static boolean fits(ViewEntry entry, Lifespan lifespan) {
        return lifespan.isLiving()
                ? entry.document() instanceof Document.Known
                        && entry.place().equals(Optional.of(lifespan.createdAt().toString()))
                : entry.equals(ViewEntry.NONE);
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
            Circles.parse(text)
                    .ifPresentOrElse(ids::add, () -> suspects.others().add(text));
        }
        var some = new HashSet<StreamId>();
        for (var id : ids) {
            some.add(id);
            if (some.size() == CircleIndex.MAX_PAGE) {
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
            if (lifespan == null || (!lifespan.isLiving() && !completeTo.isBefore(lifespan.changedAt()))) {
                suspects.circles().add(id);
            }
        }
    }
}
