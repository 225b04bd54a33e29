package io.ledger.mariadb.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column as a backup reads and writes it: every value is octets, those of its text in UTF-8 unless it holds octets.
 *
 * @param kind how its values travel
 * @param isOptional whether a row may leave it out
 */
record BackupColumn(String name, ColumnKind kind, boolean isOptional) {

    private static final String COLUMNS =
            "SELECT column_name, data_type, is_nullable = 'YES' OR column_default IS NOT NULL"
                    + " FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?"
                    + " ORDER BY ordinal_position";

    /** How values travel. */
    enum ColumnKind {
        /** As the text that is stored. */
        TEXT,
        /** As the octets that are stored. */
        OCTETS,
        /** As its digits; it may be a part of a key. */
        NUMBER,
        /** As a text that the database makes of it and takes back: a driver has none for a day that no calendar has. */
        OTHER
    }

    /** The columns of a table of the connection's database; none if there is no such table. */
    static List<BackupColumn> of(Connection connection, String table) throws SQLException {
        try (var select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, table);
            try (var rows = select.executeQuery()) {
                var columns = new ArrayList<BackupColumn>();
                while (rows.next()) {
                    columns.add(new BackupColumn(rows.getString(1), kind(rows.getString(2)), rows.getBoolean(3)));
                }
                return columns;
            }
        }
    }

    private static ColumnKind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> ColumnKind.TEXT;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> ColumnKind.OCTETS;
            case "int", "bigint" -> ColumnKind.NUMBER;
            default -> ColumnKind.OTHER;
        };
    }

    /** What is selected to read it. */
    String selected() {
        return kind == ColumnKind.OTHER ? "CAST(" + name + " AS CHAR CHARACTER SET utf8mb4)" : name;
    }

    byte @Nullable [] read(ResultSet row, int number) throws SQLException {
        if (kind == ColumnKind.OCTETS) {
            return row.getBytes(number);
        }
        var text = row.getString(number);
        return text == null ? null : BackupFormat.octets(text);
    }

    void bind(PreparedStatement statement, int number, byte @Nullable [] value) throws SQLException {
        if (value == null) {
            statement.setString(number, null);
        } else if (kind == ColumnKind.OCTETS) {
            statement.setBytes(number, value);
        } else if (kind == ColumnKind.NUMBER) {
            statement.setLong(number, Long.parseLong(BackupFormat.text(value)));
        } else {
            statement.setString(number, BackupFormat.text(value));
        }
    }
}
