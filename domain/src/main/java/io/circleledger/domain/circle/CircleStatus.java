package io.circleledger.domain.circle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a circle stands with the university. */
public enum CircleStatus {
    ACTIVE,
    /** The office has stopped it: nobody joins until it is reinstated. */
    SUSPENDED,
    /** It was not renewed in time: nobody joins until it is renewed or reinstated. */
    LAPSED,
    /** It has come to its end. */
    DISSOLVED;

    /** The name that is stored and shown; it never changes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CircleStatus> parse(String label) {
        return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }
}
