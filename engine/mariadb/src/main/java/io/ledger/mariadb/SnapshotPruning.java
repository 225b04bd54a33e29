package io.ledger.mariadb;

import io.ledger.core.stream.SnapshotPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes snapshots that nothing needs any more, a few at a time, from time to time.
 *
 * <p>Of each stream the newest ones stay, and the first after each thousand versions, so that a past state of a long history
 * is folded from no further than a thousand events below it, or than its states are apart when they are large.
 */
public final class SnapshotPruning implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPruning.class);

    private static final String PLACES = "SELECT {stream_id} AS stream_id, version, id FROM {snapshots}"
            + " WHERE {stream_id} > ? OR {stream_id} = ? AND version > ? ORDER BY {stream_id}, version LIMIT ?";

    private static final String DELETE = "DELETE FROM {snapshots} WHERE id IN (";

    private final Database database;
    private final int kept;

    private @Nullable Thread thread;

    /** @param policy says how many of the newest stay */
    public SnapshotPruning(Database database, SnapshotPolicy policy) {
        this.database = database;
        this.kept = policy.kept();
    }

    private record Place(String streamId, int version, String id) {

        static final Place START = new Place("", 0, "");

        /** Whether a multiple of a thousand lies between it and the one before. */
        boolean isFirstInThousand(Place before) {
            var versionBefore = before.streamId().equals(streamId) ? before.version() : 0;
            return version / MariaDbLimits.SNAPSHOT_THAT_STAYS > versionBefore / MariaDbLimits.SNAPSHOT_THAT_STAYS;
        }
    }

    public void start() {
        thread = Thread.ofVirtual().name("snapshot-pruning").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                prune();
                Thread.sleep(MariaDbLimits.CLEANUP_PERIOD);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes through all snapshots once, and tells how many were deleted. */
    int prune() throws InterruptedException {
        var deleted = 0;
        var after = Place.START;
        try {
            while (true) {
                var places = places(after);
                deleted += delete(needless(after, places));
                if (places.size() < MariaDbLimits.CLEANUP_STEP) {
                    return deleted;
                }
                // What the last ones are depends on what follows, so the next page begins with them.
                after = places.get(places.size() - 1 - kept);
                Thread.sleep(MariaDbLimits.CLEANUP_PAUSE);
            }
        } catch (SQLException failure) {
            LOG.atDebug().setCause(failure).log("old snapshots are kept until the database is back");
            return deleted;
        }
    }

    private List<Place> places(Place after) throws SQLException {
        try (var connection = database.connection();
                var select = database.prepare(connection, PLACES)) {
            new Parameters(select)
                    .add(after.streamId())
                    .add(after.streamId())
                    .add(after.version())
                    .add(MariaDbLimits.CLEANUP_STEP);
            try (var rows = select.executeQuery()) {
                var places = new ArrayList<Place>();
                while (rows.next()) {
                    places.add(new Place(rows.getString("stream_id"), rows.getInt("version"), rows.getString("id")));
                }
                return places;
            }
        }
    }

    /**
     * Those that have enough newer ones of their stream on the same page, and another one in their thousand versions.
     *
     * @param before the place before them
     */
    private List<String> needless(Place before, List<Place> places) {
        var needless = new ArrayList<String>();
        var previous = before;
        for (var i = 0; i + kept < places.size(); i++) {
            var place = places.get(i);
            var hasNewer = places.get(i + kept).streamId().equals(place.streamId());
            if (hasNewer && !place.isFirstInThousand(previous)) {
                needless.add(place.id());
            }
            previous = place;
        }
        return needless;
    }

    private int delete(List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        try (Connection connection = database.connection();
                var delete = connection.prepareStatement(
                        database.sql(DELETE) + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")")) {
            var parameters = new Parameters(delete);
            for (var id : ids) {
                parameters.add(id);
            }
            return delete.executeUpdate();
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
