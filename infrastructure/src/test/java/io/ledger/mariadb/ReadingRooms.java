package io.ledger.mariadb;

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
import io.ledger.core.log.EventMetadata;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A second kind of stream, as small as one can be: rooms that are opened, get other seats and are closed. */
final class ReadingRooms {

    static final String CATEGORY = "reading-room";

    static final Aggregate<Integer, Room, RoomEvent, String> AGGREGATE =
            new Aggregate<>(CATEGORY, new Rules(), new Events(), new Snapshots());

    private ReadingRooms() {}

    record Room(int seats, boolean closed) {}

    sealed interface RoomEvent {

        record Opened(int seats) implements RoomEvent {}

        record Refitted(int seats) implements RoomEvent {}

        record Closed() implements RoomEvent {}
    }

    static StreamId newRoom() {
        return StreamId.of(CATEGORY, UUID.randomUUID());
    }

    /** An append right after what was loaded, which may be nothing. */
    static Append append(StreamId id, Optional<Versioned<Room>> latest, RoomEvent... events) {
        var state = latest.map(Versioned::state);
        var recorded = new ArrayList<NewEvent<RoomEvent>>();
        for (var event : events) {
            state = Optional.of(AGGREGATE.decider().evolve(state, event));
            recorded.add(new NewEvent<>(
                    UUID.randomUUID(), Instant.parse("2026-04-01T09:00:00.123456Z"), EventMetadata.NONE, event));
        }
        return new Append(
                new StreamAppend<>(AGGREGATE, id, latest.map(Versioned::lastEvent), recorded, state.orElseThrow()));
    }

    private static final class Rules implements Decider<Integer, Room, RoomEvent, String> {

        @Override
        public Decision<RoomEvent, String> decide(Integer seats, Optional<Room> state) {
            return new Decision.Accepted<>(
                    List.of(state.isEmpty() ? new RoomEvent.Opened(seats) : new RoomEvent.Refitted(seats)));
        }

        @Override
        public Room evolve(Optional<Room> state, RoomEvent event) {
            return switch (event) {
                case RoomEvent.Opened(var seats) -> {
                    if (state.isPresent()) {
                        throw new ImpossibleEventException("a room is opened twice");
                    }
                    yield new Room(seats, false);
                }
                case RoomEvent.Refitted(var seats) ->
                    new Room(seats, open(state).closed());
                case RoomEvent.Closed() -> new Room(open(state).seats(), true);
            };
        }

        private static Room open(Optional<Room> state) {
            return state.filter(room -> !room.closed())
                    .orElseThrow(() -> new ImpossibleEventException("the room is not open"));
        }
    }

    private static final class Events implements EventCodec<RoomEvent> {

        private static final Pattern SEATS = Pattern.compile("\\{\"seats\":(\\d+)\\}");

        @Override
        public EventTypes types() {
            return new EventTypes(
                    List.of("RoomOpened", "RoomRefitted", "RoomClosed"), "RoomOpened", List.of("RoomClosed"));
        }

        @Override
        public EncodedEvent encode(RoomEvent event) {
            return switch (event) {
                case RoomEvent.Opened(var seats) -> new EncodedEvent("RoomOpened", 1, "{\"seats\":" + seats + "}");
                case RoomEvent.Refitted(var seats) -> new EncodedEvent("RoomRefitted", 1, "{\"seats\":" + seats + "}");
                case RoomEvent.Closed() -> new EncodedEvent("RoomClosed", 1, "{}");
            };
        }

        @Override
        public Parsed<RoomEvent> decode(EncodedEvent encoded) {
            var seats = SEATS.matcher(encoded.payload());
            var hasSeats = seats.matches();
            return switch (encoded.eventType()) {
                case "RoomOpened", "RoomRefitted" ->
                    hasSeats
                            ? new Parsed.Valid<>(event(encoded.eventType(), Integer.parseInt(seats.group(1))))
                            : new Parsed.Invalid<>("the seats are missing");
                case "RoomClosed" -> new Parsed.Valid<>(new RoomEvent.Closed());
                default -> new Parsed.Invalid<>("the event type is unknown");
            };
        }

        private static RoomEvent event(String type, int seats) {
            return type.equals("RoomOpened") ? new RoomEvent.Opened(seats) : new RoomEvent.Refitted(seats);
        }
    }

    private static final class Snapshots implements StateCodec<Room> {

        private static final Pattern STATE = Pattern.compile("^\\[\\d+,(\\d{1,9}),(true|false)\\]$");

        @Override
        public String encode(StreamId stream, int version, Room room) {
            return "[%d,%d,%s]".formatted(version, room.seats(), room.closed());
        }

        @Override
        public Optional<Room> decode(StreamId stream, int version, String json) {
            return STATE.matcher(json)
                    .results()
                    .findFirst()
                    .map(state -> new Room(Integer.parseInt(state.group(1)), Boolean.parseBoolean(state.group(2))))
                    .filter(room -> encode(stream, version, room).equals(json));
        }

        @Override
        public String describe(Room room) {
            return room.seats() + " seats";
        }
    }
}
