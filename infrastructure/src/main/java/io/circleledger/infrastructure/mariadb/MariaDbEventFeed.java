package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.LogEntry.UnreadableEntry;
import io.circleledger.domain.feed.EnvelopeText;
import io.circleledger.domain.feed.EventFeed;
import io.circleledger.domain.feed.FeedFilter;
import io.circleledger.domain.feed.StoredEvent;
import java.sql.PreparedStatement;
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
 * that end is there when the events are read after it.
 */
public final class MariaDbEventFeed implements EventFeed {

    private static final String HEAD = "SELECT COALESCE(MAX(position), 0) FROM circle_events";

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
        var head = visibleHead();
        if (head <= position.value()) {
            fence.pass(head);
            return new Page(List.of(), position, new GlobalPosition(head));
        }
        var last = position.value() + Math.min(MAX_SCAN, head - position.value());
        var events = events(position.value(), last, filter, limit);
        var upTo = events.size() < limit ? last : events.getLast().position().value();
        fence.pass(upTo);
        // What is beyond is only told when it is known to last, so a page deep in the log costs no write.
        var end = Math.max(upTo, Math.min(head, fence.durable()));
        return new Page(events, new GlobalPosition(upTo), new GlobalPosition(end));
    }

    private List<StoredEvent> events(long after, long last, FeedFilter filter, int limit) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(EVENTS.formatted(condition(filter)))) {
            var parameter = 1;
            select.setLong(parameter++, after);
            select.setLong(parameter++, last);
            parameter = bind(filter, select, parameter);
            select.setInt(parameter, limit);
            try (var rows = select.executeQuery()) {
                var events = new ArrayList<StoredEvent>();
                while (rows.next()) {
                    events.add(stored(EventRow.read(rows, 1)));
                }
                return events;
            }
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
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
            select.setString(parameter++, filter.circle().get().value());
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
        var head = visibleHead();
        fence.pass(head);
        return new GlobalPosition(head);
    }

    @Override
    public GlobalPosition known() {
        return new GlobalPosition(fence.durable());
    }

    private long visibleHead() {
        var known = fence.durable();
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(HEAD);
                var rows = select.executeQuery()) {
            rows.next();
            var head = rows.getLong(1);
            if (head < known) {
                fence.forget();
            }
            return head;
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
