package io.circleledger.infrastructure.projection;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.eventstore.CircleHistories;
import io.circleledger.domain.eventstore.SnapshotLog.Place;
import io.circleledger.domain.eventstore.SnapshotLog.Seal;
import io.circleledger.domain.eventstore.SnapshotLog.StoredSnapshot;
import io.circleledger.domain.eventstore.SnapshotLog;
import io.ledger.core.stream.CorruptStreamException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the snapshots, circle by circle and again from the beginning, and deletes those that the events do not
 * give. Nobody misses them: what they stood for is replayed, and the next snapshot is taken as ever.
 *
 * <p>The snapshots of a circle whose history cannot be folded are left alone: nothing says that they are wrong.
 */
final class SnapshotAudit {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotAudit.class);

    private final SnapshotLog snapshots;
    private final CircleFold fold;
    private final Deque<String> next = new ArrayDeque<>();
    private Optional<Place> last = Optional.empty();

    SnapshotAudit(SnapshotLog snapshots, CircleHistories histories) {
        this.snapshots = snapshots;
        this.fold = new CircleFold(histories);
    }

    /**
     * Looks at the snapshots of the next circles, of all of them at most.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    void auditSome() {
        if (next.isEmpty()) {
            readPlaces();
        }
        var events = 0;
        while (!next.isEmpty() && events < ProjectionLimits.SNAPSHOT_EVENTS) {
            events += audit(next.remove());
        }
    }

    private void readPlaces() {
        var page = snapshots.places(last);
        page.stream().map(Place::circleId).distinct().forEach(next::add);
        // A circle may go on in the next page; then it is looked at twice.
        last = page.size() < SnapshotLog.MAX_PAGE ? Optional.empty() : Optional.of(page.getLast());
    }

    /** @return how many events were folded */
    private int audit(String circleId) {
        var stored = snapshots.of(circleId);
        var id = Circles.parse(circleId);
        if (id.isEmpty()) {
            stored.forEach(this::delete);
            return 1;
        }
        var wanted = new HashMap<Integer, StoredSnapshot>();
        try {
            var events = fold.latest(
                            id.get(),
                            (circle, entry) -> wanted.put(
                                    circle.version(),
                                    new StoredSnapshot(
                                            circleId,
                                            circle.version(),
                                            entry.eventId(),
                                            Optional.of(circle),
                                            Seal.WHOLE)))
                    .map(latest -> latest.circle().version())
                    .orElse(0);
            deleteOthers(stored, wanted);
            return events + 1;
        } catch (CorruptStreamException corrupt) {
            LOG.atDebug().setCause(corrupt).log("the snapshots are not audited");
            return wanted.size() + 1;
        }
    }

    private void deleteOthers(List<StoredSnapshot> stored, Map<Integer, StoredSnapshot> wanted) {
        for (var snapshot : stored) {
            if (!sealed(snapshot).equals(wanted.get(snapshot.version()))) {
                delete(snapshot);
            }
        }
    }

    /** One of an earlier version has no checksum and is ignored by loads; that is no fault of it. */
    private static StoredSnapshot sealed(StoredSnapshot snapshot) {
        return snapshot.seal() != Seal.NONE
                ? snapshot
                : new StoredSnapshot(
                        snapshot.circleId(), snapshot.version(), snapshot.eventId(), snapshot.state(), Seal.WHOLE);
    }

    private void delete(StoredSnapshot snapshot) {
        snapshots.delete(snapshot);
        LOG.atWarn()
                .addKeyValue("circle_id", snapshot.circleId())
                .addKeyValue("version", snapshot.version())
                .log("a snapshot that the events do not give is deleted; they are replayed instead");
    }
}
