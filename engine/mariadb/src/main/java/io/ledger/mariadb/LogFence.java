package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ensures that everything that was read from the log is on disk.
 *
 * <p>InnoDB writes a commit to the redo log, then makes it visible, and only then waits until the redo log is on disk
 * up to it. So a crash may undo what was visible. The fence is a small commit of its own, begun after the read. In the
 * redo log it comes after all commits that were visible to the read. When it is confirmed, the redo log is on disk up
 * to it, and so are they.
 *
 * <p>One fence serves all readers that had read before it began. For a position that is already known to be on disk
 * nothing is written, so a log that does not grow costs no writes.
 *
 * <p>The known positions belong to one history of the log. When the log turns out to have another history, they are
 * forgotten and a new era begins. A read from an earlier era proves nothing about the new history.
 */
final class LogFence {

    private static final String PASS = "UPDATE log_fence SET passes = passes + 1 WHERE id = 1";

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * The known positions of an era.
     *
     * @param era how often the positions were forgotten
     * @param read the highest position that any reader has read; raised before the reader waits for its turn
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

    // Written under the lock of this object, which is never held for long.
    private volatile Known known = new Known(0, 0, 0);

    LogFence(Database database) {
        this.database = database;
    }

    /** A position up to which everything is on disk. */
    long durable() {
        return known.durable();
    }

    /** The present era; take it before you read the log. */
    long era() {
        return known.era();
    }

    /**
     * Returns when everything up to a position is on disk.
     *
     * @param position where the caller has seen an event
     * @param era the era in which the caller has read
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

    /** How many readers wait for their turn. */
    int waiting() {
        return turn.getQueueLength();
    }

    private void write() {
        try (var connection = database.connection();
                var update = connection.prepareStatement(PASS)) {
            if (update.executeUpdate() != 1) {
                // The row is missing for a moment while a backup is restored. The restore would fail if the row were
                // inserted here.
                throw StoreUnavailableException.of(
                        MariaDb.STORE, new SQLException("The table log_fence has lost its row; put (1, 0) into it"));
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** Forgets the known positions, because the log has another history. */
    synchronized void forget() {
        known = new Known(known.era() + 1, 0, 0);
    }
}
