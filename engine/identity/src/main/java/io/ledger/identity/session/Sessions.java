package io.ledger.identity.session;

import io.ledger.core.Sha256;
import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import io.ledger.identity.EpochCache;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.LastUses;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions of a ledger: begins them, finds them, and ends them. */
public final class Sessions {

    private final SessionStore store;
    private final EpochWatch watch;
    private final LastUses uses;
    private final InstantSource clock;
    private final EpochCache<String, OpenSession> remembered;

    public Sessions(SessionStore store, EpochWatch watch, LastUses uses, InstantSource clock) {
        this.store = store;
        this.watch = watch;
        this.uses = uses;
        this.clock = clock;
        this.remembered = new EpochCache<>(watch);
    }

    /**
     * Begins a session.
     *
     * @param secret new, by {@link io.ledger.identity.Secrets#next}; the value of the {@link SessionCookie}
     * @param agent what the browser calls itself
     * @param grant what a provider said of its user
     * @return empty when the account is not active any more
     */
    public Optional<Session> begin(String secret, String accountId, String agent, Optional<ProviderGrant> grant) {
        var now = clock.instant();
        var session = new Session(
                UUID.randomUUID().toString(),
                accountId,
                printable(agent),
                now,
                now,
                now.plus(IdentityLimits.SESSION_LIFE),
                grant);
        return store.begin(session, hash(secret)) ? Optional.of(session) : Optional.empty();
    }

    /** The session of a secret; empty when there is none, or it is over. Its grant may have to be renewed. */
    public Optional<OpenSession> find(String secret) {
        var now = clock.instant();
        var found = remembered
                .get(key(secret), key -> store.find(key.getBytes(StandardCharsets.ISO_8859_1)))
                .filter(it -> isOpen(it, now));
        found.ifPresent(it -> uses.note(it.session().id(), it.session().lastUsedAt()));
        return found;
    }

    /** The same, as the database has it now. */
    public Optional<OpenSession> findAnew(String secret) {
        return store.find(hash(secret)).filter(it -> isOpen(it, clock.instant()));
    }

    private static boolean isOpen(OpenSession open, Instant now) {
        var session = open.session();
        return open.account().isActive()
                && now.isBefore(session.expiresAt())
                && now.isBefore(session.lastUsedAt().plus(IdentityLimits.SESSION_IDLE));
    }

    /** The sessions of an account that are not over, the newest first. */
    public List<Session> of(String accountId) {
        var now = clock.instant();
        return store.of(accountId).stream()
                .filter(it -> now.isBefore(it.expiresAt())
                        && now.isBefore(it.lastUsedAt().plus(IdentityLimits.SESSION_IDLE)))
                .toList();
    }

    /**
     * Ends a session of an account.
     *
     * @return whether the account had it
     */
    public boolean end(String accountId, String sessionId) {
        var ended = store.end(accountId, sessionId);
        watch.changed();
        return ended;
    }

    /** Ends all sessions of an account. */
    public int endAll(String accountId) {
        var ended = store.endAll(accountId);
        watch.changed();
        return ended;
    }

    /** Keeps what a provider says now of a session. */
    public void renew(String sessionId, ProviderGrant grant) {
        store.renew(sessionId, grant);
        watch.changed();
    }

    /** The octets of a hash as characters, which can be a key. */
    private static String key(String secret) {
        return new String(Sha256.bytes(secret), StandardCharsets.ISO_8859_1);
    }

    private static byte[] hash(String secret) {
        return Sha256.bytes(secret);
    }

    private static String printable(String agent) {
        var text = agent.replaceAll("[^\\x20-\\x7E]", "?").strip();
        return text.length() <= IdentityLimits.AGENT_CHARACTERS
                ? text
                : text.substring(0, IdentityLimits.AGENT_CHARACTERS);
    }
}
