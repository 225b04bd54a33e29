package io.ledger.stores;

/** What a client needs to reach Redis: a URL that contains the password. */
public record RedisAccess(String url) {

    /** Leaves the password out, so that a log line cannot carry it. */
    @Override
    public String toString() {
        return "RedisAccess[redis at " + url.substring(url.lastIndexOf('@') + 1) + "]";
    }
}
