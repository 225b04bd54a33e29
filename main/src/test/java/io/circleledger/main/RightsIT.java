package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.http.access.AccessTable.Need;
import io.ledger.mariadb.MariaDb;
import io.ledger.server.IdentityTools;
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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of rights, walked through over HTTP: every route, by everybody, for what there is and what there is not. */
class RightsIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";
    private static final String PASSWORD = "blue kettle over moss";
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    /** Who says nothing, who is known and has no role, and who shows a token that is none. */
    private static final String NOBODY = "nobody";

    private static final String WITHOUT_ROLES = "without roles";
    private static final String STRANGER = "stranger";

    @TempDir
    static Path directory;

    private static ServerProcess server;

    /** The header by which each caller is known. */
    private static final Map<String, List<String>> CALLERS = new LinkedHashMap<>();

    private static final Map<AccountRole, String> TOKENS = new EnumMap<>(AccountRole.class);
    private static String accountWithoutRoles = "";
    private static String circle = "";

    @BeforeAll
    static void start() throws Exception {
        var database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
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
        try (var stores = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            var tools = new IdentityTools(stores.database());
            for (var role : AccountRole.values()) {
                TOKENS.put(role, tools.addToken(role.label(), role, Duration.ofDays(1)));
            }
            // As somebody is whom a provider knows and gives no role.
            assertThat(tools.addAccount("花子", Set.of()))
                    .isInstanceOfSatisfying(
                            AccountOutcome.Changed.class,
                            added -> accountWithoutRoles = added.account().id());
            var session = signedIn(tools.link("http://localhost", accountWithoutRoles));
            CALLERS.put(WITHOUT_ROLES, session.cookie());
        }
        CALLERS.put(NOBODY, List.of());
        CALLERS.put(STRANGER, bearer("clt_0123456789abcdefghijklmnopqrstuvwxyz"));
        TOKENS.forEach((role, token) -> CALLERS.put(role.label(), bearer(token)));
        var created = changed("POST", "/circle", TOKENS.get(AccountRole.EDITOR), "football");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        circle = created.headers().firstValue("Location").orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> bearer(String token) {
        return List.of("Authorization", "Bearer " + token);
    }

    /** Somebody in a session. */
    private record SignedIn(String accountId, List<String> cookie) {}

    private static SignedIn signedIn(String name, List<String> roles) {
        var administrator = bearer(TOKENS.get(AccountRole.ADMINISTRATOR));
        var added = posted("/account", administrator, Map.of("name", name, "roles", roles));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return signedIn(JSON.readTree(added.body()).get("link").asString());
    }

    private static SignedIn signedIn(String address) {
        var link = address.replaceAll(".*link=", "");
        var session = posted("/session/link", List.of(), Map.of("link", link, "password", PASSWORD));
        assertThat(session.statusCode()).as(session.body()).isEqualTo(201);
        var cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        return new SignedIn(
                JSON.readTree(session.body()).get("account_id").asString(),
                List.of("Cookie", cookie.substring(0, cookie.indexOf(';')), "Sec-Fetch-Site", "same-origin"));
    }

    private static HttpResponse<String> posted(String path, List<String> caller, Map<String, ?> body) {
        return server.send(by(caller, server.request(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private static HttpResponse<String> changed(String method, String path, String token, String name, String... more) {
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

    /** An answer, without waiting for the end of a stream. */
    private record Reply(int status, String body, Map<String, List<String>> headers) {}

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Nobody takes such a body: whoever is told so was allowed to send one. */
    private static Reply send(String method, String path, List<String> caller, String... more) {
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

    /** The paths of a route: with what there is, where there is something, and with what there is not. */
    private static List<String> targets(String pattern) {
        var none = VARIABLE.matcher(pattern).replaceAll(NOWHERE);
        if (pattern.startsWith("/circle/{id}")) {
            return List.of(
                    VARIABLE.matcher(pattern.replace("/circle/{id}", circle)).replaceAll(NOWHERE), none);
        }
        if (pattern.startsWith("/account/{id}") && !pattern.contains("{session_id}")) {
            var own = pattern.replace("{id}", accountWithoutRoles);
            return List.of(VARIABLE.matcher(own).replaceAll(NOWHERE), none);
        }
        return List.of(none);
    }

    private static boolean may(Need need, String caller) {
        return switch (need) {
            case Need.Nothing() -> true;
            case Need.Name() -> !caller.equals(NOBODY) && !caller.equals(STRANGER);
            // Nobody here is anybody's owner or officer; OwnCircleIT has those who are.
            case Need.RequiredRole(var role) -> mayAs(caller, role);
            case Need.RoleOrTie(var role, var _) -> mayAs(caller, role);
        };
    }

    private static boolean mayAs(String caller, AccountRole role) {
        return AccountRole.parse(caller).filter(it -> it.includes(role)).isPresent();
    }

    private static int refusal(String caller) {
        return caller.equals(NOBODY) || caller.equals(STRANGER) ? 401 : 403;
    }

    @Test
    void everyRouteIsForThoseWhomTheTableNames() {
        var table = RightsTableTest.TABLE;
        var count = 0;
        for (var route : table.routes()) {
            var words = route.split(" ", 2);
            var need = table.need(words[0], words[1]).orElseThrow();
            var methods = words[0].equals("GET") ? List.of("GET", "HEAD") : List.of(words[0]);
            for (var method : methods) {
                for (var caller : CALLERS.entrySet()) {
                    walk(method, words[1], need, caller.getKey(), caller.getValue());
                    count++;
                }
            }
        }
        assertThat(count).isGreaterThan(400);
    }

    private static void walk(String method, String pattern, Need need, String caller, List<String> proof) {
        var bodies = new TreeSet<String>();
        for (var path : targets(pattern)) {
            // The account without roles and its session are needed to the end.
            if (method.equals("DELETE")
                    && (path.contains(accountWithoutRoles)
                            || (path.equals("/session") && caller.equals(WITHOUT_ROLES)))) {
                continue;
            }
            var reply = send(method, path, proof, "X-Request-Id", "walk");
            var what = "%s %s by %s: %s".formatted(method, path, caller, reply.body());
            if (!may(need, caller)) {
                assertThat(reply.status()).as(what).isEqualTo(refusal(caller));
                assertThat(reply.headers()).as(what).doesNotContainKeys("etag", "ledger-position");
                bodies.add(reply.body());
            } else if (need instanceof Need.RequiredRole || need instanceof Need.RoleOrTie) {
                assertThat(reply.status()).as(what).isNotIn(401, 403);
            } else if (!pattern.startsWith("/session")) {
                assertThat(reply.status()).as(what).isNotEqualTo(401);
            }
            assertThat(reply.status()).as(what).isNotEqualTo(500);
        }
        assertThat(bodies).as("a refusal says nothing of what there is").hasSizeLessThan(2);
    }

    @Test
    void whatIsNoRouteIsToldToThoseWhoAreKnownAlone() {
        var paths = new ArrayList<>(List.of(
                "GET /nowhere",
                "GET /circle/",
                "GET //circle",
                "GET /circle/x/y/z",
                "PUT /nowhere",
                "GET /x/../circle"));
        RightsTableTest.TABLE
                .routes()
                .forEach(route -> List.of("PATCH", "OPTIONS", "TRACE", "BREW")
                        .forEach(method -> paths.add(
                                method + " " + targets(route.split(" ", 2)[1]).getFirst())));
        for (var request : paths) {
            var words = request.split(" ", 2);
            CALLERS.forEach((caller, proof) -> {
                var status = send(words[0], words[1], proof).status();
                if (caller.equals(NOBODY) || caller.equals(STRANGER)) {
                    assertThat(status).as("%s by %s", request, caller).isEqualTo(401);
                } else {
                    assertThat(status).as("%s by %s", request, caller).isIn(404, 405);
                }
            });
        }
    }

    @Test
    void streamsAndPagesOfTheFeedAreForViewers() {
        for (var path : List.of("/events", "/events?after=0", "/events?order=desc", "/events?limit=1")) {
            CALLERS.forEach((caller, proof) -> {
                for (var accept : List.of("text/event-stream", "application/json")) {
                    if (accept.startsWith("text") && (path.contains("order") || path.contains("limit"))) {
                        continue;
                    }
                    var isViewer = AccountRole.parse(caller).isPresent();
                    assertThat(send("GET", path, proof, "Accept", accept).status())
                            .as("%s as %s by %s", path, accept, caller)
                            .isEqualTo(isViewer ? 200 : refusal(caller));
                }
            });
        }
    }

    @Test
    void theConsoleAndTheProbesAreForAnybody() {
        var page = send("GET", "/", List.of());
        assertThat(page.status()).isEqualTo(200);
        var script = Pattern.compile("console/[0-9a-f]+/[a-z0-9]+\\.js").matcher(page.body());
        assertThat(script.find()).isTrue();
        for (var path : List.of("/" + script.group(), "/health/live", "/health/ready")) {
            CALLERS.forEach(
                    (caller, proof) -> assertThat(send("GET", path, proof).status())
                            .as("%s by %s", path, caller)
                            .isEqualTo(200));
        }
    }

    @Test
    void anotherAccountIsRefusedWhetherOrNotThereIsOne() {
        var viewer = CALLERS.get(AccountRole.VIEWER.label());
        for (var path : List.of("", "/session", "/passkey")) {
            var existing = send("GET", "/account/" + accountWithoutRoles + path, viewer, "X-Request-Id", "x");
            var none = send("GET", "/account/" + NOWHERE + path, viewer, "X-Request-Id", "x");
            assertThat(existing.status()).isEqualTo(403);
            assertThat(existing.body()).isEqualTo(none.body());
        }
        var own = CALLERS.get(WITHOUT_ROLES);
        assertThat(send("GET", "/account/" + accountWithoutRoles, own).status()).isEqualTo(200);
        assertThat(send("GET", "/account/" + NOWHERE, own).status()).isEqualTo(403);
    }

    @Test
    void nothingTellsATokenThatNeverWasFromOneThatWasRevoked() {
        var administrator = TOKENS.get(AccountRole.ADMINISTRATOR);
        var made = posted("/token", bearer(administrator), Map.of("name", "short", "role", "viewer"));
        var token = JSON.readTree(made.body());
        var revoked = send("DELETE", "/token/" + token.get("token_id").asString(), bearer(administrator));
        assertThat(revoked.status()).isEqualTo(204);
        var answer = send("GET", "/circle", bearer(token.get("token").asString()), "X-Request-Id", "x");
        var stranger = send("GET", "/circle", CALLERS.get(STRANGER), "X-Request-Id", "x");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(stranger.body());
    }

    @Test
    void whatAnAccountRecordsBearsItsIdAndItsKeysAreItsOwn() {
        var one = signedIn("一郎", List.of("editor"));
        var two = signedIn("次郎", List.of("editor"));
        var circles = new ArrayList<String>();
        for (var author : List.of(one, two, one)) {
            var headers = new ArrayList<>(author.cookie());
            headers.addAll(List.of("Idempotency-Key", "the-same"));
            var created = posted("/circle", headers, Map.of("circle_name", "chess", "capacity", 8));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            circles.add(JSON.readTree(created.body()).get("circle_id").asString());
        }
        assertThat(circles.get(1)).as("another account's same key").isNotEqualTo(circles.getFirst());
        assertThat(circles.get(2)).as("the same request again").isEqualTo(circles.getFirst());
        for (var author : List.of(one, two)) {
            var found = read("/events?order=desc&actor=" + author.accountId(), author);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).get("actor").asString()).isEqualTo(author.accountId());
        }
        assertThat(read("/circle/" + circles.get(1) + "/events", one).findValuesAsString("actor"))
                .containsExactly(two.accountId());
        var names = read("/account/names?id=%s&id=%s".formatted(one.accountId(), two.accountId()), one);
        assertThat(names.findValuesAsString(one.accountId())).containsExactly("一郎");
        assertThat(names.findValuesAsString(two.accountId())).containsExactly("次郎");
    }

    private static JsonNode read(String path, SignedIn reader) {
        var answer = server.send(by(reader.cookie(), server.request(path)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void aTrustedProxyNamesTheActorOnceItIsKnownItself() {
        var editor = TOKENS.get(AccountRole.EDITOR);
        var created = changed("POST", "/circle", editor, "tennis", "X-Actor", "mika");
        assertThat(created.statusCode()).isEqualTo(201);
        var history = send("GET", created.headers().firstValue("Location").orElseThrow() + "/events", bearer(editor));
        assertThat(JSON.readTree(history.body()).findValuesAsString("actor")).containsExactly("mika");
        assertThat(send("POST", "/circle", List.of("X-Actor", "mika")).status()).isEqualTo(401);
        assertThat(send("GET", "/circle", List.of("X-Actor", "mika")).status()).isEqualTo(401);
    }

    @Test
    void aFloodOfRefusalsIsAHandfulOfEntries() {
        for (var i = 0; i < 200; i++) {
            assertThat(send("GET", "/circle", List.of("X-Forwarded-For", "192.0.2.7"))
                            .status())
                    .isEqualTo(401);
        }
        var administrator = bearer(TOKENS.get(AccountRole.ADMINISTRATOR));
        server.await("the refusal is in the audit log", () -> refusalsFrom(administrator) > 0);
        assertThat(refusalsFrom(administrator)).isEqualTo(1);
    }

    private static long refusalsFrom(List<String> administrator) {
        var page = send("GET", "/audit?kind=refused&limit=1000", administrator);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return JSON.readTree(page.body())
                .get("entries")
                .valueStream()
                .filter(entry -> entry.get("address").asString("").equals("192.0.2.7"))
                .count();
    }
}
