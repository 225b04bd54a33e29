package io.ledger.identity.passkey;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AuditEntry;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.PersonTies;
import io.ledger.http.access.TrustedProxies;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.KnownFailures;
import io.ledger.http.server.RequestTraces;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.LastUses;
import io.ledger.identity.Secrets;
import io.ledger.identity.account.SessionRoutes;
import io.ledger.identity.account.SignInThrottle;
import io.ledger.identity.caller.LedgerIdentities;
import io.ledger.identity.oidc.NoTokens;
import io.ledger.identity.oidc.QuietEpoch;
import io.ledger.identity.oidc.SessionsInMemory;
import io.ledger.identity.oidc.SettableClock;
import io.ledger.identity.session.Sessions;
import io.ledger.identity.token.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server whose accounts have passkeys, and a browser that asks it. */
final class PasskeyServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What several servers of a ledger have in common. */
    static final class SharedLedger {

        final SettableClock clock = new SettableClock();
        final OwnAccountsInMemory accounts = new OwnAccountsInMemory();
        final KeysInMemory keys = new KeysInMemory();
        final SessionsInMemory sessions = new SessionsInMemory(accounts::find);
        final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    }

    private final Sessions sessions;
    private final HttpApi api;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    PasskeyServer(SharedLedger shared, Optional<String> publicUrl) {
        var watch = new EpochWatch(new QuietEpoch());
        sessions = new Sessions(shared.sessions, watch, new LastUses(_ -> {}, shared.clock), shared.clock);
        var needs = new PasskeyNeeds(
                shared.accounts,
                shared.keys,
                sessions,
                new SignInThrottle(shared.clock),
                watch,
                shared.audit::add,
                new byte[32],
                publicUrl,
                shared.clock);
        var tokens = new Tokens(new NoTokens(), watch, new LastUses(_ -> {}, shared.clock), shared.clock);
        var access = new AccessSettings(
                AllowedHosts.LOOPBACK,
                TrustedProxies.NONE,
                false,
                new LedgerIdentities(tokens, sessions, Optional.empty(), shared.clock),
                AccessTable.parse("""
                        GET /session anybody
                        DELETE /session signed-in
                        POST /session/passkey/options anybody
                        POST /session/passkey anybody
                        GET /account/{id}/passkey signed-in
                        POST /account/{id}/passkey signed-in
                        POST /account/{id}/passkey/options signed-in
                        PUT /account/{id}/passkey/{key_id} signed-in
                        DELETE /account/{id}/passkey/{key_id} signed-in
                        """),
                new PersonTies(),
                shared.audit::add);
        api = new HttpApi(
                new HttpSettings("127.0.0.1", 0, "", "1", access, Duration.ofMinutes(1), Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                RequestTraces.NONE,
                KnownFailures.NONE,
                List.of(
                        new SessionRoutes(sessions, Optional.empty(), Optional.empty(), shared.audit::add),
                        new PasskeyRoutes(needs),
                        new PasskeySignInRoutes(needs)));
        api.start();
    }

    /** Where its pages come from. */
    String origin() {
        return "http://localhost:" + api.port();
    }

    /** The browser is in a session of this account. */
    void signIn(Account account) {
        var secret = Secrets.next();
        var _ = sessions.begin(secret, account.id(), "test", Optional.empty()).orElseThrow();
        cookies.put("session", secret);
    }

    /** The browser forgets all, as another one. */
    void forget() {
        cookies.clear();
    }

    /** What the browser has of this name; a browser may show it to another server of the ledger. */
    Map<String, String> cookies() {
        return cookies;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, Map.of());
    }

    HttpResponse<String> post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    HttpResponse<String> send(String method, String path, Map<String, ?> body) {
        return send(origin(), method, path, body);
    }

    HttpResponse<String> send(String host, String method, String path, Map<String, ?> body) {
        var request = HttpRequest.newBuilder(URI.create(host + path))
                .method(
                        method,
                        body.isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "same-origin");
        cookies.forEach((name, value) -> request.header("Cookie", name + "=" + value));
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }

    private void keep(String line) {
        var pair = line.substring(0, line.indexOf(';')).split("=", 2);
        cookies.put(pair[0], pair[1]);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        api.close();
        client.close();
    }
}
