package io.circleledger.domain.circle;

import io.ledger.core.collection.SharedMap;
import io.ledger.core.person.PersonId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people of a circle.
 *
 * @param members who counts, the owner among them, with the number of the circle's event that each joined by
 * @param owner one of the members
 * @param officers who holds an office
 */
public record Roster(SharedMap<PersonId, Integer> members, Optional<PersonId> owner, Map<Office, PersonId> officers) {

    /** Nobody. */
    public static final Roster EMPTY = new Roster(SharedMap.empty(), Optional.empty(), Map.of());

    /**
     * A member.
     *
     * @param since the number of the event that they joined by
     */
    public record Member(PersonId id, int since) {}

    public Roster {
        officers = Map.copyOf(officers);
    }

    public int size() {
        return members.size();
    }

    public boolean has(PersonId person) {
        return members.has(person);
    }

    /** Whether the person owns the circle. */
    public boolean isOwner(PersonId person) {
        return owner.equals(Optional.of(person));
    }

    /** The offices that the person holds, in their order. */
    public List<Office> officesOf(PersonId person) {
        return officers.entrySet().stream()
                .filter(entry -> entry.getValue().equals(person))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** What the person is called in lists: owner, an office, or member; empty for who is none of them. */
    public Optional<String> role(PersonId person) {
        if (isOwner(person)) {
            return Optional.of("owner");
        }
        return officesOf(person).stream()
                .findFirst()
                .map(Office::label)
                .or(() -> has(person) ? Optional.of("member") : Optional.empty());
    }

    /** The members, the owner first, then by joining. */
    public List<Member> inOrder() {
        return members.entries().stream()
                .map(entry -> new Member(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Member member) -> !isOwner(member.id()))
                        .thenComparingInt(Member::since)
                        .thenComparing(Member::id))
                .toList();
    }

    Roster joined(PersonId person, int since) {
        return new Roster(members.with(person, since), owner, officers);
    }

    Roster left(PersonId person) {
        return new Roster(members.without(person), owner, officers);
    }

    Roster ownedBy(Optional<PersonId> person) {
        return new Roster(members, person, officers);
    }

    Roster appointed(Office office, PersonId person) {
        var changed = new EnumMap<Office, PersonId>(Office.class);
        changed.putAll(officers);
        changed.put(office, person);
        return new Roster(members, owner, changed);
    }

    Roster relieved(Office office) {
        var changed = new EnumMap<Office, PersonId>(Office.class);
        changed.putAll(officers);
        changed.remove(office);
        return new Roster(members, owner, changed);
    }
}
