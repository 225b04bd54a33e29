package io.circleledger.infrastructure.contract;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import javax.sql.DataSource;

/** A long log, written past the event store in statements of many rows: for tests that read it. */
public final class FilledLog {

    private static final int ROWS = 1_000;

    private FilledLog() {}

    /**
     * Fills an empty log with histories of the same length: all creations, then all changes to
     * version 2, and so on.
     *
     * @return the circles by the time of their creation
     */
    public static List<StreamId> fill(DataSource database, int circles, int eventsEach) throws SQLException {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < circles; i++) {
            ids.add(newId());
        }
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var total = (long) circles * eventsEach;
            for (var first = 0L; first < total; first += ROWS) {
                rows(connection, statement, ids, first, Math.min(total, first + ROWS));
            }
            statement.execute("UPDATE log_head SET position = " + total);
            connection.commit();
            connection.setAutoCommit(true);
        }
        return ids;
    }

    private static void rows(Connection connection, Statement statement, List<StreamId> ids, long first, long end)
            throws SQLException {
        var rows = new StringJoiner(",");
        for (var i = first; i < end; i++) {
            var circle = (int) (i % ids.size());
            var version = i / ids.size() + 1;
            var event = version == 1
                    ? "'CircleCreated', '{\"name\":\"circle " + circle + "\",\"capacity\":10}'"
                    : "'CircleUpdated', '{\"capacity\":" + (10 + version) + "}'";
            rows.add("(" + (i + 1) + ",'" + UUID.randomUUID() + "','" + ids.get(circle) + "'," + version + "," + event
                    + ",'2026-04-01 09:00:00.123456'"
                    + ",'{\"actor\":\"mika\",\"correlation_id\":\"request-1\",\"causation_id\":\"command-1\"}')");
        }
        statement.execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                + " occurred_at, metadata) VALUES " + rows);
        connection.commit();
    }

    /** How many circles {@link #grow} makes events of. */
    private static final int GROWN = 10;

    /**
     * Adds events to the end of a log of which nothing is read but the events themselves: each is the
     * creation of a circle, one of ten in turn.
     */
    public static void grow(DataSource database, int events) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE log_head SET position = position + " + events);
            try (var rows = statement.executeQuery("SELECT position FROM log_head")) {
                rows.next();
                statement.execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, payload,"
                        + " occurred_at, metadata) VALUES " + creations(rows.getLong(1) - events + 1, events));
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static StringJoiner creations(long first, int events) {
        var rows = new StringJoiner(",");
        for (var position = first; position < first + events; position++) {
            rows.add("(" + position + ",'" + UUID.randomUUID() + "','" + grown(position) + "'," + position
                    + ",'CircleCreated','{\"name\":\"circle\",\"capacity\":10}','2026-04-01 09:00:00','{}')");
        }
        return rows;
    }

    /** The circle of the event at a position of a log that was grown. */
    public static StreamId grown(long position) {
        return Circles.stream(new UUID(0, position % GROWN));
    }
}
