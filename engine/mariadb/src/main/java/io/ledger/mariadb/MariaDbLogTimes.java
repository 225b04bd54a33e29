package io.ledger.mariadb;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Finds the part of the log in MariaDB that a time lies in, by bisection: positions are in the order of commits, and
 * clocks go with them. Those of servers differ, so the part is wider by {@link MariaDbLimits#CLOCK_SLACK}.
 *
 * <p>There is no index on the time: every append would pay for it.
 */
public final class MariaDbLogTimes implements LogTimes {

    private static final String TIME = "SELECT occurred_at FROM {events} WHERE position >= ? ORDER BY position LIMIT 1";

    private static final String HEAD = "SELECT COALESCE(MAX(position), 0) FROM {events}";

    private final Database database;

    public MariaDbLogTimes(Database database) {
        this.database = database;
    }

    @Override
    public GlobalPosition lastUntil(Instant time) {
        return database.ask(connection -> {
            try (var select = database.prepare(connection, HEAD);
                    var row = select.executeQuery()) {
                row.next();
                return new GlobalPosition(lastUntil(connection, time, row.getLong(1)));
            }
        });
    }

    /** The first position that an event of a time, or of a later one, can have; one beyond the head where none can. */
    long firstFrom(Connection connection, Instant time, long head) throws SQLException {
        return firstAfter(connection, time.minus(MariaDbLimits.CLOCK_SLACK), head);
    }

    /** The last position up to the head that an event of a time, or of an earlier one, can have. */
    long lastUntil(Connection connection, Instant time, long head) throws SQLException {
        return firstAfter(connection, time.plus(MariaDbLimits.CLOCK_SLACK), head) - 1;
    }

    private long firstAfter(Connection connection, Instant time, long head) throws SQLException {
        var low = 1L;
        var high = head + 1;
        var at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        try (var select = database.prepare(connection, TIME)) {
            while (low < high) {
                var middle = low + (high - low) / 2;
                select.setLong(1, middle);
                try (var rows = select.executeQuery()) {
                    var occurredAt = rows.next() ? rows.getObject(1, LocalDateTime.class) : LocalDateTime.MAX;
                    // A time that cannot be read counts as an early one.
                    var isAfter = occurredAt != null && occurredAt.isAfter(at);
                    if (isAfter) {
                        high = middle;
                    } else {
                        low = middle + 1;
                    }
                }
            }
        }
        return low;
    }
}
