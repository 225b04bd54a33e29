package io.ledger.identity.account;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.Session;
import io.ledger.http.access.Caller;
import io.ledger.http.access.Identification;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.RequestContext;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.BodyFields;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.IdentityProvider;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.session.SessionCookie;
import io.ledger.identity.session.SessionStart;
import io.ledger.identity.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says who one is, and begins and ends sessions. */
public final class SessionRoutes implements RouteGroup {

    private static final String PATH = "/session";

    private final Sessions sessions;
    private final SessionStart start;
    private final Optional<LocalSignIn> local;
    private final Optional<IdentityProvider> provider;
    private final AuditLog audit;

    /** @param local empty where the ledger has no accounts of its own */
    public SessionRoutes(
            Sessions sessions, Optional<LocalSignIn> local, Optional<IdentityProvider> provider, AuditLog audit) {
        this.sessions = sessions;
        this.start = new SessionStart(sessions, audit);
        this.local = local;
        this.provider = provider;
        this.audit = audit;
    }

    /** At a server that asks nobody who they are: all are the same, and may do everything. */
    public static RouteGroup open() {
        return routes -> routes.add("GET", PATH, call -> {
            takesNoParameters(call);
            var document = document(Caller.ANYBODY);
            document.put("open", true);
            return Answer.json(200, document);
        });
    }

    private static Map<String, Object> document(Caller caller) {
        return SessionStart.document(caller.accountId(), caller.name(), caller.roles(), caller.person());
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, this::current).add("DELETE", PATH, this::end);
        local.ifPresent(signIn -> routes.add("POST", PATH, RouteKind.WITH_BODY, call -> begin(call, signIn))
                .add("POST", PATH + "/link", RouteKind.WITH_BODY, call -> redeem(call, signIn)));
    }

    private Answer current(Call call) {
        takesNoParameters(call);
        return switch (RequestContext.current().identification()) {
            case Identification.KnownCaller(var caller) -> Answer.json(200, document(caller));
            case Identification.Unnamed() -> waysIn(Unauthenticated.UNNAMED).answer();
            case Identification.RejectedProof(var problem) -> waysIn(problem).answer();
        };
    }

    /** The problem, with how one can sign in here. */
    private Problem waysIn(Problem problem) {
        return problem.status() == ServerProblem.UNAUTHENTICATED.status()
                ? problem.member("local", local.isPresent()).member("provider", provider.isPresent())
                : problem;
    }

    private Answer begin(Call call, LocalSignIn signIn) {
        var body = new BodyFields(call, List.of("name", "password"));
        var name = body.text("name");
        var password = body.text("password");
        body.check();
        return start.begin(call, signIn.byPassword(name, password), "password", IdentityProblem.WRONG_PASSWORD);
    }

    private Answer redeem(Call call, LocalSignIn signIn) {
        var body = new BodyFields(call, List.of("link", "password"));
        var link = body.text("link");
        var password = body.text("password");
        body.check();
        return start.begin(call, signIn.byLink(link, password), "link", IdentityProblem.WRONG_PASSWORD);
    }

    private Answer end(Call call) {
        takesNoParameters(call);
        var origin = RequestContext.current().origin();
        if (RequestContext.current().caller().proof() != Caller.Proof.SESSION) {
            return Problem.of(
                            ServerProblem.INVALID_REQUEST,
                            "There is no session to end: the request shows a token, which is good until it is revoked.")
                    .answer();
        }
        var secret = SessionCookie.in(call.request().headers(), origin);
        var open = secret.flatMap(sessions::findAnew);
        open.ifPresent(it -> {
            sessions.end(it.session().accountId(), it.session().id());
            audit.record(Audited.SIGNED_OUT.now(it.account().id(), Map.of()));
        });
        return signOutAddress(open.map(it -> it.session()), secret)
                .map(address -> Answer.json(200, Map.of("provider_sign_out", address)))
                .orElseGet(() -> Answer.empty(204))
                .with(HeaderNames.SET_COOKIE, SessionCookie.taken(origin));
    }

    private Optional<String> signOutAddress(Optional<Session> session, Optional<String> secret) {
        return session.filter(it -> it.grant().isPresent())
                .flatMap(it -> provider.flatMap(from -> from.signOutAddress(it, secret.orElseThrow())));
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
