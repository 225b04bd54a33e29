package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.stream.AppendResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An append under way in a thread of its own, which the database can be asked about. */
final class Waiting {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String UPDATE_HEAD = "UPDATE log_head";

    private final FutureTask<AppendResult> task;

    private Waiting(FutureTask<AppendResult> task) {
        this.task = task;
    }

    static Waiting start(Callable<AppendResult> append) {
        var task = new FutureTask<>(append);
        Thread.ofVirtual().start(task);
        return new Waiting(task);
    }

    boolean isDone() {
        return task.isDone();
    }

    AppendResult result() throws Exception {
        return task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits, and returns the connection id of one of the appends that wait. */
    long untilItWaitsForTheHead(MariaDb database) throws Exception {
        return untilItWaits(database, UPDATE_HEAD);
    }

    long untilItWaits(MariaDb database, String statement) throws Exception {
        untilWaiting(database, statement, 1);
        return number(database, waiting("MAX(id)", statement));
    }

    /** Waits until a number of connections are at a statement, which they do not get past. */
    static void untilWaiting(MariaDb database, int count) throws Exception {
        untilWaiting(database, UPDATE_HEAD, count);
    }

    private static void untilWaiting(MariaDb database, String statement, int count) throws Exception {
        until(statement, () -> number(database, waiting("COUNT(*)", statement)) >= count);
    }

    void untilGone(MariaDb database, long id) throws Exception {
        until(
                "the end of " + id,
                () -> number(
                                database,
                                "SELECT COUNT(*) FROM information_schema.processlist WHERE command IN ('Query', 'Execute') AND id = "
                                        + id)
                        == 0);
    }

    private static String waiting(String what, String statement) {
        return "SELECT " + what
                + " FROM information_schema.processlist WHERE db = DATABASE() AND command IN ('Query', 'Execute')"
                + " AND id <> CONNECTION_ID() AND info LIKE '%" + statement + "%' AND time_ms > 20";
    }

    static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("in vain: " + what);
            }
            Thread.onSpinWait();
            Thread.sleep(5);
        }
    }

    /** Waits until the database answers; a first connection may take longer than it is waited for. */
    static void untilConnected(MariaDb database) throws Exception {
        until("a connection is made", () -> {
            try {
                database.ping();
                return true;
            } catch (StoreUnavailableException notYet) {
                return false;
            }
        });
    }

    /** Has every connection of a pool wait so long for a lock. */
    static void forLocks(MariaDb database, int seconds) throws SQLException {
        var taken = new ArrayList<Connection>();
        try {
            for (var i = 0; i < MariaDbLimits.POOL_SIZE; i++) {
                taken.add(database.database().dataSource().getConnection());
                try (var statement = taken.getLast().createStatement()) {
                    statement.execute("SET SESSION innodb_lock_wait_timeout = " + seconds);
                }
            }
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
    }

    static long number(MariaDb database, String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
