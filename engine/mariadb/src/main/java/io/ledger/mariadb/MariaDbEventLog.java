package io.ledger.mariadb;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.MetadataLog;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.QueriedLog;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The log of all events, read from MariaDB by position, as a reader of one category sees it. */
public final class MariaDbEventLog<E> implements EventLog<E>, MetadataLog, QueriedLog<E> {

    private static final String METADATA = "SELECT position, {stream_id}, version, metadata FROM {events}"
            + " WHERE position BETWEEN ? AND ? AND category = ?";

    private static final String FROM = " FROM {events} e WHERE e.position >= ? ORDER BY e.position LIMIT ?";

    private static final String READ_FROM = "SELECT " + EventRow.COLUMNS + FROM;

    private static final String REPLAY_FROM = "SELECT " + EventRow.COLUMNS_TO_FOLD + FROM;

    private static final String END = "SELECT position, id FROM {events} ORDER BY position DESC LIMIT 1";

    private static final String AT = "SELECT position, id FROM {events} WHERE position = ?";

    // One statement sees one state, so an append is in both of them or in none.
    private static final String ENDS = "SELECT (SELECT COALESCE(MAX(position), 0) FROM {events}) AS head,"
            + " (SELECT position FROM log_head WHERE id = 1) AS given,"
            + " (SELECT COUNT(*) FROM log_head WHERE id <> 1) AS surplus";

    private final Database database;
    private final Aggregate<?, ?, E, ?> aggregate;

    public MariaDbEventLog(Database database, Aggregate<?, ?, E, ?> aggregate) {
        this.database = database;
        this.aggregate = aggregate;
    }

    @Override
    public List<LogEntry<E>> readFrom(GlobalPosition position, int limit) {
        return read(READ_FROM, position, limit);
    }

    @Override
    public List<LogEntry<E>> replayFrom(GlobalPosition position, int limit) {
        return read(REPLAY_FROM, position, limit);
    }

    private List<LogEntry<E>> read(String sql, GlobalPosition position, int limit) {
        if (limit < 1 || limit > EventLog.MAX_PAGE) {
            throw new IllegalArgumentException("A page of the log has 1 to " + EventLog.MAX_PAGE);
        }
        return database.ask(sql, select -> {
            new Parameters(select).add(position.value()).add(limit);
            try (var rows = select.executeQuery()) {
                var entries = new ArrayList<LogEntry<E>>();
                while (rows.next()) {
                    entries.add(EventRow.read(rows, 1).decode(aggregate));
                }
                return entries;
            }
        });
    }

    @Override
    public List<MetadataFault> faultsBetween(GlobalPosition from, GlobalPosition to) {
        return database.ask(METADATA, select -> {
            new Parameters(select).add(from.value()).add(to.value()).add(aggregate.category());
            try (var rows = select.executeQuery()) {
                var faults = new ArrayList<MetadataFault>();
                while (rows.next()) {
                    var position = new GlobalPosition(rows.getLong(1));
                    var streamId = rows.getString(2);
                    var version = rows.getInt(3);
                    MetadataCodec.read(rows.getString(4))
                            .fault()
                            .ifPresent(reason -> faults.add(new MetadataFault(position, streamId, version, reason)));
                }
                return faults;
            }
        });
    }

    @Override
    public Ends ends() {
        return database.ask(ENDS, select -> {
            try (var row = select.executeQuery()) {
                row.next();
                var given = Optional.ofNullable(row.getObject("given", Long.class));
                return new Ends(
                        new GlobalPosition(row.getLong("head")),
                        given.filter(it -> it >= 0).map(GlobalPosition::new),
                        row.getInt("surplus"));
            }
        });
    }

    @Override
    public LogPlace end() {
        return database.ask(END, select -> {
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new LogPlace(new GlobalPosition(rows.getLong(1)), rows.getString(2))
                        : LogPlace.START;
            }
        });
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        return database.ask(AT, select -> {
            new Parameters(select).add(position.value());
            try (var rows = select.executeQuery()) {
                return new LogPlace(position, rows.next() ? rows.getString(2) : "");
            }
        });
    }

    @Override
    public Complete<List<LogEntry<E>>> matching(EventQuery query, GlobalPosition after, int limit) {
        if (limit < 1 || limit > QueriedLog.MAX_PAGE) {
            throw new IllegalArgumentException("A page of a query has 1 to " + QueriedLog.MAX_PAGE);
        }
        // One statement sees one state. What is found is put in order here: MariaDB takes texts to the disk for that.
        var sql = "SELECT " + EventRow.COLUMNS
                + ", h.head FROM (SELECT COALESCE(MAX(position), 0) AS head FROM {events}) h"
                + " LEFT JOIN (SELECT m.position FROM (" + QueryText.positions(query)
                + ") m ORDER BY m.position LIMIT ?) k ON TRUE LEFT JOIN {events} e ON e.position = k.position";
        return database.ask(connection -> {
            try (var select = connection.prepareStatement(database.names().in(sql))) {
                var parameters = new Parameters(select);
                QueryText.bind(parameters, query, after);
                parameters.add(limit);
                return matching(select, limit);
            }
        });
    }

    private Complete<List<LogEntry<E>>> matching(PreparedStatement select, int limit) throws SQLException {
        try (var rows = select.executeQuery()) {
            var entries = new ArrayList<LogEntry<E>>();
            var head = GlobalPosition.START;
            while (rows.next()) {
                head = new GlobalPosition(rows.getLong("head"));
                if (rows.getString("id") != null) {
                    entries.add(EventRow.read(rows, 1).decode(aggregate));
                }
            }
            entries.sort(Comparator.comparing(LogEntry::position));
            return new Complete<>(
                    entries.size() < limit ? head : entries.getLast().position(), entries);
        }
    }
}
