package io.ledger.identity;

import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.Session;
import io.ledger.http.access.Identification;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routing.RouteGroup;
import java.util.Optional;

/** What an identity provider adds to the ledger's own accounts. */
public interface IdentityProvider {

    /** Who shows a token of the provider as {@code Authorization: Bearer}. It does not throw. */
    Identification ofToken(String token);

    /** The routes of signing in with the provider. */
    RouteGroup routes();

    /** Whether the provider can be asked. */
    Dependency health();

    /**
     * Asks the provider whether a session goes on, whose grant is not valid any more.
     *
     * @param secret what the browser shows for the session
     */
    GrantRenewal renew(Session session, String secret);

    /**
     * Where the browser goes so that the provider signs its user out, too.
     *
     * @param secret what the browser showed for the session that has ended
     */
    Optional<String> signOutAddress(Session session, String secret);

    /** What a provider says of a session. */
    sealed interface GrantRenewal {

        /** It goes on. */
        record Renewed(ProviderGrant grant) implements GrantRenewal {}

        /** It is over. */
        record Ended() implements GrantRenewal {}

        /** Nobody knows: the provider does not answer. */
        record Unanswered() implements GrantRenewal {}
    }
}
