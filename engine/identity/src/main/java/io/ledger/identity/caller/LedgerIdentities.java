package io.ledger.identity.caller;

import io.helidon.http.Headers;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.OpenSession;
import io.ledger.http.access.Caller;
import io.ledger.http.access.Identification;
import io.ledger.http.access.Identities;
import io.ledger.http.access.RequestOrigin;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.identity.IdentityProvider;
import io.ledger.identity.session.SessionCookie;
import io.ledger.identity.session.SessionRenewal;
import io.ledger.identity.session.Sessions;
import io.ledger.identity.token.TokenText;
import io.ledger.identity.token.Tokens;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who makes a request: by a token of this ledger or of the identity provider, or by the cookie of a session. */
public final class LedgerIdentities implements Identities {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerIdentities.class);

    private final Tokens tokens;
    private final Optional<IdentityProvider> provider;
    private final SessionRenewal renewal;

    public LedgerIdentities(
            Tokens tokens, Sessions sessions, Optional<IdentityProvider> provider, InstantSource clock) {
        this.tokens = tokens;
        this.provider = provider;
        this.renewal = new SessionRenewal(sessions, provider, clock);
    }

    @Override
    public Identification ofToken(String token) {
        return token.startsWith(TokenText.PREFIX) || provider.isEmpty()
                ? answered(() -> tokens.find(token)
                        .<Identification>map(LedgerIdentities::known)
                        .orElseGet(() -> rejected(
                                "The token is not valid: it was revoked, is over, or never was one; an administrator"
                                        + " makes another.")))
                : provider.get().ofToken(token);
    }

    @Override
    public Identification ofCookies(Headers headers, RequestOrigin origin) {
        return answered(() -> SessionCookie.in(headers, origin)
                .map(this::bySession)
                .orElseGet(() -> SessionCookie.isIn(headers, origin)
                        ? rejected("The session is over; sign in again.")
                        : new Identification.Unnamed()));
    }

    private static Identification answered(Supplier<Identification> question) {
        try {
            return question.get();
        } catch (StoreUnavailableException failure) {
            LOG.atWarn().setCause(failure).log("nobody can be identified");
            return unavailable("The database is not available, so nobody can be identified; try again in a moment.");
        }
    }

    private static Identification known(ApiToken token) {
        return new Identification.KnownCaller(
                new Caller(token.id(), token.name(), Set.of(token.role()), Caller.Proof.API_TOKEN));
    }

    private Identification bySession(String secret) {
        return switch (renewal.current(secret)) {
            case SessionRenewal.CurrentSession.Found(var open) -> known(open);
            case SessionRenewal.CurrentSession.Over() -> rejected("The session is over; sign in again.");
            case SessionRenewal.CurrentSession.Unconfirmed() ->
                unavailable("The identity provider does not answer, so the session cannot be renewed; try again in a"
                        + " moment.");
        };
    }

    private static Identification known(OpenSession open) {
        var account = open.account();
        return new Identification.KnownCaller(
                new Caller(account.id(), account.name(), open.roles(), Caller.Proof.SESSION, account.person()));
    }

    private static Identification rejected(String detail) {
        return new Identification.RejectedProof(Unauthenticated.because(detail));
    }

    private static Identification unavailable(String detail) {
        return new Identification.RejectedProof(
                Problem.of(ServerProblem.STORE_UNAVAILABLE, detail).retryLater());
    }
}
