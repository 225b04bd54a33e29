package io.ledger.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The one row of {@code log_head}, the last position given, held to the log.
 *
 * @param given what the row says, empty when it is missing
 * @param end the position of the last event
 * @param events the table of events
 */
record LogHead(Optional<Long> given, long end, String events) {

    // One statement sees one state, so an append is in both of them or in none.
    private static final String READ = "SELECT (SELECT position FROM log_head WHERE id = 1) AS given,"
            + " (SELECT COALESCE(MAX(position), 0) FROM {events}) AS log_end";

    static LogHead read(Database database, Connection connection) throws SQLException {
        try (var select = database.prepare(connection, READ);
                var row = select.executeQuery()) {
            row.next();
            return new LogHead(
                    Optional.ofNullable(row.getObject("given", Long.class)),
                    row.getLong("log_end"),
                    database.names().events());
        }
    }

    /** Why no change can be recorded, and what to do about it. A row that is behind is none: an append moves it. */
    Optional<String> fault() {
        if (given.isEmpty()) {
            return Optional.of(
                    "the table log_head has lost its row, so no position can be given. Put it back: INSERT INTO"
                            + " log_head (id, position) SELECT 1, COALESCE(MAX(position), 0) FROM " + events);
        }
        return given.filter(position -> position > end)
                .map(position ->
                        ("log_head says %d and the log ends at %d: events are missing at its end. Restore them from"
                                        + " a backup; or, if they are meant to be gone, UPDATE log_head SET position = %d WHERE"
                                        + " id = 1")
                                .formatted(position, end, end));
    }
}
