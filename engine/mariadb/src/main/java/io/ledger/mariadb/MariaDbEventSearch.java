package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.EventSearch;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds events in MariaDB by position, a bounded range at a time.
 *
 * <p>There is no index on the actor or the time: every append would pay for it. A page reads at most {@link #MAX_SCAN}
 * rows and may come back short, with a place to go on from.
 *
 * <p>{@link MariaDbLogTimes} tells the part of the log that a time lies in; the condition on the time itself is exact.
 */
public final class MariaDbEventSearch implements EventSearch {

    private static final String EVENTS = "SELECT " + EventRow.COLUMNS + " FROM {events} e"
            + " WHERE e.position >= ? AND e.position <= ?%s ORDER BY e.position %s LIMIT ?";

    /** As octets: no collation takes two names for one. */
    private static final String BY_ACTOR = " AND CAST(JSON_VALUE(e.metadata, '$.actor') AS BINARY) = ?";

    private final Database database;
    private final MariaDbEventFeed feed;
    private final MariaDbLogTimes times;

    /** @param feed tells up to where the log is known to last */
    public MariaDbEventSearch(Database database, MariaDbEventFeed feed) {
        this.database = database;
        this.feed = feed;
        this.times = new MariaDbLogTimes(database);
    }

    /** Positions, both of them included. */
    private record Range(long first, long last) {

        boolean isEmpty() {
            return first > last;
        }
    }

    @Override
    public FoundEvents page(EventCriteria criteria, Optional<GlobalPosition> after, int limit) {
        if (limit < 1 || limit > EventFeed.MAX_PAGE) {
            throw new IllegalArgumentException("A page of events has 1 to " + EventFeed.MAX_PAGE);
        }
        var head = feed.head();
        try (var connection = database.connection()) {
            var all = left(range(connection, criteria, head.value()), after, criteria.newestFirst());
            if (all.isEmpty()) {
                return new FoundEvents(List.of(), Optional.empty(), head);
            }
            var read = criteria.newestFirst()
                    ? new Range(Math.max(all.first(), all.last() - MAX_SCAN + 1), all.last())
                    : new Range(all.first(), Math.min(all.last(), all.first() + MAX_SCAN - 1));
            var events = events(connection, criteria, read, limit);
            var end = events.size() < limit
                    ? (criteria.newestFirst() ? read.first() : read.last())
                    : events.getLast().position().value();
            var isOver = criteria.newestFirst() ? end <= all.first() : end >= all.last();
            return new FoundEvents(events, isOver ? Optional.empty() : Optional.of(new GlobalPosition(end)), head);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The part of a range that follows a place. */
    private static Range left(Range range, Optional<GlobalPosition> after, boolean newestFirst) {
        if (after.isEmpty()) {
            return range;
        }
        var place = after.get().value();
        return newestFirst
                ? new Range(range.first(), Math.min(range.last(), place - 1))
                : new Range(
                        place >= range.last() ? range.last() + 1 : Math.max(range.first(), place + 1), range.last());
    }

    /** Where events of that time can be. */
    private Range range(Connection connection, EventCriteria criteria, long head) throws SQLException {
        var first = criteria.from().isEmpty()
                ? 1
                : times.firstFrom(connection, criteria.from().get(), head);
        var last = criteria.to().isEmpty()
                ? head
                : times.lastUntil(connection, criteria.to().get(), head);
        return new Range(first, last);
    }

    private List<StoredEvent> events(Connection connection, EventCriteria criteria, Range range, int limit)
            throws SQLException {
        var filter = FilterCondition.of(criteria.filter());
        var sql = database.names()
                .in(EVENTS.formatted(filter.sql() + condition(criteria), criteria.newestFirst() ? "DESC" : "ASC"));
        try (var select = connection.prepareStatement(sql)) {
            bind(criteria, filter.bind(new Parameters(select).add(range.first()).add(range.last())))
                    .add(limit);
            try (var rows = select.executeQuery()) {
                var events = new ArrayList<StoredEvent>();
                while (rows.next()) {
                    events.add(feed.stored(EventRow.read(rows, 1)));
                }
                return events;
            }
        }
    }

    private static String condition(EventCriteria criteria) {
        return (criteria.actor().isPresent() ? BY_ACTOR : "")
                + (criteria.from().isPresent() ? " AND e.occurred_at >= ?" : "")
                + (criteria.to().isPresent() ? " AND e.occurred_at <= ?" : "");
    }

    private static Parameters bind(EventCriteria criteria, Parameters parameters) throws SQLException {
        if (criteria.actor().isPresent()) {
            parameters.add(criteria.actor().get().getBytes(StandardCharsets.UTF_8));
        }
        for (var time : List.of(criteria.from(), criteria.to())) {
            if (time.isPresent()) {
                parameters.add(time.get());
            }
        }
        return parameters;
    }
}
