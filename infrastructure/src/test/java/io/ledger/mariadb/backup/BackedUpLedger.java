package io.ledger.mariadb.backup;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger in a database of a test, to be backed up or restored. */
final class BackedUpLedger implements AutoCloseable {

    static final Instant MADE_AT = Instant.parse("2026-04-01T09:00:00Z");

    final MariaDb mariaDb;

    private final DatabaseAccess access;

    private BackedUpLedger(DatabaseAccess access) {
        this.access = access;
        this.mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
    }

    static BackedUpLedger withoutTables() {
        return new BackedUpLedger(TestStores.shared().freshDatabase());
    }

    /** The same one, with connections of its own. */
    BackedUpLedger again() {
        return new BackedUpLedger(access);
    }

    static BackedUpLedger empty() {
        var ledger = withoutTables();
        ledger.mariaDb.migrate();
        return ledger;
    }

    void execute(String... statements) throws SQLException {
        try (var connection = mariaDb.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> column(String select) throws SQLException {
        try (var connection = mariaDb.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(select)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    long number(String select) throws SQLException {
        return Long.parseLong(column(select).getFirst());
    }

    List<String> tables() throws SQLException {
        return column("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1");
    }

    /** Every octet of the tables that are the truth, by table. */
    Map<String, List<String>> truth() throws SQLException {
        var content = new TreeMap<String, List<String>>();
        for (var table : LogTable.of(CircleStreams.TABLES)) {
            var columns = column("SELECT CONCAT('COALESCE(HEX(CAST(', column_name, ' AS BINARY)), \\'-\\')')"
                    + " FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '"
                    + table.name()
                    + "' ORDER BY column_name");
            content.put(
                    table.name(),
                    column("SELECT CONCAT_WS(' ', " + String.join(", ", columns) + ") AS line FROM " + table.name()
                            + " ORDER BY line"));
        }
        return content;
    }

    byte[] backup() throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        try (var backup = Backup.begin(mariaDb.database(), InstantSource.fixed(MADE_AT))) {
            backup.writeTo(out, _ -> {});
        }
        return out.toByteArray();
    }

    /** Restores as the command does it. */
    Restoration.Replaced restore(Path directory, byte[] backup, boolean isReplacing)
            throws IOException, InterruptedException {
        var file = file(directory, backup);
        try (var restoration = Restoration.begin(mariaDb.database())) {
            restoration.load(file, _ -> {});
            return restoration.exchange(isReplacing);
        }
    }

    static BackupFile file(Path directory, byte[] backup) throws IOException, InterruptedException {
        var path = Files.write(directory.resolve("a.backup"), backup);
        var file = BackupFile.open(path, "a.backup");
        file.check(_ -> {});
        return file;
    }

    @Override
    public void close() {
        mariaDb.close();
    }
}
