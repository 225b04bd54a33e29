package io.circleledger.main;

import static io.circleledger.main.RightsCallers.NOBODY;
import static io.circleledger.main.RightsCallers.STRANGER;
import static io.circleledger.main.RightsCallers.WITHOUT_ROLES;
import static io.circleledger.main.RightsCallers.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AccountRole;
import io.ledger.http.access.AccessTable.Need;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The table of rights, walked through over HTTP: every route, by everybody, for what there is and what there is not. */
class RightsIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    @TempDir
    static Path directory;

    private static RightsCallers callers;
    private static String circle = "";

    @BeforeAll
    static void start() throws IOException {
        callers = RightsCallers.start(directory);
        var created = callers.changed("POST", "/circle", callers.token(AccountRole.EDITOR), "football");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        circle = created.headers().firstValue("Location").orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (callers != null) {
            callers.close();
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
            var own = pattern.replace("{id}", callers.accountWithoutRoles());
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
                for (var caller : callers.proofs().entrySet()) {
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
                    && (path.contains(callers.accountWithoutRoles())
                            || (path.equals("/session") && caller.equals(WITHOUT_ROLES)))) {
                continue;
            }
            var reply = callers.send(method, path, proof, "X-Request-Id", "walk");
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
            callers.proofs().forEach((caller, proof) -> {
                var status = callers.send(words[0], words[1], proof).status();
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
            callers.proofs().forEach((caller, proof) -> {
                for (var accept : List.of("text/event-stream", "application/json")) {
                    if (accept.startsWith("text") && (path.contains("order") || path.contains("limit"))) {
                        continue;
                    }
                    var isViewer = AccountRole.parse(caller).isPresent();
                    assertThat(callers.send("GET", path, proof, "Accept", accept)
                                    .status())
                            .as("%s as %s by %s", path, accept, caller)
                            .isEqualTo(isViewer ? 200 : refusal(caller));
                }
            });
        }
    }

    @Test
    void theConsoleAndTheProbesAreForAnybody() {
        var page = callers.send("GET", "/", List.of());
        assertThat(page.status()).isEqualTo(200);
        var script = Pattern.compile("console/[0-9a-f]+/[a-z0-9]+\\.js").matcher(page.body());
        assertThat(script.find()).isTrue();
        for (var path : List.of("/" + script.group(), "/health/live", "/health/ready")) {
            callers.proofs()
                    .forEach((caller, proof) -> assertThat(
                                    callers.send("GET", path, proof).status())
                            .as("%s by %s", path, caller)
                            .isEqualTo(200));
        }
    }

    @Test
    void anotherAccountIsRefusedWhetherOrNotThereIsOne() {
        var viewer = callers.proofs().get(AccountRole.VIEWER.label());
        for (var path : List.of("", "/session", "/passkey")) {
            var existing = callers.send(
                    "GET", "/account/" + callers.accountWithoutRoles() + path, viewer, "X-Request-Id", "x");
            var none = callers.send("GET", "/account/" + NOWHERE + path, viewer, "X-Request-Id", "x");
            assertThat(existing.status()).isEqualTo(403);
            assertThat(existing.body()).isEqualTo(none.body());
        }
        var own = callers.proofs().get(WITHOUT_ROLES);
        assertThat(callers.send("GET", "/account/" + callers.accountWithoutRoles(), own)
                        .status())
                .isEqualTo(200);
        assertThat(callers.send("GET", "/account/" + NOWHERE, own).status()).isEqualTo(403);
    }

    @Test
    void nothingTellsATokenThatNeverWasFromOneThatWasRevoked() {
        var administrator = callers.token(AccountRole.ADMINISTRATOR);
        var made = callers.posted("/token", bearer(administrator), Map.of("name", "short", "role", "viewer"));
        var token = JSON.readTree(made.body());
        var revoked = callers.send("DELETE", "/token/" + token.get("token_id").asString(), bearer(administrator));
        assertThat(revoked.status()).isEqualTo(204);
        var answer = callers.send("GET", "/circle", bearer(token.get("token").asString()), "X-Request-Id", "x");
        var stranger = callers.send("GET", "/circle", callers.proofs().get(STRANGER), "X-Request-Id", "x");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(stranger.body());
    }

    @Test
    void whatAnAccountRecordsBearsItsIdAndItsKeysAreItsOwn() {
        var one = callers.signedIn("一郎", List.of("editor"));
        var two = callers.signedIn("次郎", List.of("editor"));
        var circles = new ArrayList<String>();
        for (var author : List.of(one, two, one)) {
            var headers = new ArrayList<>(author.cookie());
            headers.addAll(List.of("Idempotency-Key", "the-same"));
            var created = callers.posted("/circle", headers, Map.of("circle_name", "chess", "capacity", 8));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            circles.add(JSON.readTree(created.body()).get("circle_id").asString());
        }
        assertThat(circles.get(1)).as("another account's same key").isNotEqualTo(circles.getFirst());
        assertThat(circles.get(2)).as("the same request again").isEqualTo(circles.getFirst());
        for (var author : List.of(one, two)) {
            var found = callers.read("/events?order=desc&actor=" + author.accountId(), author);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).get("actor").asString()).isEqualTo(author.accountId());
        }
        assertThat(callers.read("/circle/" + circles.get(1) + "/events", one).findValuesAsString("actor"))
                .containsExactly(two.accountId());
        var names = callers.read("/account/names?id=%s&id=%s".formatted(one.accountId(), two.accountId()), one);
        assertThat(names.findValuesAsString(one.accountId())).containsExactly("一郎");
        assertThat(names.findValuesAsString(two.accountId())).containsExactly("次郎");
    }

    @Test
    void aTrustedProxyNamesTheActorOnceItIsKnownItself() {
        var editor = callers.token(AccountRole.EDITOR);
        var created = callers.changed("POST", "/circle", editor, "tennis", "X-Actor", "mika");
        assertThat(created.statusCode()).isEqualTo(201);
        var history =
                callers.send("GET", created.headers().firstValue("Location").orElseThrow() + "/events", bearer(editor));
        assertThat(JSON.readTree(history.body()).findValuesAsString("actor")).containsExactly("mika");
        assertThat(callers.send("POST", "/circle", List.of("X-Actor", "mika")).status())
                .isEqualTo(401);
        assertThat(callers.send("GET", "/circle", List.of("X-Actor", "mika")).status())
                .isEqualTo(401);
    }

    @Test
    void aFloodOfRefusalsIsAHandfulOfEntries() {
        for (var i = 0; i < 200; i++) {
            assertThat(callers.send("GET", "/circle", List.of("X-Forwarded-For", "192.0.2.7"))
                            .status())
                    .isEqualTo(401);
        }
        var administrator = bearer(callers.token(AccountRole.ADMINISTRATOR));
        callers.server().await("the refusal is in the audit log", () -> refusalsFrom(administrator) > 0);
        assertThat(refusalsFrom(administrator)).isEqualTo(1);
    }

    private static long refusalsFrom(List<String> administrator) {
        var page = callers.send("GET", "/audit?kind=refused&limit=1000", administrator);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return JSON.readTree(page.body())
                .get("entries")
                .valueStream()
                .filter(entry -> entry.get("address").asString("").equals("192.0.2.7"))
                .count();
    }
}
