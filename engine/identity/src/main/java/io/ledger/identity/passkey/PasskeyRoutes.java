package io.ledger.identity.passkey;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.Session;
import io.ledger.http.access.Caller;
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
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.account.AccountRoutes;
import io.ledger.identity.account.OwnAccount;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.passkey.PasskeyChallenges.PasskeyUse;
import io.ledger.identity.passkey.PasskeyCheck.NewPasskey;
import io.ledger.identity.passkey.PasskeyCheck.PasskeyVerdict;
import io.ledger.identity.session.SessionCookie;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do with the passkeys of their own accounts: add, list, rename and remove them. */
public final class PasskeyRoutes implements RouteGroup {

    private static final String PATH = AccountRoutes.ONE + "/passkey";
    private static final String ONE = PATH + "/{key_id}";

    private final PasskeyNeeds needs;
    private final PasskeyChallenges challenges;
    private final PasskeyCheck check;

    public PasskeyRoutes(PasskeyNeeds needs) {
        this.needs = needs;
        this.challenges = new PasskeyChallenges(needs.sharedSecret(), needs.clock());
        this.check = new PasskeyCheck(challenges);
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, this::list)
                .add("POST", PATH + "/options", this::options)
                .add("POST", PATH, RouteKind.WITH_BODY, this::add)
                .add("PUT", ONE, RouteKind.WITH_BODY, this::rename)
                .add("DELETE", ONE, this::remove);
    }

    private Answer list(Call call) {
        AccountRoutes.takesNoParameters(call);
        return Answer.json(
                200,
                Map.of(
                        "passkeys",
                        passkeys(own(call)).stream()
                                .map(PasskeyRoutes::document)
                                .toList()));
    }

    private List<AccountKey> passkeys(Account account) {
        return needs.keys().of(account.id()).stream()
                .filter(PasskeyRoutes::isPasskey)
                .toList();
    }

    private static boolean isPasskey(AccountKey key) {
        return key.kind() == AccountKey.KeyKind.PASSKEY;
    }

    private static Map<String, Object> document(AccountKey key) {
        var document = new LinkedHashMap<String, Object>();
        document.put("key_id", key.id());
        document.put("name", key.label());
        document.put("created_at", Timestamp.of(key.createdAt()));
        key.lastUsedAt().ifPresent(at -> document.put("last_used_at", Timestamp.of(at)));
        return document;
    }

    private Account own(Call call) {
        var id = OwnAccount.only(call);
        return needs.accounts()
                .find(id)
                .filter(it -> it.isActive() && it.provider().isEmpty())
                .orElseThrow(() -> new Refusal(AccountRoutes.unknown()));
    }

    private Answer options(Call call) {
        AccountRoutes.takesNoParameters(call);
        var account = own(call);
        var session = recent(call);
        var site = PasskeySite.of(call, needs.publicUrl());
        var challenge = challenges.next(PasskeyUse.ADDING, session.id());
        return Answer.json(200, PasskeyOptions.forNew(site, account, passkeys(account), challenge));
    }

    /** The session of the request, which somebody has begun a short time ago. */
    private Session recent(Call call) {
        var context = RequestContext.current();
        var since = needs.clock().instant().minus(IdentityLimits.RECENT_SIGN_IN);
        return Optional.of(context.caller().proof())
                .filter(proof -> proof == Caller.Proof.SESSION)
                .flatMap(_ -> SessionCookie.in(call.request().headers(), context.origin()))
                .flatMap(needs.sessions()::findAnew)
                .map(open -> open.session())
                .filter(session -> session.createdAt().isAfter(since))
                .orElseThrow(() -> new Refusal(Problem.of(
                        IdentityProblem.SIGN_IN_TOO_OLD,
                        "A passkey can be added within %d minutes after signing in; sign in again, and then add it."
                                .formatted(IdentityLimits.RECENT_SIGN_IN.toMinutes()))));
    }

    private Answer add(Call call) {
        var body = new BodyFields(call, List.of("name", "client_data", "attestation"));
        var name = body.name("name");
        var made = new NewPasskey(PasskeyFields.octets(body, "client_data"), PasskeyFields.octets(body, "attestation"));
        body.check();
        var account = own(call);
        var session = recent(call);
        var site = PasskeySite.of(call, needs.publicUrl());
        var now = needs.clock().instant();
        return switch (check.added(made, site, session.id(), now)) {
            case PasskeyVerdict.RefusedPasskey(var fault) -> throw notValid(fault);
            case PasskeyVerdict.GenuinePasskey genuine -> {
                var key = new AccountKey(
                        genuine.id(),
                        account.id(),
                        AccountKey.KeyKind.PASSKEY,
                        name,
                        genuine.content().text(),
                        now,
                        Optional.empty());
                keep(key, genuine.challengeId());
                yield Answer.json(201, document(key)).with(HeaderNames.LOCATION, path(key));
            }
        };
    }

    /** An account has a bounded number of passkeys, and no two that were made for one challenge. */
    private void keep(AccountKey key, String challengeId) {
        var isFull = new boolean[1];
        var isAdded = needs.keys().add(key, all -> {
            var passkeys = all.stream().filter(PasskeyRoutes::isPasskey).toList();
            isFull[0] = passkeys.size() >= IdentityLimits.PASSKEYS;
            return !isFull[0]
                    && passkeys.stream()
                            .map(it -> PasskeyContent.parse(it.content()))
                            .noneMatch(it -> it.hasSigned(challengeId));
        });
        if (isFull[0]) {
            throw new Refusal(Problem.of(
                    IdentityProblem.TOO_MANY_PASSKEYS,
                    "An account has at most %d passkeys; remove one that you do not use any more."
                            .formatted(IdentityLimits.PASSKEYS)));
        }
        if (!isAdded) {
            throw notValid(PasskeyFault.CHALLENGE);
        }
        needs.watch().changed();
        needs.audit().record(Audited.PASSKEY_ADDED.now(Map.of("target", key.accountId())));
    }

    private static Refusal notValid(PasskeyFault fault) {
        return new Refusal(Problem.of(
                        IdentityProblem.PASSKEY_NOT_VALID,
                        switch (fault) {
                            case CHALLENGE ->
                                "It was added already, or was begun in another session or more than 5 minutes ago; begin"
                                        + " again.";
                            case ORIGIN, SITE ->
                                "It was made for another site than this server's; set PUBLIC_URL to where people reach"
                                        + " the server.";
                            case USER_VERIFICATION ->
                                "The authenticator did not ask for a finger, a face or a PIN; set one up there, and begin"
                                        + " again.";
                            case MALFORMED, UNKNOWN, SIGNATURE, COUNTER, BUSY ->
                                "The authenticator's answer cannot be used; begin again, or take another one.";
                        })
                .member("reason", fault.key()));
    }

    private static String path(AccountKey key) {
        return "/account/" + key.accountId() + "/passkey/" + key.id();
    }

    private Answer rename(Call call) {
        var body = new BodyFields(call, List.of("name"));
        var name = body.name("name");
        body.check();
        var account = own(call);
        if (!needs.keys().rename(account.id(), keyId(call), name)) {
            return unknown().answer();
        }
        needs.audit().record(Audited.PASSKEY_RENAMED.now(Map.of("target", account.id())));
        return Answer.empty(204);
    }

    private Answer remove(Call call) {
        AccountRoutes.takesNoParameters(call);
        var account = own(call);
        return switch (needs.keys().remove(account.id(), keyId(call))) {
            case UNKNOWN -> unknown().answer();
            case LAST ->
                Problem.of(
                                IdentityProblem.LAST_KEY,
                                "The account could not be signed in to any more; add another passkey or choose a password"
                                        + " first.")
                        .answer();
            case REMOVED -> {
                needs.watch().changed();
                needs.audit().record(Audited.PASSKEY_REMOVED.now(Map.of("target", account.id())));
                yield Answer.empty(204);
            }
        };
    }

    /** What is too long to be an id is the id of nothing. */
    private static String keyId(Call call) {
        var id = call.segment("key_id");
        return id.length() <= IdentityLimits.PASSKEY_ID_CHARACTERS ? id : "";
    }

    private static Problem unknown() {
        return Problem.of(
                IdentityProblem.PASSKEY_NOT_FOUND,
                "The account has no such passkey; GET its list to see which it has.");
    }
}
