package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.eventstore.Append;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.AppendResult.Appended;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One transaction that records appends to different circles, all or none, in one round trip.
 *
 * <p>Its first statement moves the one row of {@code log_head} forward and so locks it until the
 * commit: whoever appends next waits there, and takes the positions after. The rest are one {@code
 * INSERT} for all events, one for the snapshots that are due, one for the answers to requests with
 * idempotency keys, and the commit.
 */
final class AppendTransaction {

    /**
     * What goes around the statements of one append, to make them one compound statement: there is one answer to wait
     * for, and MariaDB has it prepared. For many rows at once that is slower than a statement after the other. MySQL,
     * which has no such statement, takes these for comments.
     */
    private static final String ALONE = "/*M!100101 BEGIN NOT ATOMIC */ ";

    private static final String END_ALONE = "; /*M!100101 END */";

    /** Tells the driver that the server need not prepare what comes in too many lengths to come again. */
    private static final String TOGETHER = "/*client prepare*/ ";

    private static final String TAKE_POSITIONS =
            "START TRANSACTION; UPDATE log_head SET position = LAST_INSERT_ID(position) + ? WHERE id = 1; ";

    private static final String INSERT_EVENTS = "INSERT INTO circle_events (position, id, circle_id, version,"
            + " event_type, schema_version, payload, occurred_at, metadata) VALUES ";

    private static final String POSITION = "LAST_INSERT_ID() + ?";

    /**
     * The first position of the batch. It is NULL, which the column refuses, if {@code log_head} has lost its row, and
     * {@code LAST_INSERT_ID()} is one of an earlier statement; or if the last position given has no event, so that a gap
     * would stay.
     */
    private static final String FIRST_POSITION = "(SELECT q.position FROM (SELECT LAST_INSERT_ID() + ? AS position"
            + " FROM log_head WHERE id = 1 AND (LAST_INSERT_ID() = 0 OR EXISTS"
            + " (SELECT 1 FROM circle_events l WHERE l.position = LAST_INSERT_ID())) LIMIT 1) q)";

    static final String REPLACE_SNAPSHOTS =
            "REPLACE INTO circle_snapshots (id, circle_id, version, state, created_at, checksum) VALUES ";

    static final String SNAPSHOT = "(?, ?, ?, ?, ?, ?)";

    private static final String COMMIT = "COMMIT; SELECT LAST_INSERT_ID()";

    private final EventCodec codec;
    private final int snapshotInterval;
    private final String versionAfterAnother;

    AppendTransaction(EventCodec codec, int snapshotInterval) {
        this.codec = codec;
        this.snapshotInterval = snapshotInterval;
        this.versionAfterAnother = versionAfterAnother(new HistoryCheck(codec));
    }

    /**
     * The version of an event that must follow the very one that it was decided on. Without that one it is NULL, which the
     * column refuses. So a version that is ahead of its stream leaves no gap, and what was decided on a history that the
     * log has lost is not put on top of the one that it has. Nor is it put on top of versions that are missing or of an
     * unknown kind: as many as are looked at must be there.
     */
    private static String versionAfterAnother(HistoryCheck check) {
        return "(SELECT p.version FROM (SELECT version + 1 AS version FROM circle_events"
                + " WHERE circle_id = ? AND version = ? AND id = ? AND ? = " + check.count() + " LIMIT 1) p)";
    }

    EventCodec codec() {
        return codec;
    }

    /** Records the appends and tells what became of each, in their order. */
    List<Appended> commit(Connection connection, List<Append> appends) throws SQLException {
        var snapshots = appends.stream().filter(this::isSnapshotDue).toList();
        var requests =
                appends.stream().filter(append -> append.request().isPresent()).toList();
        try (var statement = connection.prepareStatement(sql(appends, snapshots.size(), requests.size()))) {
            bind(new Parameters(statement), appends, snapshots);
            return positions(positionBefore(statement), appends);
        }
    }

