package io.ledger.identity.oidc;

import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.Session;
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
import io.ledger.identity.account.SessionRoutes;
import io.ledger.identity.caller.LedgerIdentities;
import io.ledger.identity.caller.ProviderNeeds;
import io.ledger.identity.session.Sessions;
import io.ledger.identity.token.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that signs people in with a provider. */
final class SignInServer implements AutoCloseable {

    final SettableClock clock = new SettableClock();
    final PeopleOfProvider people = new PeopleOfProvider();
    final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private final SessionsInMemory store = new SessionsInMemory(people::withId);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpApi api;

    SignInServer(OddProvider provider, String basePath, Optional<String> publicUrl) {
        var watch = new EpochWatch(new QuietEpoch());
        var sessions = new Sessions(store, watch, new LastUses(_ -> {}, clock), clock);
        var settings = new OidcSettings(
                URI.create(provider.issuer()),
                OddProvider.CLIENT,
                Optional.of(OddProvider.SECRET),
                "roles",
                OddProvider.CLIENT,
                publicUrl);
        var connection = Optional.of(
                settings.factory().create(new ProviderNeeds(people, sessions, watch, audit::add, new byte[32], clock)));
        var tokens = new Tokens(new NoTokens(), watch, new LastUses(_ -> {}, clock), clock);
        var access = new AccessSettings(
                AllowedHosts.LOOPBACK,
                TrustedProxies.NONE,
                false,
                new LedgerIdentities(tokens, sessions, connection, clock),
                AccessTable.parse("""
                        GET /session anybody
                        DELETE /session signed-in
                        GET /session/provider anybody
                        GET /session/provider/callback anybody
                        """),
                new PersonTies(),
                audit::add);
        api = new HttpApi(
                new HttpSettings("127.0.0.1", 0, basePath, "1", access, Duration.ofMinutes(1), Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                RequestTraces.NONE,
                KnownFailures.NONE,
                List.of(
                        new SessionRoutes(sessions, Optional.empty(), connection, audit::add),
                        connection.get().routes()));
        api.start();
    }

    String url() {
        return "http://127.0.0.1:" + api.port();
    }

    /** The sessions of the only account there is. */
    List<Session> sessions() {
        return store.of("account-1");
    }

    HttpResponse<String> get(String path, Map<String, String> headers) {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, Map<String, String> headers) {
        var request =
                HttpRequest.newBuilder(URI.create(url() + path)).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }

    @Override
    public void close() {
        api.close();
        client.close();
    }
}
