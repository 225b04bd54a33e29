package io.ledger.core.job;

import java.util.Locale;
import java.util.Optional;

/** How far a job is. All states but the first are final. */
public enum JobState {
    /** It is carried on with, or waits for a server that does so. */
    RUNNING,
    /** Somebody has stopped it. */
    STOPPED,
    /** It is at its end. */
    DONE,
    /** It cannot be carried on with. */
    FAILED;

    /** The state as it is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a label. */
    public static Optional<JobState> parse(String label) {
        for (var state : values()) {
            if (state.label().equals(label)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
