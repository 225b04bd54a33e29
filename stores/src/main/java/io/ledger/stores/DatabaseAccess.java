package io.ledger.stores;

/** What a client needs to reach a MariaDB database. */
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    /** Leaves the password out, so that a log line cannot carry it. */
    @Override
    public String toString() {
        return "DatabaseAccess[" + user + " at " + jdbcUrl + "]";
    }
}
