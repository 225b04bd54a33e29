package io.ledger.testkit;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.decide.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Streams whose state grows with every event: choirs, which singers join one by one and never leave. */
final class Choirs {

    /** What was encoded, in characters: the work that snapshots cost, kept or not. */
    private final AtomicLong encoded = new AtomicLong();

    record Choir(List<String> singers) {}

    sealed interface ChoirEvent {

        record ChoirFounded() implements ChoirEvent {}

        record SingerJoined(String singer) implements ChoirEvent {}
    }

    Aggregate<String, Choir, ChoirEvent, String> aggregate() {
        return new Aggregate<>("choir", new ChoirRules(), new ChoirEvents(), new ChoirSnapshots());
    }

    long encodedCharacters() {
        return encoded.get();
    }

    /** A command is the singer who joins; the first one founds the choir. */
    private record ChoirRules() implements Decider<String, Choir, ChoirEvent, String> {

        @Override
        public Decision<ChoirEvent, String> decide(String singer, Optional<Choir> choir) {
            return new Decision.Accepted<>(
                    List.of(choir.isPresent() ? new ChoirEvent.SingerJoined(singer) : new ChoirEvent.ChoirFounded()));
        }

        @Override
        public Choir evolve(Optional<Choir> choir, ChoirEvent event) {
            return switch (event) {
                case ChoirEvent.ChoirFounded() -> new Choir(List.of());
                case ChoirEvent.SingerJoined(var singer) -> {
                    var singers = new ArrayList<>(
                            choir.orElseThrow(() -> new ImpossibleEventException("a singer joins no choir"))
                                    .singers());
                    singers.add(singer);
                    yield new Choir(singers);
                }
            };
        }
    }

    private record ChoirEvents() implements EventCodec<ChoirEvent> {

        private static final Pattern SINGER = Pattern.compile("\\{\"singer\":\"([a-z0-9-]+)\"}");

        @Override
        public EventTypes types() {
            return new EventTypes(List.of("ChoirFounded", "SingerJoined"), "ChoirFounded", List.of());
        }

        @Override
        public EncodedEvent encode(ChoirEvent event) {
            return switch (event) {
                case ChoirEvent.ChoirFounded() -> new EncodedEvent("ChoirFounded", 1, "{}");
                case ChoirEvent.SingerJoined(var singer) ->
                    new EncodedEvent("SingerJoined", 1, "{\"singer\":\"" + singer + "\"}");
            };
        }

        @Override
        public Parsed<ChoirEvent> decode(EncodedEvent encoded) {
            if (encoded.eventType().equals("ChoirFounded")) {
                return new Parsed.Valid<>(new ChoirEvent.ChoirFounded());
            }
            var singer = SINGER.matcher(encoded.payload());
            return singer.matches()
                    ? new Parsed.Valid<>(new ChoirEvent.SingerJoined(singer.group(1)))
                    : new Parsed.Invalid<>("the singer is missing");
        }
    }

    private final class ChoirSnapshots implements StateCodec<Choir> {

        @Override
        public String encode(StreamId stream, int version, Choir choir) {
            var text = "[%d,\"%s\"]".formatted(version, String.join("\",\"", choir.singers()));
            encoded.addAndGet(text.length());
            return text;
        }

        @Override
        public Optional<Choir> decode(StreamId stream, int version, String json) {
            var beginning = "[" + version + ",\"";
            return json.startsWith(beginning) && json.endsWith("\"]")
                    ? Optional.of(new Choir(List.of(json.substring(beginning.length(), json.length() - 2)
                            .split("\",\""))))
                    : Optional.empty();
        }

        @Override
        public String describe(Choir choir) {
            return choir.singers().size() + " singers";
        }
    }
}
