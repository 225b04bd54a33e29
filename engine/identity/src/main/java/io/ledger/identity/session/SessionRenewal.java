package io.ledger.identity.session;

import io.ledger.core.identity.OpenSession;
import io.ledger.identity.IdentityProvider;
import io.ledger.identity.IdentityProvider.GrantRenewal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Asks an identity provider anew when what it said of a session is not valid any more.
 *
 * <p>A provider may take the means of asking once only. So of several requests of one session, one asks and the others
 * wait; and who was refused looks first whether another server was faster.
 */
public final class SessionRenewal {

    private static final int LOCKS = 64;

    private final Sessions sessions;
    private final Optional<IdentityProvider> provider;
    private final InstantSource clock;
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    public SessionRenewal(Sessions sessions, Optional<IdentityProvider> provider, InstantSource clock) {
        this.sessions = sessions;
        this.provider = provider;
        this.clock = clock;
    }

    /** A session as it is now. */
    public sealed interface CurrentSession {

        /** It goes on. */
        record Found(OpenSession open) implements CurrentSession {}

        /** It is over, or never was. */
        record Over() implements CurrentSession {}

        /** The provider would have to say, and does not answer. */
        record Unconfirmed() implements CurrentSession {}
    }

    /** The session of a secret, renewed if need be. */
    public CurrentSession current(String secret) {
        return sessions.find(secret)
                .map(open -> isValid(open) ? new CurrentSession.Found(open) : renewed(open, secret))
                .orElseGet(CurrentSession.Over::new);
    }

    private boolean isValid(OpenSession open) {
        return open.session()
                .grant()
                .map(grant -> clock.instant().isBefore(grant.validUntil()))
                .orElse(true);
    }

    private CurrentSession renewed(OpenSession stale, String secret) {
        var lock = locks[Math.floorMod(stale.session().id().hashCode(), LOCKS)];
        lock.lock();
        try {
            var now = sessions.findAnew(secret);
            if (now.isEmpty() || provider.isEmpty()) {
                return new CurrentSession.Over();
            }
            return isValid(now.get()) ? new CurrentSession.Found(now.get()) : ask(now.get(), secret);
        } finally {
            lock.unlock();
        }
    }

    private CurrentSession ask(OpenSession open, String secret) {
        var session = open.session();
        return switch (provider.orElseThrow().renew(session, secret)) {
            case GrantRenewal.Renewed(var grant) -> {
                sessions.renew(session.id(), grant);
                yield found(secret);
            }
            case GrantRenewal.Unanswered() -> new CurrentSession.Unconfirmed();
            case GrantRenewal.Ended() -> {
                var other = sessions.findAnew(secret).filter(this::isValid);
                if (other.isPresent()) {
                    yield new CurrentSession.Found(other.get());
                }
                sessions.end(session.accountId(), session.id());
                yield new CurrentSession.Over();
            }
        };
    }

    private CurrentSession found(String secret) {
        return sessions.findAnew(secret)
                .<CurrentSession>map(CurrentSession.Found::new)
                .orElseGet(CurrentSession.Over::new);
    }
}
