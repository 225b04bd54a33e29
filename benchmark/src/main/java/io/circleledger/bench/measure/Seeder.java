package io.circleledger.bench.measure;

import io.circleledger.bench.load.TimeOrderedIds;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the log past the server, many rows an INSERT: rows as the server would have written them, at
 * positions without gaps, with {@code log_head} moved in the same transaction.
 */
final class Seeder {

    private static final int ROWS_PER_INSERT = 1_000;

    /** The interval at which the server takes snapshots unless it is told another. */
    private static final int SNAPSHOT_INTERVAL = 5;

    private static final String INSERT_EVENTS = "INSERT INTO circle_events (position, id, circle_id, version,"
            + " event_type, schema_version, payload, occurred_at, metadata) VALUES ";

    private static final String INSERT_SNAPSHOTS =
            "INSERT INTO circle_snapshots (id, circle_id, version, state, created_at, checksum) VALUES ";

    /** What the server's codec of snapshots would give; without it the server believes none of them. */
    private static final String CHECKSUM =
            "SHA2(CONCAT('circle snapshot\\n', circle_id, '\\n', version, '\\n', id," + " '\\n', state), 256)";

    private static final String METADATA = "','{\"actor\":\"anonymous\","
            + "\"correlation_id\":\"9f0b7c3e-3b7d-4a39-9d53-0d64c5c0ce3d\",\"causation_id\":\"\"}')";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private final Connection database;
    private final TimeOrderedIds circleIds;
    private final TimeOrderedIds eventIds;
    private final String occurredAt;
    private final StringBuilder events = new StringBuilder();
    private final StringBuilder snapshots = new StringBuilder();
    private int rows;
    private long position;

    /** Goes on at the end of the log; its ids are from a day before, so they sort before new ones. */
    Seeder(Stores stores) throws SQLException {
        this.database = stores.database();
        this.position = stores.head();
        var begin = Instant.now().minusSeconds(86_400);
        // Apart by more than one seeding makes.
        this.circleIds = new TimeOrderedIds(begin.toEpochMilli());
        this.eventIds = new TimeOrderedIds(begin.plusSeconds(3_600).toEpochMilli());
        this.occurredAt = TIME.format(LocalDateTime.ofInstant(begin, ZoneOffset.UTC));
    }

    /** New circles with one event each. */
    List<String> circles(int count) throws SQLException {
        return histories(count, 1, false);
    }

    /**
     * New circles with so many events each, one history after the other, or in turn: all creations,
     * then all second events, and so on.
     */
    List<String> histories(int circles, int eventsOfEach, boolean inTurn) throws SQLException {
        var ids = new ArrayList<String>(circles);
        for (var i = 0; i < circles; i++) {
            ids.add(circleIds.next());
        }
        database.setAutoCommit(false);
        try {
            if (inTurn) {
                for (var version = 1; version <= eventsOfEach; version++) {
                    for (var id : ids) {
                        event(id, version);
                    }
                }
            } else {
                for (var id : ids) {
                    for (var version = 1; version <= eventsOfEach; version++) {
                        event(id, version);
                    }
                }
            }
            flush();
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
        return ids;
    }

    private void event(String circleId, int version) throws SQLException {
        position++;
        var id = eventIds.next();
        separated(events, rows)
                .append('(')
                .append(position)
                .append(",'")
                .append(id)
                .append("','")
                .append(circleId)
                .append("',")
                .append(version);
        var event = CircleStreams.AGGREGATE.events().encode(event(name(circleId), version));
        events.append(",'")
                .append(event.eventType())
                .append("',")
                .append(event.schemaVersion())
                .append(",'")
                .append(event.payload())
                .append("','")
                .append(occurredAt)
                .append(METADATA);
        if (version % SNAPSHOT_INTERVAL == 0) {
            snapshot(id, circleId, version);
        }
        rows++;
        if (rows == ROWS_PER_INSERT) {
            flush();
        }
    }

    private static CircleEvent event(CircleName name, int version) {
        return version == 1
                ? new CircleCreated(CircleDetails.of(name, capacity(version)))
                : new CircleUpdated(CircleDetails.Change.NONE.with(CircleDetails.CAPACITY, capacity(version)));
    }

    /** No name has anything in it that SQL would escape. */
    private static CircleName name(String circleId) {
        return new CircleName("circle " + circleId.substring(0, 18));
    }

    private void snapshot(String id, String circleId, int version) {
        var circle = Circle.of(CircleDetails.of(name(circleId), capacity(version)), version);
        separated(snapshots, snapshots.length())
                .append("('")
                .append(id)
                .append("','")
                .append(circleId)
                .append("',")
                .append(version)
                .append(",'")
                .append(CircleStreams.AGGREGATE.states().encode(Circles.stream(circleId), version, circle))
                .append("','")
                .append(occurredAt)
                .append("',")
                .append(CHECKSUM)
                .append(')');
    }

    private static StringBuilder separated(StringBuilder text, int before) {
        return before == 0 ? text : text.append(',');
    }

    /** Another one at each version, below those that the load generator sets. */
    private static Capacity capacity(int version) {
        return new Capacity(3 + version % 1_000);
    }

    private void flush() throws SQLException {
        if (rows == 0) {
            return;
        }
        try (var statement = database.createStatement()) {
            moveHead(statement);
            statement.executeUpdate(INSERT_EVENTS + events);
            if (!snapshots.isEmpty()) {
                statement.executeUpdate(INSERT_SNAPSHOTS + snapshots);
            }
            database.commit();
        }
        events.setLength(0);
        snapshots.setLength(0);
        rows = 0;
    }

    private void moveHead(Statement statement) throws SQLException {
        var before = position - rows;
        var moved = statement.executeUpdate(
                "UPDATE log_head SET position = " + position + " WHERE id = 1 AND position = " + before);
        if (moved != 1) {
            throw new IllegalStateException("somebody else writes to the log that is being filled");
        }
    }
}
