package io.ledger.mariadb.backup;

/** Every limit of backups, in one place. */
final class BackupLimits {

    /** Rows read at once; with a few of them in memory, a backup takes little of it. */
    static final int PAGE = 2_000;

    /** Rows put back in one statement. */
    static final int ROWS_AT_ONCE = 500;

    /** Characters put back in one statement, if it has more than one row: less than any database takes at once. */
    static final int CHARACTERS_AT_ONCE = 500_000;

    /** Rows put back in one transaction. */
    static final int ROWS_IN_TRANSACTION = 10_000;

    /** One value of a row: as long as a text may be that a database takes at once. */
    static final int VALUE_BYTES = 1 << 30;

    /** The first lines of a backup. */
    static final int HEADER_BYTES = 16 << 10;

    /** How long the exchange of the tables waits for transactions that use them, each time; others wait behind it. */
    static final int EXCHANGE_WAIT_SECONDS = 2;

    /** How often the exchange is tried. */
    static final int EXCHANGE_ATTEMPTS = 30;

    /** The rest between two of these, in which others get their turn. */
    static final int EXCHANGE_PAUSE_MILLIS = 500;

    /** One statement about whole tables, such as dropping them. */
    static final int STATEMENT_TIMEOUT_MILLIS = 600_000;

    private BackupLimits() {}
}