    private String sql(List<Append> appends, int snapshots, int requests) {
        var events = new ArrayList<String>();
        for (var append : appends) {
            var isFirst = true;
            for (var _ : append.events()) {
                var position = events.isEmpty() ? FIRST_POSITION : POSITION;
                var version = isFirst && append.decidedOn().isPresent() ? versionAfterAnother : "?";
                events.add("(" + position + ", ?, ?, " + version + ", ?, ?, ?, ?, ?)");
                isFirst = false;
            }
        }
        var isAlone = appends.size() == 1;
        return (isAlone ? ALONE : TOGETHER)
                + TAKE_POSITIONS
                + INSERT_EVENTS + String.join(", ", events) + "; "
                + rows(REPLACE_SNAPSHOTS, SNAPSHOT, snapshots)
                + rows(
                        MariaDbIdempotencyRecords.INSERT,
                        MariaDbIdempotencyRecords.ROW + "LAST_INSERT_ID() + ?)",
                        requests)
                + COMMIT
                + (isAlone ? END_ALONE : "");
    }

    private static String rows(String insert, String row, int count) {
        return count == 0 ? "" : insert + String.join(", ", Collections.nCopies(count, row)) + "; ";
    }

    private void bind(Parameters parameters, List<Append> appends, List<Append> snapshots) throws SQLException {
        parameters.add(
                appends.stream().mapToInt(append -> append.events().size()).sum());
        var place = 0;
        for (var append : appends) {
            place = bindEvents(parameters, append, place);
        }
        for (var append : snapshots) {
            bindSnapshot(parameters, append);
        }
        place = 0;
        for (var append : appends) {
            place += append.events().size();
            if (append.request().isPresent()) {
                var request = append.request().get();
                parameters
                        .add(request.key().actor())
                        .add(request.key().value())
                        .add(request.fingerprint())
                        .add(append.after().id().id())
                        .add(append.after().version())
                        .add(place);
            }
        }
    }

    private int bindEvents(Parameters parameters, Append append, int placeBefore) throws SQLException {
        var circleId = append.after().id().id();
        var version = append.expectedVersion().value();
        var decidedOn = append.decidedOn();
        var place = placeBefore;
        for (var event : append.events()) {
            version++;
            place++;
            var encoded = codec.encode(event.event());
            parameters.add(place).add(event.id().toString()).add(circleId);
            if (decidedOn.isPresent()) {
                var last = decidedOn.get();
                var firstChecked = HistoryCheck.firstChecked(last.version());
                parameters
                        .add(circleId)
                        .add(last.version())
                        .add(last.eventId())
                        .add(last.version() - firstChecked + 1)
                        .add(circleId)
                        .add(firstChecked)
                        .add(last.version());
                decidedOn = Optional.empty();
            } else {
                parameters.add(version);
            }
            parameters
                    .add(encoded.eventType())
                    .add(encoded.schemaVersion())
                    .add(encoded.payload())
                    .add(event.occurredAt())
                    .add(MetadataCodec.encode(event.metadata()));
        }
        return place;
    }

    private static void bindSnapshot(Parameters parameters, Append append) throws SQLException {
        var last = append.events().getLast();
        bindSnapshot(parameters, append.after(), last.id().toString(), last.occurredAt());
    }

    /**
     * Binds one row of {@link #SNAPSHOT}.
     *
     * @param eventId the event that the state was taken at, whose id is as unique as the snapshot
     */
    static void bindSnapshot(Parameters parameters, Circle circle, String eventId, Instant occurredAt)
            throws SQLException {
        var state = SnapshotCodec.encode(circle);
        parameters
                .add(eventId)
                .add(circle.id().id())
                .add(circle.version())
                .add(state)
                .add(occurredAt)
                .add(SnapshotCodec.checksum(circle, eventId, state));
    }

    private boolean isSnapshotDue(Append append) {
        return append.after().version() / snapshotInterval
                > append.expectedVersion().value() / snapshotInterval;
    }

    /** Walks the results to the end, which is where a later statement's failure shows. */
    private static long positionBefore(PreparedStatement statement) throws SQLException {
        var before = -1L;
        for (var isRows = statement.execute();
                isRows || statement.getUpdateCount() != -1;
                isRows = statement.getMoreResults()) {
            if (isRows) {
                try (var rows = statement.getResultSet()) {
                    rows.next();
                    before = rows.getLong(1);
                }
            }
        }
        return before;
    }

    private static List<Appended> positions(long before, List<Append> appends) {
        var recorded = new ArrayList<Appended>(appends.size());
        var last = before;
        for (var append : appends) {
            last += append.events().size();
            recorded.add(new Appended(new GlobalPosition(last)));
        }
        return recorded;
    }
}
