package io.circleledger.domain.circle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody does for a circle besides being its owner. */
public enum Office {
    /** Stands in for the owner; a member. */
    VICE,
    /** Keeps the accounts; a member. */
    TREASURER,
    /** Advises the circle; of the staff, and no member. */
    ADVISOR;

    /** The name that is stored and shown; it never changes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Office> parse(String label) {
        return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }
}
