package io.circleledger.domain.circle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody is no longer a member. */
public enum LeaveReason {
    LEFT,
    REMOVED,
    GRADUATED,
    ERASED;

    /** The name that is stored and shown; it never changes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LeaveReason> parse(String label) {
        return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }

    /** Whether it is nobody's choice, so that also an owner leaves. */
    boolean isForced() {
        return this == GRADUATED || this == ERASED;
    }
}
