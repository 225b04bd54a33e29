package io.circleledger.infrastructure.mariadb;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.eventstore.CircleIndex;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The circles of the log in MariaDB, told by the unique key on circle and version. */
public final class MariaDbCircleIndex implements CircleIndex {

    /** Each is one look at the end of the circle's part of the index; a join would read all of that part. */
    private static final String OF_LAST_EVENT =
            "(SELECT l.%s FROM circle_events l WHERE l.circle_id = c.circle_id ORDER BY l.version DESC LIMIT 1)";

    private static final String LIFESPANS = "SELECT c.circle_id, c.position, " + OF_LAST_EVENT.formatted("position")
            + ", " + OF_LAST_EVENT.formatted("event_type") + " FROM circle_events c WHERE c.version = 1 AND ";

    private static final String AFTER = LIFESPANS + "c.circle_id > ? ORDER BY c.circle_id LIMIT ?";

    private static final String OF = LIFESPANS + "c.circle_id IN (";

    private static final String GROWTH = "SELECT COALESCE(SUM(event_type = '" + EventCodec.CREATED
            + "'), 0) - COALESCE(SUM(event_type = '" + EventCodec.DISSOLVED
            + "'), 0) FROM circle_events WHERE position > ? AND position <= ?";

    private final DataSource dataSource;

    public MariaDbCircleIndex(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public List<Lifespan> after(String circleId, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of circles has 1 to " + MAX_PAGE);
        }
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(AFTER)) {
            select.setString(1, circleId);
            select.setInt(2, limit);
            return lifespans(select);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public Map<String, Lifespan> of(Collection<StreamId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (ids.size() > MAX_PAGE) {
            throw new IllegalArgumentException("A page of circles has 1 to " + MAX_PAGE);
        }
        var sql = OF + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(sql)) {
            var parameters = new Parameters(select);
            for (var id : ids) {
                parameters.add(id.id());
            }
            return lifespans(select).stream().collect(Collectors.toMap(Lifespan::circleId, Function.identity()));
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private static List<Lifespan> lifespans(PreparedStatement select) throws SQLException {
        var lifespans = new ArrayList<Lifespan>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                lifespans.add(new Lifespan(
                        rows.getString(1),
                        new GlobalPosition(rows.getLong(2)),
                        new GlobalPosition(rows.getLong(3)),
                        !rows.getString(4).equals(EventCodec.DISSOLVED)));
            }
        }
        return lifespans;
    }

    @Override
    public long growth(GlobalPosition after, GlobalPosition to) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(GROWTH)) {
            select.setLong(1, after.value());
            select.setLong(2, to.value());
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
