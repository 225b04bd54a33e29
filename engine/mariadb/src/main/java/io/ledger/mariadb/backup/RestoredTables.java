package io.ledger.mariadb.backup;

import io.ledger.mariadb.backup.BackupReader.BackedUpTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** New tables that take the rows of a backup as they are, with whatever is damaged in them. */
final class RestoredTables implements AutoCloseable {

    /** Lets the session write what is no JSON and no date, for which MySQL has no setting. */
    private static final String TAKE_ALL = "SET /*M! SESSION check_constraint_checks = OFF, */"
            + " @sql_mode_before = @@SESSION.sql_mode, SESSION sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES'";

    private static final String TAKE_WHAT_FITS =
            "SET /*M! SESSION check_constraint_checks = ON, */ SESSION sql_mode = @sql_mode_before";

    private final Connection connection;
    private final Set<String> known;

    RestoredTables(Connection connection, List<LogTable> tables) throws SQLException {
        this.connection = connection;
        this.known = tables.stream().map(LogTable::name).collect(Collectors.toCollection(HashSet::new));
        Backup.execute(connection, TAKE_ALL);
        connection.setAutoCommit(false);
    }

    /**
     * Takes the rows of one table.
     *
     * @param progress told how many there are
     * @throws UnusableBackupException when the table does not fit
     */
    void fill(BackedUpTable table, BackupReader backup, LongConsumer progress)
            throws SQLException, IOException, InterruptedException {
        if (!known.remove(table.name())) {
            throw new UnusableBackupException(
                    "the backup has a table \"%s\" that this version does not put back; use the version that made it"
                            .formatted(table.name()));
        }
        var insert = new Insert(table.name() + LogTable.NEW, columns(table));
        var done = 0L;
        var committed = 0L;
        for (var row = backup.row(); row != null; row = backup.row()) {
            done++;
            if (insert.add(row)) {
                insert.execute();
                progress.accept(done);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (done - committed >= BackupLimits.ROWS_IN_TRANSACTION) {
                    connection.commit();
                    committed = done;
                }
            }
        }
        insert.execute();
        connection.commit();
        progress.accept(done);
    }

    /** The columns as they are here, in the order of the backup. Those that it lacks get what rows of before have. */
    private List<BackupColumn> columns(BackedUpTable table) throws SQLException {
        var here = BackupColumn.of(connection, table.name() + LogTable.NEW).stream()
                .collect(Collectors.toMap(BackupColumn::name, Function.identity()));
        var columns = new ArrayList<BackupColumn>();
        for (var name : table.columns()) {
            var column = here.remove(name);
            if (column == null) {
                throw doesNotFit(table.name(), name);
            }
            columns.add(column);
        }
        for (var missing : here.values()) {
            if (!missing.isOptional()) {
                throw doesNotFit(table.name(), missing.name());
            }
        }
        return columns;
    }

    private static UnusableBackupException doesNotFit(String table, String column) {
        return new UnusableBackupException(
                "the column %s.%s is in the backup or in the database, and not in both; use the version that made the backup, and migrate then"
                        .formatted(table, column));
    }

    /** An INSERT of many rows. */
    private final class Insert {

        private final String begin;
        private final String row;
        private final List<BackupColumn> columns;
        private final List<byte[] @Nullable []> rows = new ArrayList<>();
        private long size;

        Insert(String table, List<BackupColumn> columns) {
            this.columns = columns;
            this.begin = "/*client prepare*/ INSERT INTO " + table + " ("
                    + columns.stream().map(BackupColumn::name).collect(Collectors.joining(", ")) + ") VALUES ";
            this.row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        }

        /** Adds a row and tells whether there are enough of them. */
        boolean add(byte[] @Nullable [] values) {
            rows.add(values);
            for (var value : values) {
                size += value == null ? 0 : value.length;
            }
            return rows.size() == BackupLimits.ROWS_AT_ONCE || size >= BackupLimits.CHARACTERS_AT_ONCE;
        }

        void execute() throws SQLException {
            if (rows.isEmpty()) {
                return;
            }
            try (var insert =
                    connection.prepareStatement(begin + String.join(", ", Collections.nCopies(rows.size(), row)))) {
                var parameter = 0;
                for (var values : rows) {
                    for (var i = 0; i < values.length; i++) {
                        columns.get(i).bind(insert, ++parameter, values[i]);
                    }
                }
                insert.executeUpdate();
            }
            rows.clear();
            size = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        Backup.execute(connection, TAKE_WHAT_FITS);
    }
}
