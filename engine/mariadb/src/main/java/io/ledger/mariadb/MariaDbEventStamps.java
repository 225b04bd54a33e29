package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.stream.EventStamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stamps of events, by the unique key on stream and version, a bounded number of them in each statement. */
public final class MariaDbEventStamps implements EventStamps {

    private static final String SELECT = "SELECT {stream_id}, version, occurred_at, metadata, category FROM {events}"
            + " WHERE ({stream_id}, version) IN ";

    private final Database database;

    public MariaDbEventStamps(Database database) {
        this.database = database;
    }

    @Override
    public Map<EventKey, EventStamp> of(Collection<EventKey> events) {
        var distinct = List.copyOf(new LinkedHashSet<>(events));
        if (distinct.isEmpty()) {
            return Map.of();
        }
        return database.ask(connection -> {
            var stamps = new HashMap<EventKey, EventStamp>();
            for (var from = 0; from < distinct.size(); from += MariaDbLimits.STAMPS_AT_ONCE) {
                var to = Math.min(distinct.size(), from + MariaDbLimits.STAMPS_AT_ONCE);
                read(connection, distinct.subList(from, to), stamps);
            }
            // An event of another category is none of the stream that was asked for.
            stamps.keySet().retainAll(Set.copyOf(distinct));
            return stamps;
        });
    }

    private void read(Connection connection, List<EventKey> events, Map<EventKey, EventStamp> stamps)
            throws SQLException {
        var list = InList.of(events);
        var pairs = String.join(", ", Collections.nCopies(list.values().size(), "(?, ?)"));
        try (var select = connection.prepareStatement(database.sql(SELECT) + "(" + pairs + ")")) {
            var parameters = new Parameters(select);
            for (var event : list.values()) {
                parameters.add(event.stream().id()).add(event.version());
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var version = rows.getInt(2);
                    var stamp = stamp(rows);
                    StreamId.parse(rows.getString(5), rows.getString(1))
                            .ifPresent(stream -> stamps.put(new EventKey(stream, version), stamp));
                }
            }
        }
    }

    private static EventStamp stamp(ResultSet row) throws SQLException {
        return new EventStamp(
                EventRow.time(row, 3), MetadataCodec.decode(row.getString(4)).actor());
    }
}
