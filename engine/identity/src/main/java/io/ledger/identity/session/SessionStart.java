package io.ledger.identity.session;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.person.PersonId;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.RequestContext;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.Secrets;
import io.ledger.identity.audit.Audited;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Begins the session of somebody who has signed in with an account of the ledger's own. */
public final class SessionStart {

    private final Sessions sessions;
    private final AuditLog audit;

    public SessionStart(Sessions sessions, AuditLog audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    /**
     * Begins a session, and tells the browser.
     *
     * <p>One that was there before ends: nobody goes on with one that somebody else may know.
     *
     * @param by what was signed in with, for the audit log
     * @param refusal the problem of an account that was disabled just now
     */
    public Answer begin(Call call, Account account, String by, IdentityProblem refusal) {
        var origin = RequestContext.current().origin();
        SessionCookie.in(call.request().headers(), origin)
                .flatMap(sessions::findAnew)
                .ifPresent(before -> sessions.end(
                        before.session().accountId(), before.session().id()));
        var secret = Secrets.next();
        var agent =
                call.headerLines(HeaderNames.USER_AGENT).stream().findFirst().orElse("");
        if (sessions.begin(secret, account.id(), agent, Optional.empty()).isEmpty()) {
            throw new Refusal(Unauthenticated.challenge(
                    Problem.of(refusal, "The account was disabled just now; ask an administrator.")));
        }
        audit.record(Audited.SIGNED_IN.now(account.id(), Map.of("by", by)));
        return Answer.json(201, document(account.id(), account.name(), account.roles(), account.person()))
                .with(HeaderNames.SET_COOKIE, SessionCookie.given(secret, IdentityLimits.SESSION_LIFE, origin));
    }

    /** Who somebody is, as it is told to themselves. */
    public static Map<String, Object> document(
            String id, String name, Set<AccountRole> roles, Optional<PersonId> person) {
        var document = new LinkedHashMap<String, Object>();
        document.put("account_id", id);
        document.put("name", name);
        document.put("roles", roles.stream().sorted().map(AccountRole::label).toList());
        person.ifPresent(it -> document.put("person_id", it.toString()));
        return document;
    }
}
