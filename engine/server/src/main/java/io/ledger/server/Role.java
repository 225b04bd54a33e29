package io.ledger.server;

import java.util.Locale;
import java.util.Optional;

/** What a server does of the work; several servers with different roles are one ledger. */
public enum Role {
    /** All of it. */
    ALL,
    /** Answers requests, and keeps its own search index. */
    API,
    /** Carries the log into the read models that all servers share. */
    PROJECTOR,
    /** Carries the log to Kafka. */
    RELAY;

    /** The role of a name in lower case. */
    public static Optional<Role> parse(String name) {
        for (var role : values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** Whether commands and questions are answered. */
    public boolean answers() {
        return this == ALL || this == API;
    }

    /** Whether the shared read models are kept up with the log, audited and rebuilt. */
    public boolean projects() {
        return this == ALL || this == PROJECTOR;
    }

    /** Whether the log is carried to Kafka, where there is one. */
    public boolean relays() {
        return this == ALL || this == RELAY;
    }

    /** Whether Redis is asked. */
    public boolean needsRedis() {
        return this != RELAY;
    }
}
