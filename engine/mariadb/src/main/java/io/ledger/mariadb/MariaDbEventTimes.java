package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.stream.EventTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The times of events, by the unique key on stream and version. */
public final class MariaDbEventTimes implements EventTimes {

    private static final String SELECT =
            "SELECT version, occurred_at FROM {events} WHERE {stream_id} = ? AND version IN ";

    private final Database database;

    public MariaDbEventTimes(Database database) {
        this.database = database;
    }

    @Override
    public Map<Integer, Instant> of(StreamId stream, Collection<Integer> versions) {
        if (versions.isEmpty()) {
            return Map.of();
        }
        return database.ask(connection -> {
            var list = InList.of(versions);
            try (var select = connection.prepareStatement(database.sql(SELECT) + list.marks())) {
                var parameters = new Parameters(select).add(stream.id());
                for (var version : list.values()) {
                    parameters.add(version.intValue());
                }
                var times = new HashMap<Integer, Instant>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        times.put(
                                rows.getInt(1),
                                rows.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC));
                    }
                }
                return times;
            }
        });
    }
}
