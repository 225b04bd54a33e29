package io.circleledger.domain.circle;

import io.ledger.core.person.PersonId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in a circle, as a line of a roster has it. */
public enum RosterRole {
    OWNER,
    VICE,
    TREASURER,
    ADVISOR,
    MEMBER;

    /** The name that is stored and shown; it never changes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The office that it is; empty for owners and members. */
    public Optional<Office> office() {
        return switch (this) {
            case OWNER, MEMBER -> Optional.empty();
            case VICE -> Optional.of(Office.VICE);
            case TREASURER -> Optional.of(Office.TREASURER);
            case ADVISOR -> Optional.of(Office.ADVISOR);
        };
    }

    /** Whether somebody is that. Who owns the circle, or has an office of members, is a member as well. */
    public boolean isHeld(Roster roster, PersonId person) {
        return holder(roster).map(person::equals).orElseGet(() -> this == MEMBER && roster.has(person));
    }

    /** The one who is that; empty for members, of whom there are many. */
    public Optional<PersonId> holder(Roster roster) {
        return this == OWNER
                ? roster.owner()
                : office().flatMap(
                                office -> Optional.ofNullable(roster.officers().get(office)));
    }

    /** All that somebody is; member only where nothing else says it. */
    public static List<RosterRole> of(Roster roster, PersonId person) {
        return Arrays.stream(values())
                .filter(role -> role.isHeld(roster, person))
                .filter(role -> role != MEMBER || !hasOfficeOfMembers(roster, person))
                .toList();
    }

    private static boolean hasOfficeOfMembers(Roster roster, PersonId person) {
        return OWNER.isHeld(roster, person) || VICE.isHeld(roster, person) || TREASURER.isHeld(roster, person);
    }
}
