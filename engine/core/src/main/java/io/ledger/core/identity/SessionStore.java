package io.ledger.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of those who are signed in. Ending one raises the {@link IdentityEpoch}. */
public interface SessionStore {

    /**
     * Keeps a new session, and when its account has signed in.
     *
     * @param secretHash the SHA-256 of what the browser shows
     * @return whether the account is there and active
     */
    boolean begin(Session session, byte[] secretHash);

    /** The session of an active account; whether it is over is for the caller to say. */
    Optional<OpenSession> find(byte[] secretHash);

    /** The sessions of an account, the newest first. */
    List<Session> of(String accountId);

    /**
     * Ends a session of an account.
     *
     * @return whether the account had it
     */
    boolean end(String accountId, String sessionId);

    /** Ends all sessions of an account. */
    int endAll(String accountId);

    /** Keeps what the provider says now. It raises the epoch only if the roles are others. */
    void renew(String sessionId, ProviderGrant grant);

    /** Notes when sessions were used last, by their ids. It does not raise the epoch. */
    void used(Map<String, Instant> lastUses);

    /** Removes sessions that are over, or were not used since some time. */
    int forget(Instant now, Instant unusedSince, int limit);
}
