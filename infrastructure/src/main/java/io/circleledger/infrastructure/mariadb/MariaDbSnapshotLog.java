package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.eventstore.SnapshotLog;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The snapshots in MariaDB, read page by page. */
public final class MariaDbSnapshotLog implements SnapshotLog {

    private static final String TAKEN_BETWEEN =
            "SELECT s.circle_id, s.version, s.id, s.state, s.checksum FROM circle_events e"
                    + " JOIN circle_snapshots s ON s.circle_id = e.circle_id AND s.version = e.version"
                    + " WHERE e.position BETWEEN ? AND ?";

    private static final String PLACES = "SELECT s.circle_id, s.version, e.position IS NOT NULL AS has_event"
            + " FROM circle_snapshots s LEFT JOIN circle_events e"
            + " ON e.circle_id = s.circle_id AND e.version = s.version"
            + " WHERE s.circle_id > ? OR s.circle_id = ? AND s.version > ?"
            + " ORDER BY s.circle_id, s.version LIMIT ?";

    private static final String OF =
            "SELECT s.circle_id, s.version, s.id, s.state, s.checksum FROM circle_snapshots s WHERE s.circle_id = ?";

    private static final String DELETE = "DELETE FROM circle_snapshots WHERE circle_id = ? AND version = ? AND id = ?";

    private final DataSource dataSource;

    public MariaDbSnapshotLog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public List<StoredSnapshot> takenBetween(GlobalPosition from, GlobalPosition to) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(TAKEN_BETWEEN)) {
            select.setLong(1, from.value());
            select.setLong(2, to.value());
            try (var rows = select.executeQuery()) {
                var snapshots = new ArrayList<StoredSnapshot>();
                while (rows.next()) {
                    snapshots.add(snapshot(rows));
                }
                return snapshots;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private static StoredSnapshot snapshot(ResultSet row) throws SQLException {
        var circleId = row.getString("circle_id");
        var version = row.getInt("version");
        var state = row.getString("state");
        var eventId = row.getString("id");
        var circle = Circles.parse(circleId).flatMap(id -> SnapshotCodec.decode(id, version, state));
        return new StoredSnapshot(circleId, version, eventId, circle, seal(circle, eventId, row.getString("checksum")));
    }

    private static Seal seal(Optional<Circle> circle, String eventId, @Nullable String checksum) {
        if (checksum == null) {
            return Seal.NONE;
        }
        return circle.filter(state -> SnapshotCodec.checksum(state, eventId).equals(checksum))
                        .isPresent()
                ? Seal.WHOLE
                : Seal.BROKEN;
    }

    @Override
    public List<StoredSnapshot> of(String circleId) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(OF)) {
            select.setString(1, circleId);
            try (var rows = select.executeQuery()) {
                var snapshots = new ArrayList<StoredSnapshot>();
                while (rows.next()) {
                    snapshots.add(snapshot(rows));
                }
                return snapshots;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public void delete(StoredSnapshot snapshot) {
        try (var connection = dataSource.getConnection();
                var delete = connection.prepareStatement(DELETE)) {
            new Parameters(delete)
                    .add(snapshot.circleId())
                    .add(snapshot.version())
                    .add(snapshot.eventId());
            delete.executeUpdate();
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public List<Place> places(Optional<Place> after) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(PLACES)) {
            var circleId = after.map(Place::circleId).orElse("");
            select.setString(1, circleId);
            select.setString(2, circleId);
            select.setInt(3, after.map(Place::version).orElse(Integer.MIN_VALUE));
            select.setInt(4, MAX_PAGE);
            try (var rows = select.executeQuery()) {
                var places = new ArrayList<Place>();
                while (rows.next()) {
                    places.add(new Place(
                            rows.getString("circle_id"), rows.getInt("version"), rows.getBoolean("has_event")));
                }
                return places;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
