package io.ledger.identity.passkey;

import static io.ledger.identity.passkey.PasskeyServer.json;
import static io.ledger.identity.passkey.SoftwareAuthenticator.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AuditEntry;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passkeys over HTTP: added in a session, signed in with from any browser, at any server of the ledger. */
class PasskeyRoutesTest {

    private final PasskeyServer.SharedLedger shared = new PasskeyServer.SharedLedger();
    private final PasskeyServer server = new PasskeyServer(shared, Optional.empty());
    private final Account hana = shared.accounts.made("花子");
    private final SoftwareAuthenticator phone = new SoftwareAuthenticator();

    PasskeyRoutesTest() {
        phone.site = "localhost";
        phone.origin = server.origin();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String passkeys(Account account) {
        return "/account/" + account.id() + "/passkey";
    }

    private static byte[] challenge(HttpResponse<String> options) {
        assertThat(options.statusCode()).as(options.body()).isEqualTo(200);
        return Base64.getUrlDecoder().decode(json(options).get("challenge").asString());
    }

    private HttpResponse<String> add(SoftwareAuthenticator authenticator, String name) {
        return add(authenticator.make(challenge(server.post(passkeys(hana) + "/options", Map.of()))), name);
    }

    private HttpResponse<String> add(PasskeyCheck.NewPasskey made, String name) {
        return server.post(
                passkeys(hana),
                Map.of("name", name, "client_data", text(made.clientData()), "attestation", text(made.attestation())));
    }

    /** A passkey of hers, and a browser that nobody has signed in to. */
    private void hasPasskey() {
        server.signIn(hana);
        assertThat(add(phone, "電話").statusCode()).isEqualTo(201);
        server.forget();
    }

    private Map<String, String> signature(HttpResponse<String> options) {
        var signed = phone.sign(challenge(options));
        return Map.of(
                "credential_id", text(signed.credentialId()),
                "client_data", text(signed.clientData()),
                "authenticator_data", text(signed.authenticatorData()),
                "signature", text(signed.signature()),
                "user_handle", text(hana.id().getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> options() {
        return server.post("/session/passkey/options", Map.of());
    }

    private HttpResponse<String> signIn(Map<String, String> signature) {
        return server.post("/session/passkey", signature);
    }

    private void assertRefused(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(json(answer).get("type").asString()).isEqualTo("/problems/passkey-refused");
        assertThat(answer.body()).doesNotContain(reason);
        assertThat(shared.audit.getLast().detail()).isEqualTo(Map.of("by", "passkey", "problem", reason));
    }

    @Test
    void aPasskeyIsAddedNamedUsedAndRemoved() {
        server.signIn(hana);
        shared.keys.setPassword(password(), Optional.empty());
        var added = add(phone, "電話");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        var id = json(added).get("key_id").asString();
        assertThat(added.headers().firstValue("Location")).contains(passkeys(hana) + "/" + id);

        server.forget();
        var signedIn = signIn(signature(options()));
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(201);
        assertThat(json(signedIn).get("account_id").asString()).isEqualTo(hana.id());
        assertThat(json(server.get("/session")).get("name").asString()).isEqualTo("花子");

        assertThat(server.send("PUT", passkeys(hana) + "/" + id, Map.of("name", "古い電話"))
                        .statusCode())
                .isEqualTo(204);
        var listed = json(server.get(passkeys(hana))).get("passkeys");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("name").asString()).isEqualTo("古い電話");
        assertThat(listed.get(0).has("last_used_at")).isTrue();
        assertThat(server.send("DELETE", passkeys(hana) + "/" + id, Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(server.send("DELETE", passkeys(hana) + "/" + id, Map.of()).statusCode())
                .isEqualTo(404);
        assertRefused(signIn(signature(options())), "unknown");
        assertThat(shared.audit.stream().map(AuditEntry::kind))
                .containsExactly("passkey-added", "signed-in", "passkey-renamed", "passkey-removed", "sign-in-failed");
    }

    private AccountKey password() {
        return new AccountKey(
                UUID.randomUUID().toString(),
                hana.id(),
                AccountKey.KeyKind.PASSWORD,
                "",
                "hash",
                shared.clock.instant(),
                Optional.empty());
    }

    @Test
    void theLastWayToSignInStays() {
        server.signIn(hana);
        add(phone, "電話");
        var id = json(server.get(passkeys(hana)))
                .get("passkeys")
                .get(0)
                .get("key_id")
                .asString();
        var answer = server.send("DELETE", passkeys(hana) + "/" + id, Map.of());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).get("type").asString()).isEqualTo("/problems/last-key");
    }

    @Test
    void aSignatureIsGoodOnceAndInTheBrowserThatAskedForIt() {
        hasPasskey();
        var signature = signature(options());
        var cookies = Map.copyOf(server.cookies());
        server.forget();
        assertRefused(signIn(signature), "challenge");
        options();
        assertRefused(signIn(signature), "challenge");
        server.cookies().putAll(cookies);
        assertThat(signIn(signature).statusCode()).isEqualTo(201);
        assertRefused(signIn(signature), "challenge");
    }

    @Test
    void ofManyWhoShowOneSignatureAtOnceOneSignsIn() throws Exception {
        hasPasskey();
        var signature = signature(options());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> tries = () -> signIn(signature).statusCode();
            var statuses = threads.invokeAll(List.of(tries, tries, tries, tries)).stream()
                    .map(it -> it.resultNow())
                    .toList();
            assertThat(statuses).containsExactlyInAnyOrder(201, 401, 401, 401);
        }
    }

    @Test
    void anotherServerOfTheLedgerTakesTheSignatureAndKnowsItWasUsed() {
        hasPasskey();
        var home = Optional.of(server.origin());
        try (var other = new PasskeyServer(shared, home)) {
            var signature = signature(options());
            other.cookies().putAll(server.cookies());
            assertThat(other.post("/session/passkey", signature).statusCode()).isEqualTo(201);
            assertRefused(signIn(signature), "challenge");
        }
    }

    @Test
    void aCopyOfAPasskeyIsNoticed() {
        hasPasskey();
        assertThat(signIn(signature(options())).statusCode()).isEqualTo(201);
        phone.count = 0;
        assertRefused(signIn(signature(options())), "counter");
        assertThat(shared.audit.getLast().accountId()).contains(hana.id());
    }

    @Test
    void anotherOriginAnotherSiteAndAnotherOwnerAreRefused() {
        hasPasskey();
        var other = shared.accounts.made("次郎");
        var signature = new HashMap<>(signature(options()));
        signature.put("user_handle", text(other.id().getBytes(StandardCharsets.UTF_8)));
        assertRefused(signIn(signature), "unknown");
        phone.origin = "http://localhost:1";
        assertRefused(signIn(signature(options())), "origin");
        phone.origin = server.origin();
        phone.site = "evil.localhost";
        assertRefused(signIn(signature(options())), "site");
        phone.site = "localhost";
        phone.verifiesUsers = false;
        assertRefused(signIn(signature(options())), "user-verification");
        phone.verifiesUsers = true;
        shared.accounts.disable(hana);
        assertRefused(signIn(signature(options())), "unknown");
    }

    @Test
    void whoTriesTooOftenWaits() {
        hasPasskey();
        var signature = new HashMap<>(signature(options()));
        signature.put("credential_id", text(Secrets.bytes(16)));
        for (var i = 0; i < IdentityLimits.ADDRESS_FAILURES; i++) {
            assertThat(signIn(signature).statusCode()).isEqualTo(401);
        }
        var delayed = signIn(signature);
        assertThat(delayed.statusCode()).isEqualTo(429);
        assertThat(delayed.headers().firstValue("Retry-After")).isPresent();
        shared.clock.pass(IdentityLimits.ADDRESS_PAUSE);
        assertThat(signIn(signature(options())).statusCode()).isEqualTo(201);
        assertThat(signIn(signature(options())).statusCode())
                .as("what succeeds costs nothing")
                .isEqualTo(201);
    }

    @Test
    void aPasskeyIsAddedSoonAfterSigningInAndInThatSession() {
        server.signIn(hana);
        var made = phone.make(challenge(server.post(passkeys(hana) + "/options", Map.of())));
        server.signIn(hana);
        assertNotAdded(add(made, "電話"), "challenge");

        shared.clock.pass(IdentityLimits.RECENT_SIGN_IN);
        for (var answer : List.of(server.post(passkeys(hana) + "/options", Map.of()), add(made, "電話"))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json(answer).get("type").asString()).isEqualTo("/problems/sign-in-too-old");
        }
        assertThat(shared.keys.of(hana.id())).isEmpty();
    }

    private static void assertNotAdded(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("type").asString()).isEqualTo("/problems/passkey-not-valid");
        assertThat(json(answer).get("reason").asString()).isEqualTo(reason);
    }

