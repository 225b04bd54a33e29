package io.ledger.identity.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.helidon.http.HeaderNames;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.RequestContext;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.caller.ProviderNeeds;
import io.ledger.identity.oidc.TokenExchange.GivenTokens;
import io.ledger.identity.session.SessionCookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a browser in with the identity provider: by an authorization code, with PKCE.
 *
 * <p>The browser is sent to the provider with a new state, nonce and code challenge, and keeps them in a cookie. When it
 * comes back, everything has to fit together: the cookie and the state, the provider that sends it back, the code and
 * the verifier, the ID token and the nonce. A state is good once. Then a session begins, and the browser goes to the
 * place in the console that it came from.
 */
final class ProviderSignIn implements RouteGroup {

    static final String PATH = "/session/provider";
    static final String CALLBACK = PATH + "/callback";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderSignIn.class);

    /** The console's page alone, so nobody can be led elsewhere. */
    private static final Pattern OWN_PLACE =
            Pattern.compile("/(?:\\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?(?:#[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?");

    /** Where the console tells people why they are not signed in. */
    private static final String PROBLEM_PLACE = "/#/sign-in?problem=";

    private final OidcSettings settings;
    private final ProviderNeeds needs;
    private final ProviderDirectory directory;
    private final TokenExchange exchange;
    private final GivenTokensCheck check;
    private final Cache<String, Boolean> finished = Caffeine.newBuilder()
            .maximumSize(OidcLimits.SIGN_INS_REMEMBERED)
            .expireAfterWrite(OidcLimits.SIGN_IN_TIME.multipliedBy(2))
            .build();

    ProviderSignIn(
            OidcSettings settings,
            ProviderNeeds needs,
            ProviderDirectory directory,
            TokenExchange exchange,
            GivenTokensCheck check) {
        this.settings = settings;
        this.needs = needs;
        this.directory = directory;
        this.exchange = exchange;
        this.check = check;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, this::begin).add("GET", CALLBACK, this::finish);
    }

    private Answer begin(Call call) {
        var faults = new Faults();
        var returnTo = QueryParameters.of(call, List.of("return_to"), faults)
                .get("return_to")
                .orElse("/");
        if (returnTo.length() > OidcLimits.RETURN_CHARACTERS
                || !OWN_PLACE.matcher(returnTo).matches()) {
            faults.add(Fault.parameter("return_to", "The place to return to must be in the console, such as /#/audit"));
        }
        faults.refuseIfAny();
        try {
            var attempt =
                    SignInAttempt.begin(home(call), returnTo, needs.clock().instant());
            var address = address(directory.description(), attempt);
            var cookie = SignInCookie.given(
                    attempt.seal(needs.sharedSecret()), RequestContext.current().origin());
            return Answer.empty(303).with(HeaderNames.LOCATION, address).with(HeaderNames.SET_COOKIE, cookie);
        } catch (ProviderUnavailableException unavailable) {
            return unavailable(call, unavailable);
        }
    }

    private String address(ProviderDescription description, SignInAttempt attempt) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "profile", "email"),
                        new ClientID(settings.clientId()),
                        URI.create(attempt.redirectUri()))
                .endpointURI(description.signIn())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI()
                .toString();
    }

    /** Where the browser reaches this ledger; the host was found to be one of the server's own. */
    private String home(Call call) {
        var context = RequestContext.current();
        var scheme = context.origin().isSecure() ? "https" : "http";
        var host = call.headerLines(HeaderNames.HOST).stream().findFirst().orElse("localhost");
        return settings.publicUrl()
                .orElseGet(() -> scheme + "://" + host.strip() + context.base().path());
    }

    private Answer finish(Call call) {
        var origin = RequestContext.current().origin();
        var now = needs.clock().instant();
        var attempt = SignInCookie.in(call.request().headers(), origin)
                .flatMap(cookie -> SignInAttempt.open(needs.sharedSecret(), cookie))
                .filter(it -> now.isBefore(it.startedAt().plus(OidcLimits.SIGN_IN_TIME)))
                .filter(it -> parameter(call, "state")
                        .filter(state -> isSame(state, it.state()))
                        .isPresent());
        if (attempt.isEmpty()) {
            return failed(call, SignInFault.EXPIRED, "no sign-in that was begun here has this state");
        }
        // From here on the state is used up, whatever comes of it.
        if (finished.asMap().putIfAbsent(attempt.get().state(), true) != null) {
            return failed(call, SignInFault.EXPIRED, "the sign-in was finished before");
        }
        try {
            return finish(call, attempt.get());
        } catch (ProviderUnavailableException unavailable) {
            return unavailable(call, unavailable);
        }
    }

    private Answer finish(Call call, SignInAttempt attempt) throws ProviderUnavailableException {
        var from = parameter(call, "iss");
        if (from.isEmpty()
                ? directory.description().namesItself()
                : !settings.issuer().toString().equals(from.get())) {
            return failed(call, SignInFault.REFUSED, "another provider sent the browser back");
        }
        var code = parameter(call, "code").filter(it -> it.length() <= OidcLimits.CODE_CHARACTERS);
        if (code.isEmpty() || call.request().query().contains("error")) {
            return failed(call, SignInFault.REFUSED, "the provider signed nobody in");
        }
        var given = exchange.byCode(code.get(), attempt);
        if (given.isEmpty()) {
            return failed(call, SignInFault.REFUSED, "the provider does not take the code");
        }
        return switch (check.ofSignIn(given.get(), code.get(), attempt)) {
            case GivenTokensCheck.OwnerVerdict.Owned owned -> signedIn(call, attempt, given.get(), owned);
            case GivenTokensCheck.OwnerVerdict.RefusedOwner(var fault) ->
                failed(call, SignInFault.REFUSED, fault.reason());
            case GivenTokensCheck.OwnerVerdict.UncheckedOwner(var reason) ->
                throw new ProviderUnavailableException(reason);
        };
    }

    private Answer signedIn(
            Call call, SignInAttempt attempt, GivenTokens given, GivenTokensCheck.OwnerVerdict.Owned owned) {
        var origin = RequestContext.current().origin();
        var sessions = needs.sessions();
        var account = needs.accounts().of(owned.user().subject(), owned.user().name());
        var secret = Secrets.next();
        var kept =
                new KeptTokens(owned.user().subject().subject(), given.refreshToken(), given.idToken(), attempt.home());
        var grant = new ProviderGrant(owned.roles(), owned.validUntil(), kept.seal(secret));
        var agent =
                call.headerLines(HeaderNames.USER_AGENT).stream().findFirst().orElse("");
        // A session that was there before ends: nobody goes on with one that somebody else may know.
        SessionCookie.in(call.request().headers(), origin)
                .flatMap(sessions::findAnew)
                .ifPresent(before -> sessions.end(
                        before.session().accountId(), before.session().id()));
        if (!account.isActive()
                || sessions.begin(secret, account.id(), agent, Optional.of(grant))
                        .isEmpty()) {
            return failed(call, SignInFault.DISABLED, TokenFault.ACCOUNT.reason());
        }
        needs.audit().record(Audited.SIGNED_IN.now(account.id(), Map.of("by", "provider")));
        return Answer.empty(303)
                .with(HeaderNames.LOCATION, attempt.returnTo())
                .with(
                        HeaderNames.SET_COOKIE,
                        SessionCookie.given(secret, IdentityLimits.SESSION_LIFE, origin),
                        SignInCookie.taken(origin));
    }

    /** The value of a parameter that is given once. */
    private static Optional<String> parameter(Call call, String name) {
        var values = call.request().query().all(name, List::of);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Answer failed(Call call, SignInFault fault, String reason) {
        LOG.atInfo().addKeyValue("reason", reason).log("a sign-in with the identity provider was refused");
        needs.audit().record(Audited.SIGN_IN_FAILED.byNobody(Map.of("by", "provider", "problem", fault.key())));
        return answer(call, fault.problem());
    }

    private static Answer unavailable(Call call, ProviderUnavailableException unavailable) {
        LOG.atWarn()
                .addKeyValue("reason", unavailable.getMessage())
                .log("nobody can sign in with the identity provider");
        return answer(call, ProviderProblem.unavailable());
    }

    /** People get the console's page, which says it in their language; programs get the problem. */
    private static Answer answer(Call call, Problem problem) {
        var isForPeople = call.headerLines(HeaderNames.ACCEPT).stream().anyMatch(line -> line.contains("text/html"));
        var answer = isForPeople
                ? Answer.empty(303)
                        .with(
                                HeaderNames.LOCATION,
                                PROBLEM_PLACE + problem.type().key())
                : problem.answer();
        return answer.with(
                HeaderNames.SET_COOKIE,
                SignInCookie.taken(RequestContext.current().origin()));
    }
}
