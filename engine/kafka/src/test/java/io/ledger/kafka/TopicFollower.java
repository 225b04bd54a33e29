package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Parsed;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.testkit.counter.CounterEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes steps as a projection does: from its own event on, and starts over where the log has another one. */
final class TopicFollower implements AutoCloseable {

    private static final int PAGE = 500;

    private final TopicEventSource<CounterEvent> source;
    private final List<LogEntry<CounterEvent>> read = new ArrayList<>();
    private LogPlace at = LogPlace.START;
    private String place = "";

    /** As patient as a projection of the program. */
    TopicFollower(RelayedLedger ledger) {
        this(ledger, SourcePatience.FOLLOWING);
    }

    TopicFollower(RelayedLedger ledger, SourcePatience patience) {
        this.source = new TopicEventSource<>(
                "counters", ledger.settings(), ledger.log(), TopicFollower::event, ledger::entry, () -> {}, patience);
    }

    private static Optional<StoredEvent> event(byte[] value) {
        return switch (CloudEventCodec.decode(new String(value, StandardCharsets.UTF_8))) {
            case Parsed.Valid<StoredEvent>(var event) -> Optional.of(event);
            case Parsed.Invalid<StoredEvent> _ -> Optional.empty();
        };
    }

    /** Goes on where another one was. */
    TopicFollower after(TopicFollower other, boolean withPlace) {
        read.addAll(other.read);
        at = other.at;
        place = withPlace ? other.place : "";
        return this;
    }

    String place() {
        return place;
    }

    TopicEventSource<CounterEvent> source() {
        return source;
    }

    /** What was read, from the first step on. */
    List<LogEntry<CounterEvent>> entries() {
        return read;
    }

    /** Takes one step. */
    void step() {
        var page = source.from(at, place, PAGE);
        var entries = page.entries();
        if (!at.equals(LogPlace.START)) {
            if (entries.isEmpty() || !place(entries.getFirst()).equals(at)) {
                read.clear();
                at = LogPlace.START;
                place = "";
                return;
            }
            entries = entries.subList(1, entries.size());
        }
        for (var entry : entries) {
            assertThat(entry.position().value())
                    .as("no gap")
                    .isEqualTo(at.position().value() + 1);
            read.add(entry);
            at = place(entry);
        }
        if (!entries.isEmpty()) {
            place = page.place();
        }
    }

    private static LogPlace place(LogEntry<?> entry) {
        return new LogPlace(entry.position(), entry.eventId());
    }

    GlobalPosition position() {
        return at.position();
    }

    /** Takes steps until it has read so far. */
    void readTo(long position) {
        eventually(() -> "%s is read, not %s: %s".formatted(position, at, source.trouble()), () -> {
            step();
            return at.position().value() == position;
        });
    }

    /** Takes steps until it has the end of the log from the topic. */
    void goOn() {
        eventually(() -> "the topic is read again, and not " + source.trouble(), () -> {
            step();
            return source.trouble().isEmpty();
        });
    }

    /** Takes steps until it reads the log for this reason. */
    void fallBack(SourceTrouble why) {
        eventually(() -> "the reason is " + why + ", not " + source.trouble(), () -> {
            step();
            return source.trouble().equals(Optional.of(why));
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
