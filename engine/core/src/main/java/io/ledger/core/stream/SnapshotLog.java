package io.ledger.core.stream;

import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * All snapshots of one category, to compare them with the log.
 *
 * @param <S> states
 */
public interface SnapshotLog<S> {

    /** How many snapshots one page may have. */
    int MAX_PAGE = 5_000;

    /**
     * A snapshot as it is stored.
     *
     * @param eventId the last event that it includes, by its own account
     * @param state empty when it cannot be read, so that loads ignore it
     * @param seal whether its checksum vouches for it; without that loads ignore it too
     */
    record StoredSnapshot<S>(String streamId, int version, String eventId, Optional<S> state, Seal seal) {}

    /** What the checksum of a snapshot says. */
    enum Seal {
        WHOLE,
        BROKEN,
        /** There is no checksum: it was written by an earlier version. */
        NONE
    }

    /**
     * Where a snapshot is stored.
     *
     * @param hasEvent whether the log has an event of that stream and version
     */
    record SnapshotPlace(String streamId, int version, boolean hasEvent) {}

    /**
     * Reads the snapshots that were taken at events between two positions, both included.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<StoredSnapshot<S>> takenBetween(GlobalPosition from, GlobalPosition to);

    /**
     * Reads where snapshots are stored, by stream and version, at most {@link #MAX_PAGE}.
     *
     * @param after the last one of the page before, empty for the first page
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<SnapshotPlace> places(Optional<SnapshotPlace> after);

    /**
     * Reads all snapshots of a stream.
     *
     * @param streamId as stored, whatever its shape
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<StoredSnapshot<S>> of(String streamId);

    /**
     * Deletes a snapshot that differs from what its events give; loads replay the events instead.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    void delete(StoredSnapshot<S> snapshot);
}
