package io.ledger.kafka;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventSource;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.kafka.TopicRun.FoundRun;
import io.ledger.kafka.TopicRun.NoRun;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic that the relay fills, as what a projection reads; the log itself for what the topic does not have.
 *
 * <p><b>Nothing is left out.</b> Positions have no gap, so a run of them from the projection's own event on is all there is.
 * What does not follow, or does not begin with that very event, is not taken.
 *
 * <p><b>The log decides.</b> Of each page, the log is asked which event stands at its end: one row, found by its key. Two
 * logs that have the same event there have the same events before it. So a log that has lost its end is noticed, and what
 * the topic still has of that end is not taken. While the log does not answer, the topic is believed.
 *
 * <p><b>Nobody waits long.</b> When the topic has a gap, ends too early or cannot be read, the page is read from the log. The
 * reader of the topic follows meanwhile, and as soon as it has what the projection needs next, the topic is read again.
 *
 * <p>One projection uses it, from one thread at a time.
 *
 * @param <E> events of the projection's category
 */
public final class TopicEventSource<E> implements EventSource<E> {

    private static final Logger LOG = LoggerFactory.getLogger(TopicEventSource.class);

    private final String projection;
    private final EventLog<E> log;
    private final Function<StoredEvent, LogEntry<E>> entries;
    private final SourcePatience patience;
    private final TopicReader reader;
    private final AtomicLong fromTopic = new AtomicLong();
    private final AtomicLong fromLog = new AtomicLong();
    private final Map<SourceTrouble, AtomicLong> fallbacks = new EnumMap<>(SourceTrouble.class);

    private volatile @Nullable SourceTrouble trouble;
    private String lastPlace = "";
    private long behindSinceNanos;
    private boolean isBehind;

    /** Parameters as for one of the program's. */
    TopicEventSource(
            String projection,
            KafkaSettings settings,
            EventLog<E> log,
            Function<byte[], Optional<StoredEvent>> form,
            Function<StoredEvent, LogEntry<E>> entries,
            Runnable arrival,
            SourcePatience patience) {
        this.projection = projection;
        this.log = log;
        this.entries = entries;
        this.patience = patience;
        this.reader = new TopicReader(settings, form, arrival, patience.gap());
        for (var each : SourceTrouble.values()) {
            fallbacks.put(each, new AtomicLong());
        }
    }

    /**
     * One for a projection that runs on and on.
     *
     * @param projection its name
     * @param form reads an event as the relay writes it; empty for what is none
     * @param entries what an event is to a reader of this category
     * @param arrival called when something new has come
     */
    public static <E> TopicEventSource<E> following(
            String projection,
            KafkaSettings settings,
            EventLog<E> log,
            Function<byte[], Optional<StoredEvent>> form,
            Function<StoredEvent, LogEntry<E>> entries,
            Runnable arrival) {
        return new TopicEventSource<>(projection, settings, log, form, entries, arrival, SourcePatience.FOLLOWING);
    }

    /** One for a rebuild, which does not wait for a relay at the end of the topic; parameters as for a projection. */
    public static <E> TopicEventSource<E> once(
            String projection,
            KafkaSettings settings,
            EventLog<E> log,
            Function<byte[], Optional<StoredEvent>> form,
            Function<StoredEvent, LogEntry<E>> entries) {
        return new TopicEventSource<>(projection, settings, log, form, entries, () -> {}, SourcePatience.ONCE);
    }

    @Override
    public SourcePage<E> from(LogPlace at, String place, int limit) {
        lastPlace = place;
        return page(at, limit);
    }

    @Override
    public SourcePages<E> after(LogPlace last, int size) {
        return new SourcePages<>() {

            private LogPlace reached = last;

            @Override
            public SourcePage<E> next() {
                var page = page(reached, Math.min(size + 1, EventLog.MAX_PAGE));
                var found = page.entries();
                if (found.isEmpty() || !isAt(reached, found.getFirst())) {
                    return new SourcePage<>(List.of(), page.place());
                }
                var end = found.getLast();
                reached = new LogPlace(end.position(), end.eventId());
                return new SourcePage<>(found.subList(1, found.size()), page.place());
            }

            @Override
            public void close() {
                // The reader goes on.
            }
        };
    }

    private SourcePage<E> page(LogPlace at, int limit) {
        var isStart = at.position().equals(GlobalPosition.START);
        var own = isStart ? 0 : 1;
        return switch (run(at, own, limit)) {
            case NoRun(var why, var detail) -> read(at, limit, why, detail);
            case FoundRun(var events, var place) -> {
                if (!isStart && !eventId(events.getFirst()).equals(at.eventId())) {
                    yield read(at, limit, SourceTrouble.OTHER_EVENT, "position " + at.position());
                }
                if (events.size() == own) {
                    yield nothingNew(at, events, limit);
                }
                var end = events.getLast();
                if (!isInLog(end)) {
                    yield read(at, limit, SourceTrouble.OTHER_LOG, "position " + end.position());
                }
                isBehind = false;
                goOn();
                fromTopic.addAndGet(events.size() - own);
                lastPlace = place;
                yield page(events);
            }
        };
    }

