package io.ledger.mariadb.backup;

import io.ledger.mariadb.TableNames;
import java.util.List;
import java.util.stream.Stream;

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
     * <p>The others are {@link #emptied}, {@code identity_epoch}, {@code log_fence} and {@code leases}, which mean nothing in
     * another database, and what Flyway keeps about the tables themselves.
     */
    static List<LogTable> of(TableNames names) {
        return Stream.concat(
                        Stream.of(
                                new LogTable(names.events(), List.of("position")),
                                new LogTable(names.events() + "_tags", List.of("tag", "position")),
                                new LogTable("log_tagging", List.of("tag_key")),
                                new LogTable("idempotency_keys", List.of("idempotency_key", "actor")),
                                new LogTable("log_head", List.of("id"))),
                        Stream.concat(IDENTITY.stream(), PEOPLE.stream()))
                .toList();
    }

    /** Who may use the ledger. A backup from before there were such tables leaves them as they are. */
    static final List<LogTable> IDENTITY = Stream.of("accounts", "account_keys", "api_tokens", "audit_log")
            .map(name -> new LogTable(name, List.of("number")))
            .toList();

    /** The people whom events are about. The same holds for a backup from before there were any. */
    static final List<LogTable> PEOPLE = List.of(new LogTable("persons", List.of("number")));

    /**
     * The tables that are empty after a restore: what is computed from the events; sessions and links, because who was
     * signed in then need not be whoever shows the same secret now; and jobs and imports, which were begun on another log.
     */
    static List<String> emptied(TableNames names) {
        return List.of(
                names.snapshots(),
                "sessions",
                "sign_in_links",
                "jobs",
                "imports",
                "import_rows",
                "import_results",
                "import_traces");
    }
}
