package io.ledger.mariadb.backup;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a backup, one row after the other. */
final class BackupReader implements Closeable {

    private final DataInputStream in;
    private final String name;
    private int columns;
    private long rows;

    BackupReader(DataInputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** A table, whose rows follow. */
    record BackedUpTable(String name, List<String> columns) {}

    /** The next table; empty after the last one. */
    Optional<BackedUpTable> table() throws IOException {
        return switch (in.readByte()) {
            case BackupFormat.END -> Optional.empty();
            case BackupFormat.TABLE -> {
                var table = text();
                columns = in.readInt();
                rows = 0;
                var names = new ArrayList<String>();
                for (var i = 0; i < columns; i++) {
                    names.add(text());
                }
                yield Optional.of(new BackedUpTable(table, names));
            }
            default -> throw unreadable();
        };
    }

    /** The values of the table's next row; null after the last one. */
    byte @Nullable [] @Nullable [] row() throws IOException {
        return switch (in.readByte()) {
            case BackupFormat.TABLE_END -> {
                if (in.readLong() != rows) {
                    throw unreadable();
                }
                yield null;
            }
            case BackupFormat.ROW -> {
                rows++;
                var values = new byte[columns] @Nullable [];
                for (var i = 0; i < values.length; i++) {
                    values[i] = value();
                }
                yield values;
            }
            default -> throw unreadable();
        };
    }

    private String text() throws IOException {
        var value = value();
        if (value == null) {
            throw unreadable();
        }
        return BackupFormat.text(value);
    }

    private byte @Nullable [] value() throws IOException {
        var length = in.readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > BackupLimits.VALUE_BYTES) {
            throw unreadable();
        }
        return in.readNBytes(length);
    }

    private UnusableBackupException unreadable() {
        return new UnusableBackupException(name + " is not laid out as a backup; use another one");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
