package io.ledger.identity.account;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.Session;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.RequestContext;
import io.ledger.http.request.Timestamp;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.BodyFields;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.session.SessionCookie;
import io.ledger.identity.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do with their own accounts: change the password, and look after their sessions. */
public final class OwnAccountRoutes implements RouteGroup {

    private static final String SESSIONS = AccountRoutes.ONE + "/session";

    private final AccountStore accounts;
    private final Sessions sessions;
    private final Optional<LocalSignIn> local;
    private final AuditLog audit;

    /** @param local empty where the ledger has no accounts of its own */
    public OwnAccountRoutes(AccountStore accounts, Sessions sessions, Optional<LocalSignIn> local, AuditLog audit) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.local = local;
        this.audit = audit;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", SESSIONS, this::list).add("DELETE", SESSIONS + "/{session_id}", this::end);
        local.ifPresent(signIn -> routes.add(
                "PUT", AccountRoutes.ONE + "/password", RouteKind.WITH_BODY, call -> password(call, signIn)));
    }

    private Answer password(Call call, LocalSignIn signIn) {
        var id = OwnAccount.only(call);
        var body = new BodyFields(call, List.of("old_password", "password"));
        var oldPassword = body.text("old_password");
        var newPassword = body.text("password");
        body.check();
        var account = accounts.find(id)
                .filter(it -> it.isActive() && it.provider().isEmpty())
                .orElseThrow(() -> new Refusal(AccountRoutes.unknown()));
        signIn.change(account, oldPassword, newPassword, current(call).map(Session::id));
        return Answer.empty(204);
    }

    private Optional<Session> current(Call call) {
        return SessionCookie.in(
                        call.request().headers(), RequestContext.current().origin())
                .flatMap(sessions::findAnew)
                .map(open -> open.session());
    }

    private Answer list(Call call) {
        AccountRoutes.takesNoParameters(call);
        var id = OwnAccount.orAdministered(call);
        var known = accounts.find(id).filter(Account::isActive).isPresent();
        if (!known) {
            return AccountRoutes.unknown().answer();
        }
        var current = current(call).map(Session::id).orElse("");
        return Answer.json(
                200,
                Map.of(
                        "sessions",
                        sessions.of(id).stream()
                                .map(session -> document(session, current))
                                .toList()));
    }

    private static Map<String, Object> document(Session session, String current) {
        var document = new LinkedHashMap<String, Object>();
        document.put("session_id", session.id());
        document.put("agent", session.agent());
        document.put("created_at", Timestamp.of(session.createdAt()));
        document.put("last_used_at", Timestamp.of(session.lastUsedAt()));
        document.put("expires_at", Timestamp.of(session.expiresAt()));
        document.put("current", session.id().equals(current));
        return document;
    }

    private Answer end(Call call) {
        AccountRoutes.takesNoParameters(call);
        var id = OwnAccount.orAdministered(call);
        if (!sessions.end(id, call.segment("session_id"))) {
            return Problem.of(IdentityProblem.SESSION_NOT_FOUND, "The account has no such session; it may be over.")
                    .answer();
        }
        audit.record(Audited.SESSION_ENDED.now(Map.of("target", id)));
        return Answer.empty(204);
    }
}
