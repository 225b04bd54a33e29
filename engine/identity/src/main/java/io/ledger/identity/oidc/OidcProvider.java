package io.ledger.identity.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.Session;
import io.ledger.http.access.Identification;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routing.RouteGroup;
import io.ledger.identity.IdentityProvider;
import io.ledger.identity.caller.ProviderNeeds;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An OpenID Connect provider, and everything that is asked of it. */
final class OidcProvider implements IdentityProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private final OidcSettings settings;
    private final ProviderDirectory directory;
    private final ProviderKeys keys;
    private final TokenExchange exchange;
    private final GivenTokensCheck check;
    private final ProviderBearers bearers;
    private final ProviderSignIn signIn;

    /** Asks the provider for its keys at once, and waits for no answer. */
    OidcProvider(OidcSettings settings, ProviderNeeds needs) {
        this.settings = settings;
        // Its connections are closed with the process: it keeps no thread that would hold that up.
        var http = new ProviderHttp();
        directory = new ProviderDirectory(settings.issuer(), http, needs.clock());
        keys = new ProviderKeys(directory, http, needs.clock());
        exchange = new TokenExchange(settings, directory, http);
        var tokens = new TokenCheck(settings.issuer().toString(), keys, needs.clock());
        check = new GivenTokensCheck(settings, tokens, needs.clock());
        bearers = new ProviderBearers(
                settings.audience(),
                new RoleClaim(settings.roleClaim()),
                tokens,
                new RememberedAccounts(needs.accounts(), needs.watch()),
                needs.clock());
        signIn = new ProviderSignIn(settings, needs, directory, exchange, check);
        Thread.ofVirtual().name("provider-start").start(keys::fetch);
    }

    @Override
    public Identification ofToken(String token) {
        return bearers.identify(token);
    }

    @Override
    public RouteGroup routes() {
        return signIn;
    }

    @Override
    public Dependency health() {
        return Dependency.helpful(
                "identity provider",
                "whoever is signed in goes on for a while, and nobody else can sign in with it",
                () -> keys.trouble()
                        .<Dependency.Health>map(Dependency.Health.Down::new)
                        .orElseGet(Dependency.Health.Up::new));
    }

    @Override
    public GrantRenewal renew(Session session, String secret) {
        var kept = session.grant().flatMap(grant -> KeptTokens.open(secret, grant.sealed()));
        var token = kept.flatMap(KeptTokens::refreshToken);
        if (token.isEmpty()) {
            return new GrantRenewal.Ended();
        }
        try {
            return exchange.byRefreshToken(token.get())
                    .map(given -> renewed(given, kept.get(), secret))
                    .orElseGet(() -> ended("the provider does not renew it"));
        } catch (ProviderUnavailableException unavailable) {
            return unanswered(String.valueOf(unavailable.getMessage()));
        }
    }

    private GrantRenewal renewed(TokenExchange.GivenTokens given, KeptTokens before, String secret) {
        return switch (check.ofRenewal(given, before.subject())) {
            case GivenTokensCheck.OwnerVerdict.Owned owned -> {
                var kept = new KeptTokens(
                        before.subject(),
                        given.refreshToken().or(before::refreshToken),
                        given.idToken().or(before::idToken),
                        before.home());
                yield new GrantRenewal.Renewed(new ProviderGrant(owned.roles(), owned.validUntil(), kept.seal(secret)));
            }
            case GivenTokensCheck.OwnerVerdict.RefusedOwner(var fault) -> ended(fault.reason());
            case GivenTokensCheck.OwnerVerdict.UncheckedOwner(var reason) -> unanswered(reason);
        };
    }

    private static GrantRenewal ended(String reason) {
        LOG.atInfo().addKeyValue("reason", reason).log("a session of the identity provider ends");
        return new GrantRenewal.Ended();
    }

    private static GrantRenewal unanswered(String reason) {
        LOG.atWarn().addKeyValue("reason", reason).log("a session of the identity provider cannot be renewed");
        return new GrantRenewal.Unanswered();
    }

    @Override
    public Optional<String> signOutAddress(Session session, String secret) {
        try {
            var kept = session.grant().flatMap(grant -> KeptTokens.open(secret, grant.sealed()));
            var place = directory.description().signOut();
            return kept.flatMap(tokens -> place.map(it -> signOut(it, tokens)));
        } catch (ProviderUnavailableException _) {
            return Optional.empty();
        }
    }

    private String signOut(URI place, KeptTokens kept) {
        return new LogoutRequest(
                        place,
                        kept.idToken().map(OidcProvider::parsed).orElse(null),
                        null,
                        new ClientID(settings.clientId()),
                        URI.create(kept.home() + "/"),
                        null,
                        null)
                .toURI()
                .toString();
    }

    private static JWT parsed(String token) {
        try {
            return JWTParser.parse(token);
        } catch (ParseException impossible) {
            throw new IllegalStateException("A token that was read before cannot be read", impossible);
        }
    }
}
