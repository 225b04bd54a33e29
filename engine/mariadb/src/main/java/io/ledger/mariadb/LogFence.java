package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes sure that what was read from the log is on disk.
 *
 * <p>InnoDB gives a commit its place in the redo log, then lets others see it, and only then waits
 * until the redo log is on disk up to that place. What is visible may so be taken back by a crash.
 * The fence is a change of its own, begun after the reading. Its place in the one redo log is after
 * those of all commits that were visible, and it is confirmed when the log is on disk up to its place;
 * so they are too.
 *
 * <p>One fence serves all who had read before it began, and nothing is written for what is known to
 * be on disk already: a log that does not grow costs no writes.
 *
 * <p>What is known is known of one history of the log. When that turns out to be another one, all is forgotten and a new era
 * begins; a reader who began before that proves nothing about the new history.
 */
final class LogFence {

    private static final String PASS = "UPDATE log_fence SET passes = passes + 1 WHERE id = 1";

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * What is known.
     *
     * @param era how often all was forgotten
     * @param read what has been read, by anybody; raised before its reader asks for its turn
     * @param durable everything up to here is on disk
     */
    private record Known(long era, long read, long durable) {

        Known reading(long position) {
            return new Known(era, Math.max(read, position), durable);
        }

        Known written(Known before) {
            return era == before.era ? new Known(era, read, Math.max(durable, before.read)) : this;
        }
    }

    // Written under the lock of this object, which nobody holds for long.
    private volatile Known known = new Known(0, 0, 0);

    LogFence(Database database) {
        this.database = database;
    }

    /** A position up to which everything is on disk. */
    long durable() {
        return known.durable();
    }

    /** The present era, to be taken before the log is read. */
    long era() {
        return known.era();
    }

    /**
     * Returns when everything up to a position is on disk.
     *
     * @param position where the caller has seen an event
     * @param era the one in which the caller has read
     * @throws StoreUnavailableException when the store does not answer
     */
    void pass(long position, long era) {
        if (isDurable(position, era)) {
            return;
        }
        reading(position, era);
        turn.lock();
        try {
            if (isDurable(position, era)) {
                return;
            }
            var before = known;
            write();
            written(before);
        } finally {
            turn.unlock();
        }
    }

    private synchronized void reading(long position, long era) {
        if (known.era() == era) {
            known = known.reading(position);
        }
    }

    private synchronized void written(Known before) {
        known = known.written(before);
    }

    private boolean isDurable(long position, long era) {
        var now = known;
        return position == 0 || (now.era() == era && position <= now.durable());
    }

    /** How many wait for their turn. */
    int waiting() {
        return turn.getQueueLength();
    }

    private void write() {
        try (var connection = database.connection();
                var update = connection.prepareStatement(PASS)) {
            if (update.executeUpdate() != 1) {
                // As it has for a moment while a backup is restored, which fails if the row is put back for it.
                throw StoreUnavailableException.of(
                        MariaDb.STORE, new SQLException("The table log_fence has lost its row; put (1, 0) into it"));
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The log has another history, of which nothing is known. */
    synchronized void forget() {
        known = new Known(known.era() + 1, 0, 0);
    }
}
