package io.ledger.identity.passkey;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.RequestContext;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.BodyFields;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.Secrets;
import io.ledger.identity.account.SignInThrottle;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.passkey.PasskeyChallenges.PasskeyUse;
import io.ledger.identity.passkey.PasskeyCheck.PasskeyVerdict;
import io.ledger.identity.passkey.PasskeyCheck.SignedChallenge;
import io.ledger.identity.session.SessionStart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs people in with passkeys: nobody types a name, as the browser knows which passkeys are for this site. */
public final class PasskeySignInRoutes implements RouteGroup {

    private static final String PATH = "/session/passkey";

    private final PasskeyNeeds needs;
    private final SessionStart start;
    private final PasskeyChallenges challenges;
    private final PasskeyCheck check;

    public PasskeySignInRoutes(PasskeyNeeds needs) {
        this.needs = needs;
        this.start = new SessionStart(needs.sessions(), needs.audit());
        this.challenges = new PasskeyChallenges(needs.sharedSecret(), needs.clock());
        this.check = new PasskeyCheck(challenges);
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("POST", PATH + "/options", this::options).add("POST", PATH, RouteKind.WITH_BODY, this::begin);
    }

    /** A browser that has a cookie keeps it, so that several of its pages may ask. */
    private Answer options(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
        var site = PasskeySite.of(call, needs.publicUrl());
        var origin = RequestContext.current().origin();
        var holder = PasskeyCookie.in(call.request().headers(), origin).orElseGet(Secrets::next);
        return Answer.json(200, PasskeyOptions.forAny(site, challenges.next(PasskeyUse.SIGNING_IN, holder)))
                .with(HeaderNames.SET_COOKIE, PasskeyCookie.given(holder, origin));
    }

    private Answer begin(Call call) {
        var body = new BodyFields(
                call, List.of("credential_id", "client_data", "authenticator_data", "signature", "user_handle"));
        var signed = new SignedChallenge(
                PasskeyFields.octets(body, "credential_id"),
                PasskeyFields.octets(body, "client_data"),
                PasskeyFields.octets(body, "authenticator_data"),
                PasskeyFields.octets(body, "signature"));
        var userHandle = PasskeyFields.octets(body, "user_handle");
        body.check();
        var site = PasskeySite.of(call, needs.publicUrl());
        var address = RequestContext.current().origin().address();
        needs.throttle().take(address).ifPresent(wait -> {
            if (needs.throttle().isNews(address)) {
                needs.audit().record(Audited.SIGN_IN_DELAYED.byNobody(Map.of("by", "passkey")));
            }
            throw new Refusal(SignInThrottle.delayed(wait));
        });
        var account = account(call, signed, userHandle, site);
        needs.throttle().giveBack(address);
        return start.begin(call, account, "passkey", IdentityProblem.PASSKEY_REFUSED);
    }

    private Account account(Call call, SignedChallenge signed, byte[] userHandle, PasskeySite site) {
        var challengeId = PasskeyCookie.in(
                        call.request().headers(), RequestContext.current().origin())
                .flatMap(holder -> check.openChallenge(signed, holder))
                .orElseThrow(() -> refused(PasskeyFault.CHALLENGE, Optional.empty()));
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(signed.credentialId());
        var key = needs.keys().passkey(id).orElseThrow(() -> refused(PasskeyFault.UNKNOWN, Optional.empty()));
        var owner = Optional.of(key.accountId());
        if (!Arrays.equals(userHandle, key.accountId().getBytes(StandardCharsets.UTF_8))) {
            throw refused(PasskeyFault.UNKNOWN, owner);
        }
        var account = needs.accounts()
                .find(key.accountId())
                .filter(it -> it.isActive() && it.provider().isEmpty())
                .orElseThrow(() -> refused(PasskeyFault.UNKNOWN, owner));
        use(key, signed, site, challengeId);
        return account;
    }

    /** Of several who show the same challenge at once, one writes what the passkey is from then on. */
    private void use(AccountKey key, SignedChallenge signed, PasskeySite site, String challengeId) {
        var now = needs.clock().instant();
        var stored = PasskeyContent.parse(key.content());
        switch (check.signed(signed, stored, site, challengeId, now)) {
            case PasskeyVerdict.RefusedPasskey(var fault) -> throw refused(fault, Optional.of(key.accountId()));
            case PasskeyVerdict.GenuinePasskey genuine -> {
                if (!needs.keys().used(key, genuine.content().text(), now)) {
                    throw refused(PasskeyFault.CHALLENGE, Optional.of(key.accountId()));
                }
            }
        }
    }

    private Refusal refused(PasskeyFault fault, Optional<String> owner) {
        var detail = Map.of("by", "passkey", "problem", fault.key());
        needs.audit()
                .record(owner.map(id -> Audited.SIGN_IN_FAILED.now(id, detail))
                        .orElseGet(() -> Audited.SIGN_IN_FAILED.byNobody(detail)));
        return new Refusal(Unauthenticated.challenge(Problem.of(
                IdentityProblem.PASSKEY_REFUSED,
                "The passkey is not one of an account here, or took longer than 5 minutes; try again, or sign in with"
                        + " your password.")));
    }
}