    @Test
    void aChallengeAddsOnePasskey() {
        server.signIn(hana);
        var challenge = challenge(server.post(passkeys(hana) + "/options", Map.of()));
        var key = new SoftwareAuthenticator();
        key.site = phone.site;
        key.origin = phone.origin;
        assertThat(add(phone.make(challenge), "電話").statusCode()).isEqualTo(201);
        assertNotAdded(add(phone.make(challenge), "電話"), "challenge");
        assertNotAdded(add(key.make(challenge), "鍵"), "challenge");
        assertThat(add(key, "鍵").statusCode()).isEqualTo(201);
        var options = json(server.post(passkeys(hana) + "/options", Map.of()));
        assertThat(options.get("excludeCredentials")).hasSize(2);
        assertThat(options.get("user").get("id").asString())
                .isEqualTo(text(hana.id().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAccountHasABoundedNumberOfPasskeys() {
        server.signIn(hana);
        for (var i = 0; i <= IdentityLimits.PASSKEYS; i++) {
            var key = new SoftwareAuthenticator();
            key.site = phone.site;
            key.origin = phone.origin;
            assertThat(add(key, "鍵 " + i).statusCode()).isEqualTo(i < IdentityLimits.PASSKEYS ? 201 : 409);
        }
    }

    @Test
    void thePasskeysOfOthersAreTheirs() {
        hasPasskey();
        var id = shared.keys.of(hana.id()).getFirst().id();
        var other = shared.accounts.made("次郎");
        server.signIn(other);
        for (var answer : List.of(
                server.get(passkeys(hana)),
                server.post(passkeys(hana) + "/options", Map.of()),
                server.send("PUT", passkeys(hana) + "/" + id, Map.of("name", "x")),
                server.send("DELETE", passkeys(hana) + "/" + id, Map.of()))) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        }
        assertThat(server.send("PUT", passkeys(other) + "/" + id, Map.of("name", "x"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send("DELETE", passkeys(other) + "/" + id, Map.of()).statusCode())
                .isEqualTo(404);
        server.forget();
        assertThat(server.get(passkeys(hana)).statusCode()).isEqualTo(401);
    }

    @Test
    void atAnAddressThereAreNoPasskeys() {
        var address = server.origin().replace("localhost", "127.0.0.1");
        var answer = server.send(address, "POST", "/session/passkey/options", Map.of());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).get("type").asString()).isEqualTo("/problems/no-passkeys-here");
        assertThat(json(answer).get("detail").asString()).contains("localhost");
    }

    @Test
    void whatIsNoBase64IsToldFieldByField() {
        var answer =
                signIn(Map.of("credential_id", "", "client_data", "?", "authenticator_data", "AA", "signature", "a b"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("client_data", "signature", "user_handle");
    }
}
