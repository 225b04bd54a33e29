package io.ledger.mariadb;

import io.ledger.core.Parsed;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EnvelopeText;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The log of all events, read from MariaDB for readers outside: as it is stored, and behind a {@link
 * LogFence}.
 *
 * <p>The end of the log is read first. Positions become visible in their order, so everything up to
 * that end is there when the events are read after it. Each page tells which event stands at the position it was asked
 * for, so that its reader sees whether the page follows what it has read before.
 */
public final class MariaDbEventFeed implements EventFeed {

    private static final String END = "SELECT position, id FROM {events} ORDER BY position DESC LIMIT 1";

    private static final String AT = "SELECT position, id FROM {events} WHERE position = ?";

    /** With the event at the position itself, so that one statement tells what it is and what follows it. */
    private static final String ALL_FROM = "SELECT " + EventRow.COLUMNS + " FROM {events} e"
            + " WHERE e.position >= ? AND e.position <= ? ORDER BY e.position LIMIT ?";

    private static final String EVENTS = "SELECT " + EventRow.COLUMNS + " FROM {events} e"
            + " WHERE e.position > ? AND e.position <= ?%s ORDER BY e.position LIMIT ?";

    private final Database database;
    private final Map<String, Aggregate<?, ?, ?, ?>> aggregates;
    private final LogFence fence;

    /** @param aggregates of all categories that this server knows */
    public MariaDbEventFeed(Database database, Collection<Aggregate<?, ?, ?, ?>> aggregates) {
        this.database = database;
        this.aggregates = aggregates.stream().collect(Collectors.toMap(Aggregate::category, Function.identity()));
        this.fence = new LogFence(database);
    }

    @Override
    public FeedSlice after(GlobalPosition position, FeedFilter filter, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of the feed has 1 to " + MAX_PAGE);
        }
        var visible = visible();
        var era = visible.era();
        var end = visible.end();
        var head = end.position().value();
        if (head <= position.value()) {
            fence.pass(head, era);
            var here = head == position.value() ? end : new LogPlace(position, "");
            return new FeedSlice(List.of(), here, here, end.position());
        }
        var last = position.value() + Math.min(MAX_SCAN, head - position.value());
        return filter.equals(FeedFilter.ALL)
                ? unfiltered(position, last, limit, end, era)
                : filtered(position, last, filter, limit, end, era);
    }

    private FeedSlice unfiltered(GlobalPosition position, long last, int limit, LogPlace end, long era) {
        if (position.equals(GlobalPosition.START)) {
            return page(events(0, last, FeedFilter.ALL, limit), LogPlace.START, last, limit, end, era);
        }
        var read = eventsFrom(position.value(), last, limit + 1);
        var isThere = !read.isEmpty() && read.getFirst().position().equals(position);
        var after = isThere ? read.getFirst().place() : new LogPlace(position, "");
        var following = isThere ? read.subList(1, read.size()) : read.subList(0, Math.min(limit, read.size()));
        return page(following, after, last, limit, end, era);
    }

    private FeedSlice filtered(
            GlobalPosition position, long last, FeedFilter filter, int limit, LogPlace end, long era) {
        var events = events(position.value(), last, filter, limit);
        // After the events: if the place is what it was, they follow it. A log never goes back to a history it has
        // left.
        return page(events, at(position), last, limit, end, era);
    }

    private FeedSlice page(List<StoredEvent> events, LogPlace after, long last, int limit, LogPlace end, long era) {
        var upTo = events.size() < limit ? last : events.getLast().position().value();
        fence.pass(upTo, era);
        // What is beyond is only told when it is known to last, so a page deep in the log costs no write.
        var known = Math.max(upTo, Math.min(end.position().value(), fence.durable()));
        return new FeedSlice(events, after, place(upTo, events, end), new GlobalPosition(known));
    }

    private LogPlace place(long position, List<StoredEvent> events, LogPlace end) {
        if (!events.isEmpty() && events.getLast().position().value() == position) {
            return events.getLast().place();
        }
        return end.position().value() == position ? end : at(new GlobalPosition(position));
    }

    private List<StoredEvent> eventsFrom(long first, long last, int limit) {
        return database.ask(ALL_FROM, select -> {
            new Parameters(select).add(first).add(last).add(limit);
            return read(select);
        });
    }

    private List<StoredEvent> events(long after, long last, FeedFilter filter, int limit) {
        var condition = FilterCondition.of(filter);
        return database.ask(connection -> {
            var sql = database.names().in(EVENTS.formatted(condition.sql()));
            try (var select = connection.prepareStatement(sql)) {
                condition.bind(new Parameters(select).add(after).add(last)).add(limit);
                return read(select);
            }
        });
    }

    private List<StoredEvent> read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var events = new ArrayList<StoredEvent>();
            while (rows.next()) {
                events.add(stored(EventRow.read(rows, 1)));
            }
            return events;
        }
    }

    StoredEvent stored(EventRow row) {
        var metadata = MetadataCodec.read(row.metadata());
        return new StoredEvent(
                new GlobalPosition(row.position()),
                row.id(),
                row.category(),
                row.streamId(),
                row.version(),
                row.encoded().eventType(),
                row.encoded().schemaVersion(),
                row.encoded().payload(),
                row.occurredAt(),
                metadata.known(),
                unreadable(row),
                metadata.text().isEmpty() && row.timeText().isEmpty()
                        ? EnvelopeText.NONE
                        : new EnvelopeText(metadata.text(), metadata.fault(), row.timeText()));
    }

    private Optional<String> unreadable(EventRow row) {
        var aggregate = aggregates.get(row.category());
        return aggregate == null
                ? Optional.of("the category \"%s\" is unknown".formatted(row.category()))
                : fault(row.event(aggregate));
    }

    private static Optional<String> fault(Parsed<?> event) {
        return switch (event) {
            case Parsed.Valid<?> _ -> Optional.empty();
            case Parsed.Invalid<?>(var reason) -> Optional.of(reason);
        };
    }

    @Override
    public GlobalPosition head() {
        var visible = visible();
        var head = visible.end().position();
        fence.pass(head.value(), visible.era());
        return head;
    }

    @Override
    public GlobalPosition known() {
        return new GlobalPosition(fence.durable());
    }

    /** Forgets what is known of the log, which has another history. */
    public void forget() {
        fence.forget();
    }

    @Override
    public LogPlace at(GlobalPosition position) {
        if (position.equals(GlobalPosition.START)) {
            return LogPlace.START;
        }
        return database.ask(AT, select -> {
            new Parameters(select).add(position.value());
            try (var rows = select.executeQuery()) {
                return rows.next() ? place(rows) : new LogPlace(position, "");
            }
        });
    }

    private static LogPlace place(ResultSet row) throws SQLException {
        return new LogPlace(new GlobalPosition(row.getLong(1)), row.getString(2));
    }

    /**
     * The end of the log that others can see.
     *
     * @param era the one of the fence in which it was read
     */
    private record Visible(LogPlace end, long era) {}

    private Visible visible() {
        while (true) {
            var era = fence.era();
            var known = fence.durable();
            var end = end();
            if (end.position().value() >= known) {
                return new Visible(end, era);
            }
            fence.forget();
        }
    }

    private LogPlace end() {
        return database.ask(END, select -> {
            try (var rows = select.executeQuery()) {
                return rows.next() ? place(rows) : LogPlace.START;
            }
        });
    }
}
