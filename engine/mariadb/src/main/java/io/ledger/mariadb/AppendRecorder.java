package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.OtherHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a batch of appends and finds out what became of each of them.
 *
 * <p>A batch is one transaction. If it fails, the {@link AppendJudge} asks the log about each append. An append is settled,
 * and leaves the batch, if
 *
 * <ul>
 *   <li>the event at its version is ours, by its id: an earlier attempt succeeded, and its answer was lost;
 *   <li>its idempotency key is taken: another server has carried out the request;
 *   <li>the stream has another version than expected: the caller was too late;
 *   <li>the event at the expected version is not the one that was decided on: the log has another history;
 *   <li>an event that one of its conditions forbids is in the log: the condition has failed.
 * </ul>
 *
 * <p>The others are sent again without them, so one stale append never fails the others. If an earlier attempt still
 * arrives, the unique key lets only one of the two pass.
 *
 * <p>After a failure that the log does not explain, the appends are sent one by one, so that only the one that causes
 * it fails.
 */
final class AppendRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(AppendRecorder.class);

    private static final String CATCH_UP_HEAD = "UPDATE log_head SET position = GREATEST(position,"
            + " (SELECT COALESCE(MAX(position), 0) FROM {events})) WHERE id = 1";

    /** The error codes of the database for a duplicate key, and for NULL in a column that must not be NULL. */
    private static final int DUPLICATE_KEY = 1062;

    private static final int COLUMN_IS_NULL = 1048;

    /**
     * Error codes after which the same statements may succeed: changed since last read, lock wait timeout, deadlock.
     */
    private static final List<Integer> PASSING_FAILURES = List.of(1020, 1205, 1213);

    private final Database database;
    private final AppendTransaction transaction;
    private final AppendJudge judge;

    AppendRecorder(Database database, AppendTransaction transaction, OtherHistory otherHistory) {
        this.database = database;
        this.transaction = transaction;
        this.judge = new AppendJudge(database, otherHistory);
    }

    /** The result of an attempt that did not settle the whole batch. */
    private enum Ending {
        /** The answer never came, so the database may have committed. */
        LOST,
        /** Nothing was recorded, and the remaining appends may succeed next time. */
        PASSING,
        /** Nothing was recorded, for a reason that the log does not explain. */
        UNEXPLAINED,
        /** There was no connection, or no answer to a query. */
        NO_ANSWER
    }

    private record Failure(Ending ending, SQLException cause) {}

    /** Settles every append of the batch. */
    void record(List<PendingAppend> batch) {
        var failures = new ArrayList<SQLException>();
        record(batch, false, failures);
        if (!failures.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("appends", failures.size())
                    .addKeyValue("error", failures.getFirst().getMessage())
                    .log("appends were not recorded");
        }
    }

    /**
     * Settles every append of the batch.
     *
     * @param sentBefore whether an earlier attempt was sent whose answer never came
     * @param failures receives the cause for each append that fails
     */
    private void record(List<PendingAppend> batch, boolean sentBefore, List<SQLException> failures) {
        var mayBeRecorded = sentBefore;
        var open = batch;
        var attempt = 0;
        while (true) {
            var failure = attempt(open);
            if (failure.isEmpty()) {
                return;
            }
            var left = unsettled(open);
            if (left.isEmpty()) {
                return;
            }
            // An attempt that settled some appends is progress, so it does not count as a failure.
            attempt = left.size() < open.size() ? 0 : attempt + 1;
            open = left;
            var cause = failure.get().cause();
            mayBeRecorded |= failure.get().ending() == Ending.LOST;
            var isHopeless = switch (failure.get().ending()) {
                case LOST, PASSING -> false;
                case UNEXPLAINED, NO_ANSWER -> !mayBeRecorded;
            };
            if (failure.get().ending() == Ending.UNEXPLAINED && open.size() > 1) {
                recordApart(open, mayBeRecorded, failures);
                return;
            }
            if (isHopeless || attempt == MariaDbLimits.APPEND_ATTEMPTS) {
                fail(open, mayBeRecorded, cause, failures);
                return;
            }
            if (attempt > 0 && !pauseAfter(attempt, cause)) {
                fail(open, true, cause, failures);
                return;
            }
        }
    }

    private void recordApart(List<PendingAppend> batch, boolean sentBefore, List<SQLException> failures) {
        for (var pending : batch) {
            record(List.of(pending), sentBefore, failures);
        }
    }

    private static void fail(
            List<PendingAppend> batch, boolean mayBeRecorded, SQLException cause, List<SQLException> failures) {
        for (var pending : batch) {
            failures.add(cause);
            pending.fail(
                    mayBeRecorded
                            ? StoreUnavailableException.outcomeUnknown(MariaDb.STORE, cause)
                            : ConnectionWatch.unavailable(cause));
        }
    }

    private static List<PendingAppend> unsettled(List<PendingAppend> batch) {
        return batch.stream().filter(pending -> !pending.isSettled()).toList();
    }

    /** Sends the batch once. Settles all of it, or after a failure those appends whose outcome the log shows. */
    private Optional<Failure> attempt(List<PendingAppend> batch) {
        try (var connection = database.connection()) {
            try {
                var recorded = transaction.commit(
                        connection, batch.stream().map(PendingAppend::append).toList());
                for (var i = 0; i < batch.size(); i++) {
                    batch.get(i).settle(recorded.get(i));
                }
                return Optional.empty();
            } catch (SQLException failure) {
                return Optional.of(new Failure(afterFailure(connection, batch, failure), failure));
            }
        } catch (SQLException refusal) {
            return Optional.of(new Failure(Ending.NO_ANSWER, refusal));
        }
    }

    /** @throws SQLException when the log cannot be read */
    private Ending afterFailure(Connection connection, List<PendingAppend> batch, SQLException failure)
            throws SQLException {
        if (isConnectionLost(failure)) {
            return Ending.LOST;
        }
        rollback(connection);
        var code = failure.getErrorCode();
        // The next attempt gets a new connection, which may lead to a new primary, and has no prepared statements.
        if (PASSING_FAILURES.contains(code)
                || ConnectionWatch.isReadOnly(failure)
                || ConnectionWatch.isPreparedForOtherTables(failure)) {
            return Ending.PASSING;
        }
        if (code != DUPLICATE_KEY && code != COLUMN_IS_NULL) {
            return Ending.UNEXPLAINED;
        }
        judge.judge(connection, batch);
        if (batch.stream().noneMatch(PendingAppend::isSettled)) {
            var fault = LogHead.read(database, connection).fault();
            if (fault.isPresent()) {
                LOG.atError().addKeyValue("appends", batch.size()).log("no change can be recorded: {}", fault.get());
                batch.forEach(pending -> pending.fail(StoreUnavailableException.damaged(MariaDb.STORE, fault.get())));
            } else {
                catchUpHead(connection);
            }
        }
        return Ending.PASSING;
    }

    /** Moves {@code log_head} to the end of the log, if rows were added by hand or by an import. */
    private void catchUpHead(Connection connection) throws SQLException {
        try (var update = database.prepare(connection, CATCH_UP_HEAD)) {
            if (update.executeUpdate() > 0) {
                LOG.atWarn().log("log_head was behind the log and has been moved to its end");
            }
        }
    }

    private static void rollback(Connection connection) throws SQLException {
        try (var rollback = connection.createStatement()) {
            rollback.execute("ROLLBACK");
        }
    }

    private static boolean isConnectionLost(SQLException failure) {
        var state = failure.getSQLState();
        return failure.getErrorCode() <= 0 || state == null || state.startsWith("08");
    }

    /** @return false when the thread was interrupted instead */
    private static boolean pauseAfter(int attempt, SQLException failure) {
        LOG.atWarn()
                .addKeyValue("attempt", attempt)
                .addKeyValue("error", failure.getMessage())
                .log("append failed");
        var longest = MariaDbLimits.APPEND_PAUSE_MILLIS << attempt;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(longest));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
