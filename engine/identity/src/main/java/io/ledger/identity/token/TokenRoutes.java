package io.ledger.identity.token;

import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.AuditLog;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.RequestContext;
import io.ledger.http.request.Timestamp;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.BodyFields;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.ListPages;
import io.ledger.identity.audit.Audited;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes tokens, lists them, and revokes them. */
public final class TokenRoutes implements RouteGroup {

    private static final String PATH = "/token";
    private static final ListPages PAGES = new ListPages(PATH, "to1:", List.of());

    private final Tokens tokens;
    private final AuditLog audit;

    public TokenRoutes(Tokens tokens, AuditLog audit) {
        this.tokens = tokens;
        this.audit = audit;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, RouteKind.PAGE, this::list)
                .add("POST", PATH, RouteKind.WITH_BODY, this::make)
                .add("DELETE", PATH + "/{id}", this::revoke);
    }

    private Answer list(Call call) {
        var asked = PAGES.read(call);
        return asked.answer("tokens", tokens.list(asked.after(), asked.limit()), TokenRoutes::document);
    }

    private static Map<String, Object> document(ApiToken token) {
        var document = new LinkedHashMap<String, Object>();
        document.put("token_id", token.id());
        document.put("name", token.name());
        document.put("role", token.role().label());
        token.createdBy().ifPresent(id -> document.put("created_by", id));
        document.put("created_at", Timestamp.of(token.createdAt()));
        document.put("expires_at", Timestamp.of(token.expiresAt()));
        token.lastUsedAt().ifPresent(at -> document.put("last_used_at", Timestamp.of(at)));
        token.revokedAt().ifPresent(at -> document.put("revoked_at", Timestamp.of(at)));
        return document;
    }

    private Answer make(Call call) {
        var body = new BodyFields(call, List.of("name", "role", "expires_in_days"));
        var name = body.name("name");
        var role = body.role("role");
        var days = body.number("expires_in_days", IdentityLimits.TOKEN_DAYS_DEFAULT, 1, IdentityLimits.TOKEN_DAYS_MAX);
        body.check();
        var made = tokens.make(
                name,
                role,
                Duration.ofDays(days),
                RequestContext.current().caller().accountId());
        var token = made.token();
        audit.record(Audited.TOKEN_MADE.now(
                Map.of("token_id", token.id(), "role", role.label(), "days", String.valueOf(days))));
        var document = document(token);
        document.put("token", made.text());
        return Answer.json(201, document);
    }

    private Answer revoke(Call call) {
        takesNoParameters(call);
        var id = call.segment("id");
        if (!tokens.revoke(id)) {
            return Problem.of(
                            IdentityProblem.TOKEN_NOT_FOUND, "No token has this id; GET %s lists them.".formatted(PATH))
                    .answer();
        }
        audit.record(Audited.TOKEN_REVOKED.now(Map.of("token_id", id)));
        return Answer.empty(204);
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
