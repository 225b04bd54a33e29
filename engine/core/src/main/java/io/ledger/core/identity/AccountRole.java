package io.ledger.core.identity;

import java.util.Locale;
import java.util.Optional;

/** What an account may do. Every role may also read what a viewer reads. */
public enum AccountRole {
    /** Reads what is recorded. */
    VIEWER,
    /** Changes what is recorded. */
    EDITOR,
    /** Watches and repairs the server: read models, rebuilds and metrics. */
    OPERATOR,
    /** Manages accounts, tokens and roles, and reads the audit log. */
    ADMINISTRATOR;

    /** The role of a name in lower case; empty if there is no such role. */
    public static Optional<AccountRole> parse(String name) {
        for (var role : values()) {
            if (role.label().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The name in answers, settings and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether who has this role may do what the other role allows. */
    public boolean includes(AccountRole other) {
        return this == other || other == VIEWER;
    }
}
