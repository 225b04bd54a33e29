package io.ledger.projection;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.SnapshotLog;
import io.ledger.core.stream.SnapshotLog.Seal;
import io.ledger.core.stream.SnapshotLog.SnapshotPlace;
import io.ledger.core.stream.SnapshotLog.StoredSnapshot;
import io.ledger.core.stream.Versioned;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the snapshots, stream by stream and again from the beginning, and deletes those that the events do not
 * give. Nobody misses them: what they stood for is replayed, and the next snapshot is taken as ever.
 *
 * <p>The snapshots of a stream whose history cannot be folded are left alone: nothing says that they are wrong.
 */
final class SnapshotAudit<S, E> {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotAudit.class);

    private final Aggregate<?, S, E, ?> aggregate;
    private final SnapshotLog<S> snapshots;
    private final StreamReplay<S, E> replay;
    private final Deque<String> next = new ArrayDeque<>();
    private Optional<SnapshotPlace> last = Optional.empty();

    SnapshotAudit(Aggregate<?, S, E, ?> aggregate, SnapshotLog<S> snapshots, Histories<S, E> histories) {
        this.aggregate = aggregate;
        this.snapshots = snapshots;
        this.replay = new StreamReplay<>(aggregate, histories);
    }

    /**
     * Looks at the snapshots of the next streams, of all of them at most.
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
        page.stream().map(SnapshotPlace::streamId).distinct().forEach(next::add);
        // A stream may go on in the next page; then it is looked at twice.
        last = page.size() < SnapshotLog.MAX_PAGE ? Optional.empty() : Optional.of(page.getLast());
    }

    /** @return how many events were folded */
    private int audit(String streamId) {
        var stored = snapshots.of(streamId);
        var id = StreamId.parse(aggregate.category(), streamId);
        if (id.isEmpty()) {
            stored.forEach(this::delete);
            return 1;
        }
        var wanted = new HashMap<Integer, StoredSnapshot<S>>();
        try {
            var events = replay.latest(
                            id.get(),
                            state -> wanted.put(
                                    state.version(),
                                    new StoredSnapshot<>(
                                            streamId,
                                            state.version(),
                                            state.eventId(),
                                            Optional.of(state.state()),
                                            Seal.WHOLE)))
                    .map(Versioned::version)
                    .orElse(0);
            deleteOthers(stored, wanted);
            return events + 1;
        } catch (CorruptStreamException corrupt) {
            LOG.atDebug().setCause(corrupt).log("the snapshots are not audited");
            return wanted.size() + 1;
        }
    }

    private void deleteOthers(List<StoredSnapshot<S>> stored, Map<Integer, StoredSnapshot<S>> wanted) {
        for (var snapshot : stored) {
            if (!sealed(snapshot).equals(wanted.get(snapshot.version()))) {
                delete(snapshot);
            }
        }
    }

    /** One of an earlier version has no checksum and is ignored by loads; that is no fault of it. */
    private static <S> StoredSnapshot<S> sealed(StoredSnapshot<S> snapshot) {
        return snapshot.seal() != Seal.NONE
                ? snapshot
                : new StoredSnapshot<>(
                        snapshot.streamId(), snapshot.version(), snapshot.eventId(), snapshot.state(), Seal.WHOLE);
    }

    private void delete(StoredSnapshot<S> snapshot) {
        snapshots.delete(snapshot);
        LOG.atWarn()
                .addKeyValue(aggregate.category() + "_id", snapshot.streamId())
                .addKeyValue("version", snapshot.version())
                .log("a snapshot that the events do not give is deleted; they are replayed instead");
    }
}
