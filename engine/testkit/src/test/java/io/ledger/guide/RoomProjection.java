package io.ledger.guide;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events of rooms make of their views; a closed room has none. */
public record RoomProjection(Aggregate<RoomCommand, Room, RoomEvent, RoomRejection> aggregate)
        implements ViewProjection<Room, RoomEvent, RoomView> {

    @Override
    public Optional<RoomView> project(Optional<RoomView> before, Recorded<RoomEvent> event) {
        if (before.isEmpty() && event.version() > 1) {
            throw new ImpossibleEventException("an event follows RoomClosed");
        }
        // The view has the whole state of an open room, so the rules of the room do for the view as well.
        var room = before.map(view -> new Room(view.name(), view.bookings(), false));
        return view(
                aggregate.decider().evolve(room, event.event()), event.stream().id(), event.version());
    }

    @Override
    public Optional<RoomView> view(Versioned<Room> state) {
        return view(state.state(), state.stream().id(), state.version());
    }

    private static Optional<RoomView> view(Room room, String id, int version) {
        return room.closed() ? Optional.empty() : Optional.of(new RoomView(id, version, room.name(), room.bookings()));
    }

    @Override
    public Map<String, Object> fields(Room room) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", room.name());
        fields.put("bookings", room.bookings());
        return fields;
    }

    @Override
    public List<DocumentDifference> differences(RoomView live, RoomView wanted) {
        var found = new ArrayList<DocumentDifference>();
        DocumentDifference.add(found, "name", live.name(), wanted.name());
        DocumentDifference.add(found, "bookings", live.bookings(), wanted.bookings());
        DocumentDifference.add(found, "version", live.version(), wanted.version());
        return found;
    }

    @Override
    public String describe(RoomView view) {
        return DocumentDifference.quoted(view.name()) + ", version " + view.version();
    }
}
