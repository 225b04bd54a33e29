package io.ledger.core.person;

import io.ledger.core.StreamId;
import java.util.Optional;
import java.util.UUID;

/** Which person: an opaque UUID, and all that events hold of one. */
public record PersonId(UUID value) implements Comparable<PersonId> {

    /** The person of an id, or empty when the text has another shape: then nobody can have it. */
    public static Optional<PersonId> parse(String text) {
        return StreamId.isId(text) ? Optional.of(new PersonId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public int compareTo(PersonId other) {
        return value.compareTo(other.value);
    }

    /** The 36 lower-case characters. */
    @Override
    public String toString() {
        return value.toString();
    }
}
