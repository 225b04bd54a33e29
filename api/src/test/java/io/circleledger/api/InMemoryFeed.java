package io.circleledger.api;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.EventSearch;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.http.feed.ServerSentEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A log that lives in memory, as its readers outside see it. */
final class InMemoryFeed implements EventFeed, EventSearch, LiveFeed {

    private final List<StoredEvent> log = new ArrayList<>();
    private int history;
    private boolean closed;
    private boolean down;

    /** Adds an event and tells its position. */
    synchronized long add(String circleId, String type, String payload) {
        return add(circleId, type, payload, Optional.empty());
    }

    synchronized long add(String circleId, String type, String payload, Optional<String> unreadable) {
        var position = log.size() + 1L;
        var version = 1
                + (int) log.stream()
                        .filter(event -> event.streamId().equals(circleId))
                        .count();
        log.add(new StoredEvent(
                new GlobalPosition(position),
                new UUID(history, position).toString(),
                Circles.CATEGORY,
                circleId,
                version,
                type,
                1,
                payload,
                Instant.parse("2026-04-01T09:00:00.123456Z"),
                new EventMetadata("mika", "request-1", ""),
                unreadable));
        notifyAll();
        return position;
    }

    /** Takes no more listeners, and ends the streams of those there are. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized void down() {
        down = true;
    }

    private void check() {
        if (down) {
            throw StoreUnavailableException.of("database", new IOException("refused"));
        }
    }

    @Override
    public synchronized EventFeed.FeedSlice after(GlobalPosition position, FeedFilter filter, int limit) {
        check();
        var from = (int) Math.min(position.value(), log.size());
        var events = log.subList(from, log.size()).stream()
                .filter(event -> filter.takes(event.streamId(), event.eventType()))
                .limit(limit)
                .toList();
        var upTo = events.size() == limit
                ? events.getLast().position()
                : new GlobalPosition(Math.max(position.value(), log.size()));
        return new EventFeed.FeedSlice(events, at(position), at(upTo), head());
    }

    @Override
    public synchronized EventSearch.FoundEvents page(
            EventCriteria criteria, Optional<GlobalPosition> after, int limit) {
        check();
        var found = (criteria.newestFirst() ? log.reversed() : log)
                .stream()
                        .filter(event -> after.isEmpty()
                                || (criteria.newestFirst()
                                        ? event.position().isBefore(after.get())
                                        : after.get().isBefore(event.position())))
                        .filter(event -> criteria.filter().takes(event.streamId(), event.eventType()))
                        .filter(event -> criteria.actor()
                                .map(event.metadata().actor()::equals)
                                .orElse(true))
                        .filter(event -> criteria.from()
                                .map(time -> !event.occurredAt().isBefore(time))
                                .orElse(true))
                        .filter(event -> criteria.to()
                                .map(time -> !event.occurredAt().isAfter(time))
                                .orElse(true))
                        .toList();
        var shown = found.subList(0, Math.min(limit, found.size()));
        return new EventSearch.FoundEvents(
                shown,
                found.size() > limit ? Optional.of(shown.getLast().position()) : Optional.empty(),
                new GlobalPosition(log.size()));
    }

    @Override
    public synchronized LogPlace at(GlobalPosition position) {
        check();
        if (position.equals(GlobalPosition.START)) {
            return LogPlace.START;
        }
        return position.value() <= log.size()
                ? log.get((int) position.value() - 1).place()
                : new LogPlace(position, "");
    }

    /** Forgets the last events, as a database does that was restored from a backup, and ends all streams. */
    synchronized void lose(int events) {
        log.subList(log.size() - events, log.size()).clear();
        history++;
        notifyAll();
    }

    @Override
    public synchronized GlobalPosition head() {
        check();
        return new GlobalPosition(log.size());
    }

    @Override
    public GlobalPosition known() {
        return GlobalPosition.START;
    }

    @Override
    public synchronized Optional<Listener> listen(FeedPlace after, FeedFilter filter) {
        return closed ? Optional.empty() : Optional.of(new InMemoryListener(after, filter));
    }

    private final class InMemoryListener implements Listener {

        private final FeedFilter filter;
        private final int began;
        private FeedPlace place;

        InMemoryListener(FeedPlace place, FeedFilter filter) {
            this.place = place;
            this.filter = filter;
            this.began = history;
        }

        @Override
        public News next(Duration longest) throws InterruptedException {
            synchronized (InMemoryFeed.this) {
                var deadline = System.nanoTime() + longest.toNanos();
                while (true) {
                    if (closed) {
                        return new News.Closed();
                    }
                    if (began != history) {
                        return new News.Dropped();
                    }
                    var page = after(place.position(), filter, EventFeed.MAX_PAGE);
                    place = FeedPlace.of(page.end());
                    if (!page.events().isEmpty()) {
                        return new News.Events(
                                page.events().stream()
                                        .map(ServerSentEvents::event)
                                        .toList(),
                                place);
                    }
                    var millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                    if (millis <= 0) {
                        return new News.Quiet(place);
                    }
                    InMemoryFeed.this.wait(millis);
                }
            }
        }

        @Override
        public void stalled() {
            throw new AssertionError("every client of these tests reads");
        }

        @Override
        public void close() {}
    }
}
