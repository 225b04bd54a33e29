package io.circleledger.domain.circle;

import io.ledger.core.person.PersonId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happened to a circle.
 *
 * <p>An event says only what changed. Whose event it is, its version and its position in the log
 * belong to the envelope it is recorded in. Of people it holds ids alone.
 */
public sealed interface CircleEvent {

    /**
     * The circle came into being; the first event of every history, and only the first.
     *
     * @param owner its first member
     */
    record CircleCreated(CircleDetails details, Optional<PersonId> owner) implements CircleEvent {

        /** One without an owner. */
        public CircleCreated(CircleDetails details) {
            this(details, Optional.empty());
        }
    }

    /** The fields that are present got new values; at least one is. */
    record CircleUpdated(CircleDetails.Change change) implements CircleEvent {

        /** @throws IllegalArgumentException when nothing changed */
        public CircleUpdated {
            if (change.isEmpty()) {
                throw new IllegalArgumentException("A CircleUpdated changes at least one field");
            }
        }
    }

    /** The circle came to its end; after it there is a CircleReinstated, or nothing. */
    record CircleDissolved() implements CircleEvent {}

    /** Somebody became a member. */
    record MemberJoined(PersonId person) implements CircleEvent {}

    /** A member, who held no office and did not own the circle any more, is none now. */
    record MemberLeft(PersonId person, LeaveReason reason) implements CircleEvent {}

    /** A member became the owner, or the circle has none now. */
    record OwnerChanged(Optional<PersonId> person) implements CircleEvent {}

    /** Somebody got an office. */
    record OfficerAppointed(Office office, PersonId person) implements CircleEvent {}

    /** An office became vacant. */
    record OfficerRelieved(Office office) implements CircleEvent {}

    /** The circle goes on for a year. */
    record CircleRenewed(int year) implements CircleEvent {}

    /** The circle was not renewed for a year. */
    record CircleLapsed(int year) implements CircleEvent {}

    /** The circle was stopped. */
    record CircleSuspended() implements CircleEvent {}

    /** The circle is active again. */
    record CircleReinstated() implements CircleEvent {}

    /** What the event says: strings and whole numbers under the names that they are stored with. */
    default Map<String, Object> plain() {
        return switch (this) {
            case CircleCreated(var details, var owner) -> {
                var plain = new LinkedHashMap<>(details.plain());
                owner.ifPresent(id -> plain.put("owner", id.toString()));
                yield plain;
            }
            case CircleUpdated(var change) -> change.plain();
            case MemberJoined(var person) -> Map.of("person_id", person.toString());
            case MemberLeft(var person, var reason) ->
                ordered("person_id", person.toString(), "reason", reason.label());
            case OwnerChanged(var person) ->
                person.<Map<String, Object>>map(id -> Map.of("person_id", id.toString()))
                        .orElseGet(Map::of);
            case OfficerAppointed(var office, var person) ->
                ordered("office", office.label(), "person_id", person.toString());
            case OfficerRelieved(var office) -> Map.of("office", office.label());
            case CircleRenewed(var year) -> Map.of("year", year);
            case CircleLapsed(var year) -> Map.of("year", year);
            case CircleDissolved(), CircleSuspended(), CircleReinstated() -> Map.of();
        };
    }

    private static Map<String, Object> ordered(String first, String value, String second, String other) {
        var plain = new LinkedHashMap<String, Object>();
        plain.put(first, value);
        plain.put(second, other);
        return plain;
    }
}
