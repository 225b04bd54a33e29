package io.ledger.mariadb.backup;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a backup in the place of a log, all of it or nothing, also while servers run.
 *
 * <p><b>Beside, then at once.</b> The rows go into new tables beside those of the log, which nobody sees. When all of them
 * are there, one {@code RENAME TABLE} exchanges every table of the log. MariaDB from 10.6 and MySQL from 8.0 carry it out
 * as a whole, also over a crash; it waits for the transactions that use the tables, and later ones wait for it. So each
 * transaction sees the one log or the other. Deleting and inserting in one transaction would do that too, and keep a second
 * copy of both logs for its undoing.
 *
 * <p><b>A death on the way</b> leaves the log as it was, or as it is to be, and tables that are of no use: {@link #leftovers}
 * tells of them, and the next restoration drops them.
 *
 * <p><b>Snapshots</b> are those of the log that was replaced. Their table is exchanged for an empty one.
 *
 * <p><b>Servers notice</b> by the ids of events, as for any log that got another history. Statements that they have
 * prepared are prepared again by the database.
 */
public final class Restoration implements AutoCloseable {

    private static final String LOCK_NAME = "CONCAT('ledger_restore_', MD5(DATABASE()))";

    private static final String LEFTOVERS =
            "SELECT table_name FROM information_schema.tables" + " WHERE table_schema = DATABASE() AND table_name IN (";

    /** A lock, on a table as well as on a row, was not given in time. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    /**
     * Events need their tags as long as one that is running believes that all have them; and nobody may believe it who
     * runs without knowing of tags. So all have them only where both logs say so.
     */
    private static final String FORGET_TAGGING = "DELETE FROM log_tagging" + LogTable.NEW + " WHERE tag_key NOT IN"
            + " (SELECT tag_key FROM log_tagging WHERE complete)";

    /** Servers forget whom they know. */
    private static final String RAISE_EPOCH = "UPDATE identity_epoch SET epoch = epoch + 1";

    private static final String UNTAGGED = "SELECT tag_key FROM log_tagging" + LogTable.OLD
            + " WHERE complete AND tag_key" + " NOT IN (SELECT tag_key FROM log_tagging WHERE complete)";

    private final Database database;
    private final Connection connection;
    private final List<LogTable> tables;

    private Restoration(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        this.tables = LogTable.of(database.names());
    }

    /**
     * What a restoration has replaced.
     *
     * @param end of the log that is gone
     * @param isKept whether its tables are still there, because it had events that nobody expected
     * @param untagged kinds of tags that all events had, and now have not
     */
    public record Replaced(LogPlace end, boolean isKept, List<String> untagged) {}

    /**
     * Begins a restoration into tables that are up to date.
     *
     * @throws UnusableBackupException when another one is at work
     * @throws StoreUnavailableException when the database does not answer
     */
    public static Restoration begin(Database database) {
        try {
            var connection = database.dataSource().getConnection();
            try {
                connection.setNetworkTimeout(Runnable::run, BackupLimits.STATEMENT_TIMEOUT_MILLIS);
                lock(connection);
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
            var restoration = new Restoration(database, connection);
            try {
                restoration.drop(LogTable.NEW);
                restoration.drop(LogTable.OLD);
                return restoration;
            } catch (SQLException failure) {
                restoration.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT GET_LOCK(" + LOCK_NAME + ", 0)");
                var row = select.executeQuery()) {
            row.next();
            if (row.getInt(1) != 1) {
                throw new UnusableBackupException(
                        "another restore is at work in this database; wait until it has ended");
            }
        }
    }

    /** The tables that a restoration has left behind which was cut short; none while one is at work. */
    public static List<String> leftovers(Database database) {
        var names = allTables(database)
                .flatMap(table -> Stream.of(table + LogTable.NEW, table + LogTable.OLD))
                .toList();
        return database.ask(connection -> {
            var marks = names.stream().map(_ -> "?").collect(Collectors.joining(", "));
            try (var select = connection.prepareStatement(LEFTOVERS + marks + ")")) {
                for (var i = 0; i < names.size(); i++) {
                    select.setString(i + 1, names.get(i));
                }
                var found = new ArrayList<String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                // Not asked for nothing: a cluster may know no such locks.
                return found.isEmpty() || isFree(connection) ? found : List.of();
            }
        });
    }

    private static boolean isFree(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT IS_FREE_LOCK(" + LOCK_NAME + ")");
                var row = select.executeQuery()) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    private static Stream<String> allTables(Database database) {
        return Stream.concat(
                LogTable.of(database.names()).stream().map(LogTable::name),
                LogTable.emptied(database.names()).stream());
    }

    /** Where the log ends that is there now. */
    public LogPlace end() {
        try {
            return Backup.end(connection, database.names().events());
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /**
     * Brings the backup into tables that nobody sees. The log stays as it is.
     *
     * @param file checked before
     * @param progress told how many events are there
     * @throws UnusableBackupException when it does not fit these tables
     * @throws InterruptedException when the thread is interrupted
     */
    public void load(BackupFile file, LongConsumer progress) throws IOException, InterruptedException {
        requireKnownSchema(file.header().schema());
        try (var backup = file.read()) {
            for (var name : allTables(database).toList()) {
                Backup.execute(connection, "CREATE TABLE " + name + LogTable.NEW + " LIKE " + name);
            }
            var left = new ArrayList<>(LogTable.IDENTITY);
            left.addAll(LogTable.PEOPLE);
            try (var target = new RestoredTables(connection, tables)) {
                for (var table = backup.table(); table.isPresent(); table = backup.table()) {
                    var name = table.get().name();
                    left.removeIf(it -> it.name().equals(name));
                    var isEvents = table.get().name().equals(database.names().events());
                    target.fill(table.get(), backup, isEvents ? progress : _ -> {});
                }
            }
            for (var table : left) {
                Backup.execute(
                        connection, "INSERT INTO " + table.name() + LogTable.NEW + " SELECT * FROM " + table.name());
            }
            requireEnd(file.header().end());
        } catch (SQLIntegrityConstraintViolationException | SQLDataException rows) {
            throw new UnusableBackupException(
                    "the backup has rows that this database does not take: " + rows.getMessage()
                            + "; restore it into a database of the kind that it is from",
                    rows);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private void requireKnownSchema(int ofBackup) {
        try {
            var here = Backup.schema(connection);
            if (here != MariaDb.newestSchema()) {
                throw new UnusableBackupException(
                        "the tables of the database have version %d and this program knows %d; use the program that the servers have"
                                .formatted(here, MariaDb.newestSchema()));
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
        if (ofBackup > MariaDb.newestSchema()) {
            throw new UnusableBackupException(
                    "the backup is of tables of version %d and this program knows %d; restore it with the version that made it, or a newer one"
                            .formatted(ofBackup, MariaDb.newestSchema()));
        }
    }

    private void requireEnd(LogPlace expected) throws SQLException {
        var end = Backup.end(connection, database.names().events() + LogTable.NEW);
        if (!end.equals(expected)) {
            throw new UnusableBackupException(
                    "the backup ends at position %s and says that it ends at %s; use another one"
                            .formatted(end.position(), expected.position()));
        }
    }

    /**
     * Puts what was loaded in the place of the log, at once. If the log has got events that nobody expected to be there,
     * its tables are kept.
     *
     * @param isReplacing whether the log may have events
     * @throws UnusableBackupException when transactions that use the tables do not end; the log stays as it is
     * @throws InterruptedException when the thread is interrupted before
     */
    public Replaced exchange(boolean isReplacing) throws InterruptedException {
        var renames = allTables(database)
                .map(name -> "%1$s TO %1$s%2$s, %1$s%3$s TO %1$s".formatted(name, LogTable.OLD, LogTable.NEW))
                .collect(Collectors.joining(", ", "RENAME TABLE ", ""));
        try {
            Backup.execute(connection, FORGET_TAGGING);
            Backup.execute(connection, "SET SESSION lock_wait_timeout = " + BackupLimits.EXCHANGE_WAIT_SECONDS);
            rename(renames);
            Backup.execute(connection, RAISE_EPOCH);
            var end = Backup.end(connection, database.names().events() + LogTable.OLD);
            var untagged = column(UNTAGGED);
            var isKept = !isReplacing && !end.equals(LogPlace.START);
            if (!isKept) {
                drop(LogTable.OLD);
            }
            return new Replaced(end, isKept, untagged);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private void rename(String renames) throws SQLException, InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                Backup.execute(connection, renames);
                return;
            } catch (SQLException failure) {
                if (failure.getErrorCode() != LOCK_WAIT_TIMEOUT) {
                    throw failure;
                }
                if (attempt == BackupLimits.EXCHANGE_ATTEMPTS) {
                    throw new UnusableBackupException(
                            "transactions that use the tables do not end, such as another backup or a dump, so nothing"
                                    + " was changed; end them (SHOW PROCESSLIST shows them) and restore again",
                            failure);
                }
            }
            Thread.sleep(BackupLimits.EXCHANGE_PAUSE_MILLIS);
        }
    }

    private List<String> column(String select) throws SQLException {
        try (var statement = connection.prepareStatement(select);
                var rows = statement.executeQuery()) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void drop(String suffix) throws SQLException {
        Backup.execute(
                connection,
                allTables(database)
                        .map(name -> name + suffix)
                        .collect(Collectors.joining(", ", "DROP TABLE IF EXISTS ", "")));
    }

    /** Drops what was loaded and not put in place. */
    @Override
    public void close() {
        try (connection) {
            drop(LogTable.NEW);
            Backup.execute(connection, "SET SESSION lock_wait_timeout = @@GLOBAL.lock_wait_timeout");
            Backup.execute(connection, "DO RELEASE_LOCK(" + LOCK_NAME + ")");
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