    private TopicRun run(LogPlace at, int own, int limit) {
        try {
            // A rebuild waits for the reader to begin; whoever reads the log already does not wait.
            return reader.from(
                    Math.max(1, at.position().value()),
                    own,
                    lastPlace,
                    limit,
                    trouble == null ? patience.reader() : Duration.ZERO);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new NoRun(SourceTrouble.UNREACHABLE, "interrupted");
        }
    }

    /** The topic has what the projection has. So may the log, or it has more, or less. */
    private SourcePage<E> nothingNew(LogPlace at, List<TopicEvent> events, int limit) {
        LogPlace end;
        try {
            end = log.end();
            if (at.position().isBefore(end.position()) && !events.isEmpty()) {
                end = isInLog(events.getFirst()) ? end : LogPlace.START;
            }
        } catch (StoreUnavailableException unanswered) {
            LOG.atDebug().setCause(unanswered).log("the end of the log is not known");
            return page(events);
        }
        if (end.equals(at)) {
            isBehind = false;
            goOn();
            return page(events);
        }
        if (!at.position().isBefore(end.position())) {
            return read(at, limit, SourceTrouble.OTHER_LOG, "position " + at.position());
        }
        if (!isBehind) {
            isBehind = true;
            behindSinceNanos = System.nanoTime();
        }
        if (trouble == null
                && System.nanoTime() - behindSinceNanos < patience.relay().toNanos()) {
            return page(events);
        }
        var failure = reader.failure();
        return read(
                at,
                limit,
                failure.isPresent() ? SourceTrouble.UNREACHABLE : SourceTrouble.BEHIND,
                failure.orElse("position " + at.position()));
    }

    /** Whether the log has this event; a log that does not answer may have it. */
    private boolean isInLog(TopicEvent event) {
        try {
            return log.at(new GlobalPosition(event.position())).eventId().equals(eventId(event));
        } catch (StoreUnavailableException unanswered) {
            LOG.atDebug().setCause(unanswered).log("the log cannot be asked for an event");
            return true;
        }
    }

    private static String eventId(TopicEvent event) {
        return event.event().map(StoredEvent::eventId).orElse("");
    }

    private SourcePage<E> page(List<TopicEvent> events) {
        var found = new ArrayList<LogEntry<E>>(events.size());
        for (var event : events) {
            found.add(entries.apply(event.event().orElseThrow()));
        }
        return new SourcePage<>(found, lastPlace);
    }

    private SourcePage<E> read(LogPlace at, int limit, SourceTrouble why, String detail) {
        var page = log.replayFrom(at.position(), limit);
        fallbacks.computeIfAbsent(why, _ -> new AtomicLong()).incrementAndGet();
        if (trouble != why) {
            LOG.atWarn()
                    .addKeyValue("projection", projection)
                    .addKeyValue("reason", why.text())
                    .addKeyValue("detail", detail)
                    .log("the projection reads the log instead of the topic");
        }
        trouble = why;
        var news = page.stream()
                .filter(entry -> at.position().isBefore(entry.position()))
                .count();
        fromLog.addAndGet(news);
        var known = reader.place();
        lastPlace = known.isEmpty() ? lastPlace : known;
        return new SourcePage<>(page, lastPlace);
    }

    private void goOn() {
        if (trouble != null) {
            LOG.atInfo().addKeyValue("projection", projection).log("the projection reads the topic again");
            trouble = null;
        }
    }

    private static boolean isAt(LogPlace place, LogEntry<?> entry) {
        return entry.position().equals(place.position()) && entry.eventId().equals(place.eventId());
    }

    /** Why the log is read instead of the topic; empty while it is not. */
    public Optional<SourceTrouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Events that were taken from the topic. */
    public long fromTopic() {
        return fromTopic.get();
    }

    /** Events that were read from the log instead. */
    public long fromLog() {
        return fromLog.get();
    }

    /** Why pages were read from the log, in the order of the enum. */
    public List<SourceTrouble> troubles() {
        return fallbacks.entrySet().stream()
                .filter(each -> each.getValue().get() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Counts under the projection's name. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.projection.source.trouble", this, source -> source.trouble == null ? 0 : 1)
                .tag("projection", projection)
                .description("1 while the projection reads the log instead of the topic")
                .register(registry);
        FunctionCounter.builder("ledger.projection.source.events", fromTopic, AtomicLong::doubleValue)
                .tag("projection", projection)
                .tag("source", "kafka")
                .description("Events the projection has read, by where from")
                .register(registry);
        FunctionCounter.builder("ledger.projection.source.events", fromLog, AtomicLong::doubleValue)
                .tag("projection", projection)
                .tag("source", "log")
                .description("Events the projection has read, by where from")
                .register(registry);
        fallbacks.forEach((why, count) -> FunctionCounter.builder(
                        "ledger.projection.source.fallbacks", count, AtomicLong::doubleValue)
                .tag("projection", projection)
                .tag("reason", why.label())
                .description("Pages that were read from the log instead of the topic")
                .register(registry));
    }

    @Override
    public void close() {
        reader.close();
    }
}
