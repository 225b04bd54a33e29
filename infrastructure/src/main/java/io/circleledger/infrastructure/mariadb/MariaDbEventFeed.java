package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.feed.EventFeed;
import io.circleledger.domain.feed.FeedFilter;
import io.circleledger.domain.feed.StoredEvent;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EnvelopeText;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The log of all events, read from MariaDB for readers outside: as it is stored, and behind a {@link
 * LogFence}.
 *
 * <p>The end of the log is read first. Positions become visible in their order, so everything up to
 * that end is there when the events are read after it. Each page tells which event stands at the position it was asked
 * for, so that its reader sees whether the page follows what it has read before.
 */
public final class MariaDbEventFeed implements EventFeed {

    private static final String END = "SELECT position, id FROM circle_events ORDER BY position DESC LIMIT 1";

    private static final String AT = "SELECT position, id FROM circle_events WHERE position = ?";

    /** With the event at the position itself, so that one statement tells what it is and what follows it. */
    private static final String ALL_FROM = "SELECT " + EventRow.COLUMNS + " FROM circle_events e"
            + " WHERE e.position >= ? AND e.position <= ? ORDER BY e.position LIMIT ?";

    private static final String EVENTS = "SELECT " + EventRow.COLUMNS + " FROM circle_events e"
            + " WHERE e.position > ? AND e.position <= ?%s ORDER BY e.position LIMIT ?";

    private final DataSource dataSource;
    private final EventCodec codec;
    private final LogFence fence;

    public MariaDbEventFeed(DataSource dataSource, EventCodec codec) {
        this.dataSource = dataSource;
        this.codec = codec;
        this.fence = new LogFence(dataSource);
    }

    @Override
    public Page after(GlobalPosition position, FeedFilter filter, int limit) {
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
            return new Page(List.of(), here, here, end.position());
        }
        var last = position.value() + Math.min(MAX_SCAN, head - position.value());
        return filter.equals(FeedFilter.ALL)
                ? unfiltered(position, last, limit, end, era)
                : filtered(position, last, filter, limit, end, era);
    }

    private Page unfiltered(GlobalPosition position, long last, int limit, LogPlace end, long era) {
        if (position.equals(GlobalPosition.START)) {
            return page(events(0, last, FeedFilter.ALL, limit), LogPlace.START, last, limit, end, era);
        }
        var read = eventsFrom(position.value(), last, limit + 1);
        var isThere = !read.isEmpty() && read.getFirst().position().equals(position);
        var after = isThere ? read.getFirst().place() : new LogPlace(position, "");
        var following = isThere ? read.subList(1, read.size()) : read.subList(0, Math.min(limit, read.size()));
        return page(following, after, last, limit, end, era);
    }

    private Page filtered(GlobalPosition position, long last, FeedFilter filter, int limit, LogPlace end, long era) {
        var events = events(position.value(), last, filter, limit);
        // After the events: if the place is what it was, they follow it. A log never goes back to a history it has
        // left.
        return page(events, at(position), last, limit, end, era);
    }

    private Page page(List<StoredEvent> events, LogPlace after, long last, int limit, LogPlace end, long era) {
        var upTo = events.size() < limit ? last : events.getLast().position().value();
        fence.pass(upTo, era);
        // What is beyond is only told when it is known to last, so a page deep in the log costs no write.
        var known = Math.max(upTo, Math.min(end.position().value(), fence.durable()));
        return new Page(events, after, place(upTo, events, end), new GlobalPosition(known));
    }

    private LogPlace place(long position, List<StoredEvent> events, LogPlace end) {
        if (!events.isEmpty() && events.getLast().position().value() == position) {
            return events.getLast().place();
        }
        return end.position().value() == position ? end : at(new GlobalPosition(position));
    }

    private List<StoredEvent> eventsFrom(long first, long last, int limit) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(ALL_FROM)) {
            select.setLong(1, first);
            select.setLong(2, last);
            select.setInt(3, limit);
            return read(select);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    private List<StoredEvent> events(long after, long last, FeedFilter filter, int limit) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(EVENTS.formatted(condition(filter)))) {
            var parameter = 1;
            select.setLong(parameter++, after);
            select.setLong(parameter++, last);
            parameter = bind(filter, select, parameter);
            select.setInt(parameter, limit);
            return read(select);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
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

    private static String condition(FeedFilter filter) {
        var circle = filter.circle().isPresent() ? " AND e.circle_id = ?" : "";
        var types = filter.types().isEmpty()
                ? ""
                : " AND e.event_type IN ("
                        + String.join(", ", Collections.nCopies(filter.types().size(), "?")) + ")";
        return circle + types;
    }

    /** @return the number of the next parameter */
    private static int bind(FeedFilter filter, PreparedStatement select, int first) throws SQLException {
        var parameter = first;
        if (filter.circle().isPresent()) {
            select.setString(parameter++, filter.circle().get().id());
        }
        for (var type : filter.types()) {
            select.setString(parameter++, type);
        }
        return parameter;
    }

    StoredEvent stored(EventRow row) {
        var metadata = MetadataCodec.read(row.metadata());
        return new StoredEvent(
                new GlobalPosition(row.position()),
                row.id(),
                row.circleId(),
                row.version(),
                row.event().eventType(),
                row.event().schemaVersion(),
                row.event().payload(),
                row.occurredAt(),
                metadata.known(),
                unreadable(row),
                metadata.text().isEmpty() && row.timeText().isEmpty()
                        ? EnvelopeText.NONE
                        : new EnvelopeText(metadata.text(), metadata.fault(), row.timeText()));
    }

    private Optional<String> unreadable(EventRow row) {
        return switch (row.decode(codec)) {
            case RecordedEvent _ -> Optional.empty();
            case UnreadableEntry entry -> Optional.of(entry.reason());
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
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(AT)) {
            select.setLong(1, position.value());
            try (var rows = select.executeQuery()) {
                return rows.next() ? place(rows) : new LogPlace(position, "");
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
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
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(END);
                var rows = select.executeQuery()) {
            return rows.next() ? place(rows) : LogPlace.START;
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
