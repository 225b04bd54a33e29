package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

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
 */
final class LogFence {

    private static final String PASS = "UPDATE log_fence SET passes = passes + 1 WHERE id = 1";

    private final DataSource dataSource;
    private final ReentrantLock turn = new ReentrantLock();

    /** What has been read, by anybody; raised before its reader asks for its turn. */
    private final AtomicLong read = new AtomicLong();

    private final AtomicLong durable = new AtomicLong();

    LogFence(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A position up to which everything is on disk. */
    long durable() {
        return durable.get();
    }

    /**
     * Returns when everything up to a position is on disk.
     *
     * @param position where the caller has seen an event
     * @throws StoreUnavailableException when the store does not answer
     */
    void pass(long position) {
        if (position <= durable.get()) {
            return;
        }
        read.accumulateAndGet(position, Math::max);
        turn.lock();
        try {
            if (position <= durable.get()) {
                return;
            }
            var covered = read.get();
            write();
            durable.accumulateAndGet(covered, Math::max);
        } finally {
            turn.unlock();
        }
    }

    /** How many wait for their turn. */
    int waiting() {
        return turn.getQueueLength();
    }

    private void write() {
        try (var connection = dataSource.getConnection();
                var update = connection.prepareStatement(PASS)) {
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("The table log_fence has lost its row; put (1, 0) into it");
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The log ends before a position that was on disk: it is another one, of which nothing is known. */
    void forget() {
        turn.lock();
        try {
            read.set(0);
            durable.set(0);
        } finally {
            turn.unlock();
        }
    }
}
