package io.ledger.server;

/** Where a database answers, and as whom. */
public record DatabaseSettings(String url, String user, String password) {

    /** Leaves out the password, and the URL that may hold one. */
    @Override
    public String toString() {
        return "Database";
    }
}
