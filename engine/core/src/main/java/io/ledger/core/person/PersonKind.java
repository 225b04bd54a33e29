package io.ledger.core.person;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is to the university. */
public enum PersonKind {
    STUDENT,
    STAFF;

    /** The name that is stored and shown; it never changes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PersonKind> parse(String label) {
        return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }
}
