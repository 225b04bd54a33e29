package io.ledger.mariadb;

import io.ledger.core.decide.EventTypes;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.StreamAppend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One transaction that records appends to different streams, all or none, in one round trip.
 *
 * <p>Its first statement increments the one row of {@code log_head} and so locks it until the commit: the next append
 * waits there, and takes the positions after these. The rest are one {@code INSERT} each for all events, their tags, the
 * snapshots that are due, and the answers to requests with idempotency keys; then the commit.
 */
final class AppendTransaction {

    /**
     * The beginning of a compound statement around the statements of a single append: there is one answer to wait for,
     * and MariaDB prepares it. For many rows that is slower than separate statements. MySQL has no such statement and
     * treats this as a comment.
     */
    private static final String ALONE = "/*M!100101 BEGIN NOT ATOMIC */ ";

    private static final String END_ALONE = "; /*M!100101 END */";

    /** Tells the driver not to prepare a batch on the server, because batches have too many lengths to be reused. */
    private static final String TOGETHER = "/*client prepare*/ ";

    private static final String TAKE_POSITIONS =
            "START TRANSACTION; UPDATE log_head SET position = LAST_INSERT_ID(position) + ? WHERE id = 1; ";

    static final String INSERT_EVENTS = "INSERT INTO {events} (position, id, {stream_id}, version,"
            + " event_type, schema_version, payload, occurred_at, metadata, category) VALUES ";

    private static final String POSITION = "LAST_INSERT_ID() + ?";

    /**
     * The first position of the batch. It is NULL, which the column refuses, in three cases: {@code log_head} has lost
     * its row, so that {@code LAST_INSERT_ID()} is that of an earlier statement; the last assigned position has no
     * event, so that a gap would remain; or a condition of an append fails. This is checked under the log's lock, so
     * nothing can be recorded between the check and the commit.
     */
    private static final String FIRST_POSITION = "(SELECT q.position FROM (SELECT LAST_INSERT_ID() + ? AS position"
            + " FROM log_head WHERE id = 1 AND (LAST_INSERT_ID() = 0 OR EXISTS"
            + " (SELECT 1 FROM {events} l WHERE l.position = LAST_INSERT_ID()))";

    private static final String END_OF_FIRST_POSITION = " LIMIT 1) q)";

    static final String INSERT_TAGS = "INSERT INTO {events}_tags (tag, position) VALUES ";
    private static final String TAG = "(?, LAST_INSERT_ID() + ?)";

    private static final String COMMIT = "COMMIT; SELECT LAST_INSERT_ID()";

    private final DueSnapshots dueSnapshots;
    private final TableNames names;
    private final String insertEvents;
    private final String firstPosition;
    private final String insertTags;
    private final String replaceSnapshots;
    private final String insertAnswers;
    private final Map<EventTypes, String> versionAfterAnother = new ConcurrentHashMap<>();

    AppendTransaction(Database database, int snapshotInterval) {
        this.dueSnapshots = new DueSnapshots(SnapshotPolicy.every(snapshotInterval));
        this.names = database.names();
        this.insertEvents = database.sql(INSERT_EVENTS);
        this.firstPosition = database.sql(FIRST_POSITION);
        this.insertTags = database.sql(INSERT_TAGS);
        this.replaceSnapshots = database.sql(SnapshotRow.REPLACE);
        this.insertAnswers = database.sql(MariaDbIdempotencyRecords.INSERT);
    }

    /**
     * The version of an event that must follow exactly the event that it was decided on. Without that event it is NULL,
     * which the column refuses. So a version ahead of its stream leaves no gap, and a change decided on a history that
     * the log has lost is not recorded. It is NULL as well if one of the last versions before it is missing, is of
     * another category or has an unknown type ({@link HistoryCheck}).
     */
    private String versionAfterAnother(EventTypes types) {
        return names.in("(SELECT p.version FROM (SELECT version + 1 AS version FROM {events}"
                + " WHERE {stream_id} = ? AND version = ? AND id = ? AND ? = " + new HistoryCheck(types).count()
                + " LIMIT 1) p)");
    }

    /** Records the appends and returns the result of each, in their order. */
    List<Appended> commit(Connection connection, List<Append> appends) throws SQLException {
        var snapshots = dueSnapshots.of(appends);
        var conditions = new QueryText.Conditions(
                appends.stream().flatMap(append -> append.conditions().stream()).toList());
        try (var statement = connection.prepareStatement(sql(appends, conditions, snapshots.size()))) {
            bind(new Parameters(statement), appends, conditions, snapshots);
            return positions(positionBefore(statement), appends);
        }
    }

