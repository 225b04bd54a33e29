package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.SnapshotLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of one category in MariaDB, read page by page. A snapshot without any event is told by the log of every
 * category, because its row does not say whose it is.
 */
public final class MariaDbSnapshotLog<S> implements SnapshotLog<S> {

    private static final String SNAPSHOT =
            "SELECT s.{stream_id} AS stream_id, s.version, s.id, s.state, s.checksum FROM ";

    private static final String TAKEN_BETWEEN = SNAPSHOT + "{events} e"
            + " JOIN {snapshots} s ON s.{stream_id} = e.{stream_id} AND s.version = e.version"
            + " WHERE e.position BETWEEN ? AND ? AND e.category = ?";

    private static final String PLACES =
            "SELECT s.{stream_id} AS stream_id, s.version, e.position IS NOT NULL AS has_event"
                    + " FROM {snapshots} s LEFT JOIN {events} e"
                    + " ON e.{stream_id} = s.{stream_id} AND e.version = s.version"
                    + " WHERE (s.{stream_id} > ? OR s.{stream_id} = ? AND s.version > ?)"
                    + " AND (e.category = ? OR e.category IS NULL) ORDER BY s.{stream_id}, s.version LIMIT ?";

    private static final String OF = SNAPSHOT + "{snapshots} s WHERE s.{stream_id} = ?";

    private static final String DELETE = "DELETE FROM {snapshots} WHERE {stream_id} = ? AND version = ? AND id = ?";

    private final Database database;
    private final Aggregate<?, S, ?, ?> aggregate;

    public MariaDbSnapshotLog(Database database, Aggregate<?, S, ?, ?> aggregate) {
        this.database = database;
        this.aggregate = aggregate;
    }

    @Override
    public List<StoredSnapshot<S>> takenBetween(GlobalPosition from, GlobalPosition to) {
        return database.ask(TAKEN_BETWEEN, select -> {
            new Parameters(select).add(from.value()).add(to.value()).add(aggregate.category());
            return snapshots(select);
        });
    }

    private List<StoredSnapshot<S>> snapshots(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var snapshots = new ArrayList<StoredSnapshot<S>>();
            while (rows.next()) {
                snapshots.add(snapshot(rows));
            }
            return snapshots;
        }
    }

    private StoredSnapshot<S> snapshot(ResultSet row) throws SQLException {
        var streamId = row.getString("stream_id");
        var version = row.getInt("version");
        var text = row.getString("state");
        var eventId = row.getString("id");
        var checksum = Optional.ofNullable(row.getString("checksum"));
        var stream = StreamId.parse(aggregate.category(), streamId);
        var state = stream.flatMap(id -> aggregate.states().decode(id, version, text));
        var isSealed = stream.isPresent()
                && state.isPresent()
                && checksum.isPresent()
                && SnapshotText.isSealed(
                        aggregate.states(), stream.get(), version, eventId, state.get(), checksum.get());
        var seal = checksum.isEmpty() ? Seal.NONE : isSealed ? Seal.WHOLE : Seal.BROKEN;
        return new StoredSnapshot<>(streamId, version, eventId, state, seal);
    }

    @Override
    public List<StoredSnapshot<S>> of(String streamId) {
        return database.ask(OF, select -> {
            new Parameters(select).add(streamId);
            return snapshots(select);
        });
    }

    @Override
    public void delete(StoredSnapshot<S> snapshot) {
        database.ask(DELETE, delete -> {
            new Parameters(delete)
                    .add(snapshot.streamId())
                    .add(snapshot.version())
                    .add(snapshot.eventId());
            return delete.executeUpdate();
        });
    }

    @Override
    public List<SnapshotPlace> places(Optional<SnapshotPlace> after) {
        return database.ask(PLACES, select -> {
            var streamId = after.map(SnapshotPlace::streamId).orElse("");
            new Parameters(select)
                    .add(streamId)
                    .add(streamId)
                    .add(after.map(SnapshotPlace::version).orElse(Integer.MIN_VALUE))
                    .add(aggregate.category())
                    .add(MAX_PAGE);
            try (var rows = select.executeQuery()) {
                var places = new ArrayList<SnapshotPlace>();
                while (rows.next()) {
                    places.add(new SnapshotPlace(
                            rows.getString("stream_id"), rows.getInt("version"), rows.getBoolean("has_event")));
                }
                return places;
            }
        });
    }
}
