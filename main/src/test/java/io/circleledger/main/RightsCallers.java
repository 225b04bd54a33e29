package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.mariadb.MariaDb;
import io.ledger.server.IdentityTools;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with accounts and tokens, and those who ask it: each is known by headers, or is not. */
final class RightsCallers implements AutoCloseable {

    /** Who says nothing, who is known and has no role, and who shows a token that is none. */
    static final String NOBODY = "nobody";

    static final String WITHOUT_ROLES = "without roles";
    static final String STRANGER = "stranger";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSWORD = "blue kettle over moss";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ServerProcess server;
    private final Map<String, List<String>> proofs = new LinkedHashMap<>();
    private final Map<AccountRole, String> tokens = new EnumMap<>(AccountRole.class);
    private final String accountWithoutRoles;

    /** Somebody in a session. */
    record SignedIn(String accountId, List<String> cookie) {}

    /** An answer, without waiting for the end of a stream. */
    record Reply(int status, String body, Map<String, List<String>> headers) {}

    private RightsCallers(ServerProcess server, DatabaseAccess database) {
        this.server = server;
        try (var stores = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            var tools = new IdentityTools(stores.database());
            for (var role : AccountRole.values()) {
                tokens.put(role, tools.addToken(role.label(), role, Duration.ofDays(1)));
            }
            // As somebody is whom a provider knows and gives no role.
            var added = tools.addAccount("花子", Set.of());
            assertThat(added).isInstanceOf(AccountOutcome.Changed.class);
            accountWithoutRoles = ((AccountOutcome.Changed) added).account().id();
            var session = signedIn(tools.link("http://localhost", accountWithoutRoles));
            proofs.put(WITHOUT_ROLES, session.cookie());
        }
        proofs.put(NOBODY, List.of());
        proofs.put(STRANGER, bearer("clt_0123456789abcdefghijklmnopqrstuvwxyz"));
        tokens.forEach((role, token) -> proofs.put(role.label(), bearer(token)));
    }

    static RightsCallers start(Path directory) throws IOException {
        var database = TestStores.shared().freshDatabase();
        var server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL",
                        database.jdbcUrl(),
                        "DATABASE_USER",
                        database.user(),
                        "DATABASE_PASSWORD",
                        database.password(),
                        "REDIS_URL",
                        TestStores.shared().freshRedis().url(),
                        "ACCOUNTS",
                        "local",
                        // Nobody is there; its routes are.
                        "OIDC_ISSUER",
                        "http://127.0.0.1:9",
                        "OIDC_CLIENT_ID",
                        "ledger",
                        "TRUST_X_ACTOR",
                        "true"));
        try {
            return new RightsCallers(server, database);
        } catch (RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    ServerProcess server() {
        return server;
    }

    /** The headers by which each caller is known, by the caller's name. */
    Map<String, List<String>> proofs() {
        return Collections.unmodifiableMap(proofs);
    }

    String token(AccountRole role) {
        return tokens.get(role);
    }

    String accountWithoutRoles() {
        return accountWithoutRoles;
    }

    static List<String> bearer(String token) {
        return List.of("Authorization", "Bearer " + token);
    }

    SignedIn signedIn(String name, List<String> roles) {
        var administrator = bearer(token(AccountRole.ADMINISTRATOR));
        var added = posted("/account", administrator, Map.of("name", name, "roles", roles));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return signedIn(JSON.readTree(added.body()).get("link").asString());
    }

    private SignedIn signedIn(String address) {
        var link = address.replaceAll(".*link=", "");
        var session = session(Map.of("link", link, "password", PASSWORD));
        assertThat(session.statusCode()).as(session.body()).isEqualTo(201);
        var cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        return new SignedIn(
                JSON.readTree(session.body()).get("account_id").asString(),
                List.of("Cookie", cookie.substring(0, cookie.indexOf(';')), "Sec-Fetch-Site", "same-origin"));
    }

    /** Where passwords are hashed too slowly, the server says that it is busy and has done nothing. */
    private HttpResponse<String> session(Map<String, String> proof) {
        var answer = new AtomicReference<HttpResponse<String>>();
        server.await("a turn to hash a password", () -> {
            answer.set(posted("/session/link", List.of(), proof));
            return answer.get().statusCode() != 503;
        });
        return answer.get();
    }

    HttpResponse<String> posted(String path, List<String> caller, Map<String, ?> body) {
        return server.send(by(caller, server.request(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    HttpResponse<String> changed(String method, String path, String token, String name, String... more) {
        var headers = new ArrayList<>(bearer(token));
        headers.addAll(List.of(more));
        return server.send(by(headers, server.request(path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        BodyPublishers.ofString(JSON.writeValueAsString(Map.of("circle_name", name, "capacity", 20)))));
    }

    private static HttpRequest.Builder by(List<String> caller, HttpRequest.Builder request) {
        return caller.isEmpty() ? request : request.headers(caller.toArray(String[]::new));
    }

    /** Nobody takes such a body: whoever is told so was allowed to send one. */
    Reply send(String method, String path, List<String> caller, String... more) {
        var request = by(caller, server.request(path)).header("Content-Type", "text/plain");
        for (var i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        var isUnsafe = !method.equals("GET") && !method.equals("HEAD");
        try {
            var response = CLIENT.send(
                    request.method(method, isUnsafe ? BodyPublishers.ofString("{") : BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                var isStream = response.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("text/event-stream"))
                        .isPresent();
                return new Reply(
                        response.statusCode(),
                        isStream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8),
                        response.headers().map());
            }
        } catch (IOException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    JsonNode read(String path, SignedIn reader) {
        var answer = server.send(by(reader.cookie(), server.request(path)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
