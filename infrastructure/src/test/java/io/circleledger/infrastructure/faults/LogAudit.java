package io.circleledger.infrastructure.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What must be true of the tables of the log at any moment, whatever has happened before. */
public final class LogAudit {

    private LogAudit() {}

    /** One sentence for each thing that is wrong. */
    public static List<String> faults(Connection connection) throws SQLException {
        var faults = new ArrayList<String>();
        check(
                connection,
                faults,
                "positions are not 1 to n",
                "SELECT CONCAT(COUNT(*), ' rows, ', MIN(position), ' to ', MAX(position)) FROM circle_events"
                        + " HAVING COUNT(*) > 0 AND (MIN(position) <> 1 OR MAX(position) <> COUNT(*))");
        check(
                connection,
                faults,
                "versions are not 1 to n",
                "SELECT circle_id FROM circle_events GROUP BY circle_id"
                        + " HAVING MIN(version) <> 1 OR MAX(version) <> COUNT(*)");
        check(
                connection,
                faults,
                "versions are not in the order of positions",
                "SELECT b.position FROM circle_events a JOIN circle_events b ON b.circle_id = a.circle_id"
                        + " AND b.version = a.version + 1 WHERE b.position < a.position");
        check(
                connection,
                faults,
                "log_head is not at the end",
                "SELECT position FROM log_head WHERE position <>"
                        + " (SELECT COALESCE(MAX(position), 0) FROM circle_events)");
        check(
                connection,
                faults,
                "a snapshot has no event",
                "SELECT s.id FROM circle_snapshots s LEFT JOIN circle_events e ON e.id = s.id"
                        + " AND e.circle_id = s.circle_id AND e.version = s.version WHERE e.id IS NULL");
        return faults;
    }

    private static void check(Connection connection, List<String> faults, String fault, String sql)
            throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                faults.add(fault + ": " + rows.getString(1));
            }
        }
    }
}
