package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.LogEntry;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.MetadataLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The log of all events, read from MariaDB by position. */
public final class MariaDbEventLog implements EventLog, MetadataLog {

    private static final String METADATA =
            "SELECT position, circle_id, version, metadata FROM circle_events WHERE position BETWEEN ? AND ?";

    private static final String FROM = " FROM circle_events e WHERE e.position >= ? ORDER BY e.position LIMIT ?";

    private static final String READ_FROM = "SELECT " + EventRow.COLUMNS + FROM;

    private static final String REPLAY_FROM = "SELECT " + EventRow.COLUMNS_TO_FOLD + FROM;

    private static final String END = "SELECT position, id FROM circle_events ORDER BY position DESC LIMIT 1";

    private static final String AT = "SELECT position, id FROM circle_events WHERE position = ?";

    // One statement sees one state, so an append is in both of them or in none.
    private static final String ENDS = "SELECT (SELECT COALESCE(MAX(position), 0) FROM circle_events) AS head,"
            + " (SELECT position FROM log_head WHERE id = 1) AS given,"
            + " (SELECT COUNT(*) FROM log_head WHERE id <> 1) AS surplus";

    private final DataSource dataSource;
    private final EventCodec codec;

    public MariaDbEventLog(DataSource dataSource, EventCodec codec) {
        this.dataSource = dataSource;
        this.codec = codec;
    }

    @Override
    public List<LogEntry> readFrom(GlobalPosition position, int limit) {
        return read(READ_FROM, position, limit);
    }

    @Override
    public List<LogEntry> replayFrom(GlobalPosition position, int limit) {
        return read(REPLAY_FROM, position, limit);
    }

    private List<LogEntry> read(String sql, GlobalPosition position, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of the log has 1 to " + MAX_PAGE);
        }
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(sql)) {
            select.setLong(1, position.value());
            select.setInt(2, limit);
            try (var rows = select.executeQuery()) {
                var entries = new ArrayList<LogEntry>();
                while (rows.next()) {
                    entries.add(EventRow.read(rows, 1).decode(codec));
                }
                return entries;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public List<Fault> faultsBetween(GlobalPosition from, GlobalPosition to) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(METADATA)) {
            select.setLong(1, from.value());
            select.setLong(2, to.value());
            try (var rows = select.executeQuery()) {
                var faults = new ArrayList<Fault>();
                while (rows.next()) {
                    var position = new GlobalPosition(rows.getLong(1));
                    var circleId = rows.getString(2);
                    var version = rows.getInt(3);
                    MetadataCodec.read(rows.getString(4))
                            .fault()
                            .ifPresent(reason -> faults.add(new Fault(position, circleId, version, reason)));
                }
                return faults;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public Ends ends() {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(ENDS);
                var row = select.executeQuery()) {
            row.next();
            var given = Optional.ofNullable(row.getObject("given", Long.class));
            return new Ends(
                    new GlobalPosition(row.getLong("head")),
                    given.filter(it -> it >= 0).map(GlobalPosition::new),
                    row.getInt("surplus"));
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public LogPlace end() {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(END);
                var rows = select.executeQuery()) {
            return rows.next() ? new LogPlace(new GlobalPosition(rows.getLong(1)), rows.getString(2)) : LogPlace.START;
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(AT)) {
            select.setLong(1, position.value());
            try (var rows = select.executeQuery()) {
                return new LogPlace(position, rows.next() ? rows.getString(2) : "");
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