    private String sql(List<Append> appends, QueryText.Conditions conditions, int snapshots) {
        var events = new ArrayList<String>();
        var tags = 0;
        var requests = 0;
        for (var append : appends) {
            for (var stream : append.streams()) {
                rows(stream, events);
                for (var event : stream.events()) {
                    tags += event.tags().size();
                }
            }
            requests += append.request().isPresent() ? 1 : 0;
        }
        var isAlone = appends.size() == 1;
        return (isAlone ? ALONE : TOGETHER)
                + TAKE_POSITIONS
                + insertEvents
                + "(" + firstPosition + names.in(conditions.text()) + END_OF_FIRST_POSITION
                + String.join(", (" + POSITION, events) + "; "
                + rows(insertTags, TAG, tags)
                + rows(replaceSnapshots, SnapshotRow.PLACES, snapshots)
                + rows(insertAnswers, MariaDbIdempotencyRecords.ROW + "LAST_INSERT_ID() + ?)", requests)
                + COMMIT
                + (isAlone ? END_ALONE : "");
    }

    /** Adds a row for each event, without its position. */
    private void rows(StreamAppend<?, ?> append, List<String> rows) {
        var version = append.decidedOn().isPresent()
                ? versionAfterAnother.computeIfAbsent(
                        append.aggregate().events().types(), this::versionAfterAnother)
                : "?";
        for (var _ : append.events()) {
            rows.add(", ?, ?, " + version + ", ?, ?, ?, ?, ?, ?)");
            version = "?";
        }
    }

    private static String rows(String insert, String row, int count) {
        return count == 0 ? "" : insert + String.join(", ", Collections.nCopies(count, row)) + "; ";
    }

    private void bind(
            Parameters parameters, List<Append> appends, QueryText.Conditions conditions, List<SnapshotRow> snapshots)
            throws SQLException {
        parameters.add(appends.stream().mapToInt(Append::size).sum());
        var place = 0;
        for (var append : appends) {
            for (var stream : append.streams()) {
                place = bindEvents(parameters, stream, conditions, place);
            }
        }
        bindTags(parameters, appends);
        for (var snapshot : snapshots) {
            snapshot.bind(parameters);
        }
        place = 0;
        for (var append : appends) {
            if (append.request().isPresent()) {
                var request = append.request().get();
                var first = append.first();
                parameters
                        .add(request.key().actor())
                        .add(request.key().value())
                        .add(request.fingerprint())
                        .add(first.stream().id())
                        .add(first.stream().category())
                        .add(first.versionAfter())
                        .add(place + first.events().size());
            }
            place += append.size();
        }
    }

    private static <E> int bindEvents(
            Parameters parameters, StreamAppend<?, E> append, QueryText.Conditions conditions, int placeBefore)
            throws SQLException {
        var streamId = append.stream().id();
        var codec = append.aggregate().events();
        var version = append.expectedVersion().value();
        var decidedOn = append.decidedOn();
        var place = placeBefore;
        for (var event : append.events()) {
            version++;
            place++;
            var encoded = codec.encode(event.event());
            parameters.add(place);
            if (place == 1) {
                conditions.bind(parameters);
            }
            parameters.add(event.id().toString()).add(streamId);
            if (decidedOn.isPresent()) {
                var last = decidedOn.get();
                var firstChecked = HistoryCheck.firstChecked(last.version());
                parameters
                        .add(streamId)
                        .add(last.version())
                        .add(last.eventId())
                        .add(last.version() - firstChecked + 1)
                        .add(streamId)
                        .add(firstChecked)
                        .add(last.version())
                        .add(append.stream().category());
                decidedOn = Optional.empty();
            } else {
                parameters.add(version);
            }
            parameters
                    .add(encoded.eventType())
                    .add(encoded.schemaVersion())
                    .add(encoded.payload())
                    .add(event.occurredAt())
                    .add(MetadataCodec.encode(event.metadata()))
                    .add(append.stream().category());
        }
        return place;
    }

    private static void bindTags(Parameters parameters, List<Append> appends) throws SQLException {
        var place = 0;
        for (var append : appends) {
            for (var stream : append.streams()) {
                for (var event : stream.events()) {
                    place++;
                    for (var tag : event.tags()) {
                        parameters.add(QueryText.digest(tag)).add(place);
                    }
                }
            }
        }
    }

    /** Reads all results to the end, because the failure of a later statement shows only there. */
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
            last += append.size();
            recorded.add(new Appended(new GlobalPosition(last)));
        }
        return recorded;
    }
}
