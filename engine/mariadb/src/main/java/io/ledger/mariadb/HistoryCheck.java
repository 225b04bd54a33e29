package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.EventTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Tells from the rows of a history, without reading what is in them, whether versions are missing or of a kind that this
 * server cannot read. It counts the versions of a range that are as they should be.
 */
final class HistoryCheck {

    private final String count;

    HistoryCheck(EventTypes types) {
        count = "(SELECT COUNT(*) FROM {events} w WHERE w.{stream_id} = ? AND w.version BETWEEN ? AND ?"
                + " AND w.event_type IN ("
                + types.all().stream().sorted().map("'%s'"::formatted).collect(Collectors.joining(", "))
                + ") AND (w.version = 1) = (w.event_type = '" + types.first() + "'))";
    }

    /** A query for a number; takes the stream, the first version and the last one. */
    String count() {
        return count;
    }

    /** Whether every version from one to another is there and of a known kind. */
    boolean isWhole(Database database, Connection connection, StreamId id, int first, int last) throws SQLException {
        if (last < first) {
            return true;
        }
        try (var select = database.prepare(connection, "SELECT " + count)) {
            select.setString(1, id.id());
            select.setInt(2, first);
            select.setInt(3, last);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1) == last - first + 1;
            }
        }
    }

    /** The first version that an append looks at, given the version it follows. */
    static int firstChecked(int version) {
        return Math.max(1, version - MariaDbLimits.COUNTED_TO_APPEND + 1);
    }
}
