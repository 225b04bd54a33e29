package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamIndex;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The streams of one category in MariaDB, told by the unique key on stream and version. */
public final class MariaDbStreamIndex implements StreamIndex {

    /** Each is one look at the end of the stream's part of the index; a join would read all of that part. */
    private static final String OF_LAST_EVENT =
            "(SELECT l.%s FROM {events} l WHERE l.{stream_id} = c.{stream_id} ORDER BY l.version DESC LIMIT 1)";

    private static final String LIFESPANS = "SELECT c.{stream_id}, c.position, "
            + OF_LAST_EVENT.formatted("position") + ", " + OF_LAST_EVENT.formatted("event_type")
            + " FROM {events} c WHERE c.version = 1 AND c.category = ? AND ";

    private static final String AFTER = LIFESPANS + "c.{stream_id} > ? ORDER BY c.{stream_id} LIMIT ?";
    private static final String OF = LIFESPANS + "c.{stream_id} IN (";

    private final Database database;
    private final String category;
    private final EventTypes types;
    private final String growth;

    public MariaDbStreamIndex(Database database, String category, EventTypes types) {
        this.database = database;
        this.category = category;
        this.types = types;
        var hiding = quoted(types.hiding());
        // Only a reviving event is held against the one before it.
        this.growth = "SELECT COALESCE(SUM(e.version = 1), 0) - COALESCE(SUM(e.event_type IN (" + hiding
                + ")), 0) + COALESCE(SUM(e.event_type IN (" + quoted(types.reviving())
                + ") AND EXISTS (SELECT 1 FROM {events} b WHERE b.{stream_id} = e.{stream_id}"
                + " AND b.version = e.version - 1 AND b.event_type IN (" + hiding + "))), 0)"
                + " FROM {events} e WHERE e.position > ? AND e.position <= ? AND e.category = ?";
    }

    private static String quoted(List<String> names) {
        // Never empty: SQL has no list of nothing.
        return Stream.concat(Stream.of(""), names.stream())
                .map("'%s'"::formatted)
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Lifespan> after(String streamId, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of streams has 1 to " + MAX_PAGE);
        }
        return database.ask(AFTER, select -> {
            new Parameters(select).add(category).add(streamId).add(limit);
            return lifespans(select);
        });
    }

    @Override
    public Map<String, Lifespan> of(Collection<StreamId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (ids.size() > MAX_PAGE) {
            throw new IllegalArgumentException("A page of streams has 1 to " + MAX_PAGE);
        }
        return database.ask(connection -> {
            var sql = database.sql(OF) + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
            try (var select = connection.prepareStatement(sql)) {
                var parameters = new Parameters(select).add(category);
                for (var id : ids) {
                    parameters.add(id.id());
                }
                return lifespans(select).stream().collect(Collectors.toMap(Lifespan::streamId, Function.identity()));
            }
        });
    }

    private List<Lifespan> lifespans(PreparedStatement select) throws SQLException {
        var lifespans = new ArrayList<Lifespan>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                lifespans.add(new Lifespan(
                        rows.getString(1),
                        new GlobalPosition(rows.getLong(2)),
                        new GlobalPosition(rows.getLong(3)),
                        !types.hiding().contains(rows.getString(4))));
            }
        }
        return lifespans;
    }

    @Override
    public long growth(GlobalPosition after, GlobalPosition to) {
        return database.ask(growth, select -> {
            new Parameters(select).add(after.value()).add(to.value()).add(category);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
