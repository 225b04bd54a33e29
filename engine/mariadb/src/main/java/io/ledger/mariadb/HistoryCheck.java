package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.EventTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Checks a range of a stream's versions without reading the payloads: whether one is missing, is of another category or
 * has a type that this server does not know. It counts the rows of the range that are as they should be.
 */
final class HistoryCheck {

    private static final String HAS_EVENT = "SELECT 1 FROM {events} WHERE {stream_id} = ? AND category = ? LIMIT 1";

    private final String count;

    HistoryCheck(EventTypes types) {
        count = "(SELECT COUNT(*) FROM {events} w WHERE w.{stream_id} = ? AND w.version BETWEEN ? AND ?"
                + " AND w.event_type IN ("
                + types.all().stream().map("'%s'"::formatted).collect(Collectors.joining(", "))
                + ") AND (w.version = 1) = (w.event_type = '" + types.first() + "') AND w.category = ?)";
    }

    /** A query for a number; takes the stream, the first version, the last one and the category. */
    String count() {
        return count;
    }

    /** Whether every version from the first to the last exists and has a known type. */
    boolean isWhole(Database database, Connection connection, StreamId id, int first, int last) throws SQLException {
        if (last < first) {
            return true;
        }
        try (var select = database.prepare(connection, "SELECT " + count)) {
            select.setString(1, id.id());
            select.setInt(2, first);
            select.setInt(3, last);
            select.setString(4, id.category());
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1) == last - first + 1;
            }
        }
    }

    /**
     * Whether any event with the stream's id is of its category. If none is, the stream does not exist, whoever has the id;
     * if one is, all have to be.
     */
    static boolean hasEvent(Database database, Connection connection, StreamId id) throws SQLException {
        try (var select = database.prepare(connection, HAS_EVENT)) {
            new Parameters(select).add(id.id()).add(id.category());
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** The first version that an append looks at, given the version it follows. */
    static int firstChecked(int version) {
        return Math.max(1, version - MariaDbLimits.COUNTED_TO_APPEND + 1);
    }
}
