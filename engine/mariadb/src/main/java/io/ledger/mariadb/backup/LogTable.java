package io.ledger.mariadb.backup;

import io.ledger.mariadb.TableNames;
import java.util.List;

/**
 * A table of a log that is part of the truth, and so of a backup.
 *
 * @param key the columns of its primary key
 */
record LogTable(String name, List<String> key) {

    /** What stands behind a table's name while a backup is put back. */
    static final String NEW = "_restoring";

    /** What stands behind the name of a table that was replaced. */
    static final String OLD = "_replaced";

    /**
     * The tables of a log that cannot be computed from others. Answers to requests are among them: a client that sends its
     * request again after a restore gets the first answer, and not a second event.
     *
     * <p>The others are {@link #derived}, {@code log_fence} and {@code leases}, which mean nothing in another database, and
     * what Flyway keeps about the tables themselves.
     */
    static List<LogTable> of(TableNames names) {
        return List.of(
                new LogTable(names.events(), List.of("position")),
                new LogTable(names.events() + "_tags", List.of("tag", "position")),
                new LogTable("log_tagging", List.of("tag_key")),
                new LogTable("idempotency_keys", List.of("idempotency_key", "actor")),
                new LogTable("log_head", List.of("id")));
    }

    /** The tables that are computed from the events, and are empty after a restore. */
    static List<String> derived(TableNames names) {
        return List.of(names.snapshots());
    }
}
