package io.ledger.mariadb.backup;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is at one moment, for a file.
 *
 * <p>All of it is read in one transaction, which sees what was committed when it began. It locks no row: appends go on, and
 * are not in the backup. Since positions become visible in their order, what is in it is the beginning of the log, without
 * a gap. Each table is read in pages by its key, so neither the log nor a slow reader of the backup fills any memory.
 *
 * <p>A backup reads only what the {@link LogTable tables} have, and believes nothing in it: rows that are damaged are kept
 * as they are.
 */
public final class Backup implements AutoCloseable {

    private static final String SCHEMA =
            "SELECT MAX(CAST(version AS UNSIGNED)) FROM flyway_schema_history WHERE success AND version IS NOT NULL";

    /** The tables were replaced since the transaction began. */
    private static final int DEFINITION_CHANGED = 1412;

    private static final int NO_SUCH_TABLE = 1146;

    private final Database database;
    private final Connection connection;
    private final BackupHeader header;

    private Backup(Database database, Connection connection, InstantSource clock) throws SQLException {
        this.database = database;
        this.connection = connection;
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        var end = end(connection, database.names().events());
        this.header = new BackupHeader(schema(connection), end, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Takes the moment.
     *
     * @throws StoreUnavailableException when the database does not answer
     * @throws UnusableBackupException when there is no log in it
     */
    public static Backup begin(Database database, InstantSource clock) {
        try {
            var connection = database.dataSource().getConnection();
            try {
                return new Backup(database, connection, clock);
            } catch (SQLException | RuntimeException failure) {
                end(connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw fault(failure);
        }
    }

    /** What the backup says about itself. */
    public BackupHeader header() {
        return header;
    }

    /** The last event of a table of events. */
    static LogPlace end(Connection connection, String table) throws SQLException {
        try (var select = connection.prepareStatement(
                        "SELECT position, id FROM " + table + " ORDER BY position DESC LIMIT 1");
                var row = select.executeQuery()) {
            return row.next() ? new LogPlace(new GlobalPosition(row.getLong(1)), row.getString(2)) : LogPlace.START;
        }
    }

    /** The number of the last migration of a database. */
    static int schema(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SCHEMA);
                var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * Writes it; can be called once. It is no backup if this throws.
     *
     * @param progress told how many events were written
     * @throws InterruptedException when the thread is interrupted
     * @throws StoreUnavailableException when the database does not answer any more
     * @throws UnusableBackupException when somebody has replaced the tables meanwhile
     */
    public void writeTo(OutputStream target, LongConsumer progress) throws IOException, InterruptedException {
        var events = database.names().events();
        try (var writer = new BackupWriter(target, header)) {
            for (var table : LogTable.of(database.names())) {
                write(table, writer, table.name().equals(events) ? progress : _ -> {});
            }
            writer.end();
        } catch (SQLException failure) {
            throw fault(failure);
        }
    }

    private void write(LogTable table, BackupWriter writer, LongConsumer progress)
            throws SQLException, IOException, InterruptedException {
        var columns = BackupColumn.of(connection, table.name());
        if (columns.isEmpty()) {
            // The ledger is from before there was such a table.
            return;
        }
        writer.table(table.name(), columns);
        var pages = new TablePages(table, columns);
        var rows = 0L;
        for (var size = BackupLimits.PAGE; size == BackupLimits.PAGE; rows += size) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            size = pages.next(connection, writer);
            progress.accept(rows + size);
        }
        writer.tableEnd();
    }

    /** The pages of one table, each after the last key of the one before. */
    private static final class TablePages {

        private final List<BackupColumn> columns;
        private final List<Integer> keys;
        private final String first;
        private final String next;
        private byte @Nullable [] @Nullable [] last;

        TablePages(LogTable table, List<BackupColumn> columns) {
            this.columns = columns;
            var names = columns.stream().map(BackupColumn::name).toList();
            this.keys = table.key().stream()
                    .filter(names::contains)
                    .map(names::indexOf)
                    .toList();
            // The driver reads the texts of a plain statement as they come; prepared, it would convert each of them.
            var select = "/*client prepare*/ SELECT "
                    + String.join(
                            ", ", columns.stream().map(BackupColumn::selected).toList()) + " FROM " + table.name();
            var order = " ORDER BY "
                    + String.join(", ", keys.stream().map(names::get).toList()) + " LIMIT " + BackupLimits.PAGE;
            this.first = select + order;
            this.next = select + " WHERE " + after(keys.stream().map(names::get).toList()) + order;
        }

        /** For (a, b): {@code a > ? OR (a = ? AND (b > ?))}; a comparison of rows would not use the key. */
        private static String after(List<String> keys) {
            var key = keys.getFirst();
            return keys.size() == 1
                    ? key + " > ?"
                    : "(" + key + " > ? OR (" + key + " = ? AND " + after(keys.subList(1, keys.size())) + "))";
        }

        int next(Connection connection, BackupWriter writer) throws SQLException, IOException {
            var after = last;
            try (var statement = connection.prepareStatement(after == null ? first : next)) {
                if (after != null) {
                    bind(statement, after);
                }
                try (var rows = statement.executeQuery()) {
                    var count = 0;
                    while (rows.next()) {
                        count++;
                        last = row(rows);
                        writer.row(last);
                    }
                    return count;
                }
            }
        }

        private void bind(PreparedStatement statement, byte[] @Nullable [] after) throws SQLException {
            var parameter = 0;
            for (var i = 0; i < keys.size(); i++) {
                var key = keys.get(i);
                columns.get(key).bind(statement, ++parameter, after[key]);
                if (i < keys.size() - 1) {
                    columns.get(key).bind(statement, ++parameter, after[key]);
                }
            }
        }

        private byte[] @Nullable [] row(ResultSet rows) throws SQLException {
            var values = new byte[columns.size()] @Nullable [];
            for (var i = 0; i < values.length; i++) {
                values[i] = columns.get(i).read(rows, i + 1);
            }
            return values;
        }
    }

    private void execute(String sql) throws SQLException {
        execute(connection, sql);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RuntimeException fault(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case DEFINITION_CHANGED ->
                new UnusableBackupException(
                        "the tables were replaced while they were read, as a restore does it; make the backup again",
                        failure);
            case NO_SUCH_TABLE ->
                new UnusableBackupException(
                        "there is no ledger in the database; start a server on it once, or check the settings",
                        failure);
            default -> StoreUnavailableException.of(MariaDb.STORE, failure);
        };
    }

    private static void end(Connection connection) throws SQLException {
        try (connection) {
            execute(connection, "ROLLBACK");
        }
    }

    @Override
    public void close() {
        try {
            end(connection);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
