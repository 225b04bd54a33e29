package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.http.access.AccessTable.Need;
import io.ledger.mariadb.MariaDb;
import io.ledger.server.IdentityTools;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the owner and the officers of a circle may do with it, and with no other, as long as they are that. */
@Tag("long")
class OwnCircleIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";
    private static final Map<String, ?> NONE = Map.of();

    @TempDir
    Path directory;

    private ServerProcess server;
    private IdentityTools tools;
    private MariaDb stores;
    private String editor;
    private String administrator;
    private String own;
    private String other;
    private final Map<String, String> people = new HashMap<>();

    /** Somebody with an account. */
    private record Student(String accountId, String person, String cookie) {}

    @BeforeEach
    void start() throws Exception {
        var database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url(),
                        "ACCOUNTS", "local"));
        stores = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
        tools = new IdentityTools(stores.database());
        editor = "Bearer " + tools.addToken("editor", AccountRole.EDITOR, Duration.ofDays(1));
        administrator = "Bearer " + tools.addToken("administrator", AccountRole.ADMINISTRATOR, Duration.ofDays(1));
        for (var name : List.of("owner", "vice", "member", "newcomer", "stranger")) {
            people.put(
                    name,
                    ok("POST", "/person", editor, Map.of("name", name, "grade", 3))
                            .get("person_id")
                            .asString());
        }
        own = circle("chess", "owner");
        other = circle("tennis", "stranger");
        for (var name : List.of("vice", "member")) {
            ok("PUT", own + "/members/" + people.get(name), editor, NONE);
        }
        ok("PUT", own + "/officers/vice", editor, Map.of("person_id", people.get("vice")));
    }

    @AfterEach
    void stop() {
        stores.close();
        server.close();
    }

    private String circle(String name, String owner) {
        var body = Map.of("circle_name", name, "capacity", 20, "owner_id", people.get(owner));
        return "/circle/" + ok("POST", "/circle", editor, body).get("circle_id").asString();
    }

    private HttpResponse<String> send(String method, String path, String proof, Map<String, ?> body) {
        var request = server.request(path)
                .header(proof.startsWith("Bearer") ? "Authorization" : "Cookie", proof)
                .header("Sec-Fetch-Site", "same-origin")
                .header("X-Request-Id", "the-same");
        return server.send(
                body.isEmpty()
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private JsonNode ok(String method, String path, String proof, Map<String, ?> body) {
        var answer = send(method, path, proof, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isBetween(200, 204);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private void refused(String method, String path, Student student, Map<String, ?> body) {
        var answer = send(method, path, student.cookie(), body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(403);
        assertThat(answer.body()).contains("/problems/forbidden");
    }

    private Student signedIn(String name) {
        assertThat(tools.addAccount(name, Set.of(AccountRole.VIEWER))).isInstanceOf(AccountOutcome.Changed.class);
        var account = accounts()
                .valueStream()
                .filter(it -> it.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("account_id")
                .asString();
        ok("PUT", "/account/" + account, administrator, Map.of("person_id", people.get(name)));
        var link = tools.link("http://localhost", account).replaceAll(".*link=", "");
        var session = server.post(
                "/session/link", JSON.writeValueAsString(Map.of("link", link, "password", "blue kettle over moss")));
        assertThat(session.statusCode()).as(session.body()).isEqualTo(201);
        assertThat(JSON.readTree(session.body()).get("person_id").asString()).isEqualTo(people.get(name));
        var cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        return new Student(account, people.get(name), cookie.substring(0, cookie.indexOf(';')));
    }

    private JsonNode accounts() {
        return ok("GET", "/account", administrator, NONE).get("accounts");
    }

    private JsonNode account(Student student) {
        return ok("GET", "/account/" + student.accountId(), administrator, NONE);
    }

    private Map<String, ?> person(String name) {
        return Map.of("person_id", people.get(name));
    }

    private long version() {
        return ok("GET", own, editor, NONE).get("version").asLong();
    }

    @Test
    void theOwnerHasTheRosterAndTheNameOfTheirCircle() {
        var owner = signedIn("owner");
        assertThat(ok("GET", "/session", owner.cookie(), NONE).get("person_id").asString())
                .isEqualTo(owner.person());

        assertThat(ok("GET", own + "/members", owner.cookie(), NONE)).hasSize(3);
        ok("PUT", own + "/members/" + people.get("newcomer"), owner.cookie(), NONE);
        ok("DELETE", own + "/members/" + people.get("newcomer"), owner.cookie(), NONE);
        ok("PUT", own + "/officers/treasurer", owner.cookie(), person("member"));
        ok("DELETE", own + "/officers/treasurer", owner.cookie(), NONE);
        ok("PUT", own, owner.cookie(), Map.of("circle_name", "Chess club", "name_kana", "チェス", "version", version()));

        refused("PUT", own, owner, Map.of("capacity", 30, "version", version()));
        refused("PUT", own, owner, Map.of("circle_name", "Go", "kind", "culture", "version", version()));
        refused("DELETE", own + "?version=" + version(), owner, NONE);
        refused("POST", own + "/renewal", owner, Map.of("year", 2026));
        refused("POST", own + "/suspension", owner, Map.of("reason", "x"));
        refused("GET", "/person", owner, NONE);
        refused("GET", "/person/" + people.get("vice"), owner, NONE);
        refused("POST", "/circle", owner, Map.of("circle_name", "Go", "capacity", 10));
        assertThat(ok("GET", own, owner.cookie(), NONE).get("circle_name").asString())
                .isEqualTo("Chess club");

        server.await(
                "the read is noted",
                () -> ok("GET", "/audit?kind=personal-data-read", administrator, NONE)
                        .get("entries")
                        .findValuesAsString("account_id")
                        .contains(owner.accountId()));
    }

    @Test
    void anotherCircleIsRefusedWhetherOrNotThereIsOne() {
        var owner = signedIn("owner");
        for (var tail : List.of("/members", "")) {
            var method = tail.isEmpty() ? "PUT" : "GET";
            Map<String, ?> body = tail.isEmpty() ? Map.of("circle_name", "Go", "version", 1) : NONE;
            refused(method, other + tail, owner, body);
            assertThat(send(method, other + tail, owner.cookie(), body).body())
                    .isEqualTo(send(method, "/circle/" + NOWHERE + tail, owner.cookie(), body)
                            .body())
                    .isEqualTo(send(method, "/circle/x" + tail, owner.cookie(), body)
                            .body());
        }
        refused("PUT", other + "/members/" + people.get("newcomer"), owner, NONE);
        refused("PUT", other + "/owner", owner, person("owner"));
        refused("DELETE", other + "/officers/vice", owner, NONE);
        var member = signedIn("member");
        refused("GET", own + "/members", member, NONE);
        refused("DELETE", own + "/members/" + people.get("vice"), member, NONE);
    }

    /** Each route of one circle that is not for viewers, with requests that change nothing where they are let through. */
    @Test
    void eachRouteIsForThoseOfTheCircleWhomTheTableNames() {
        var students = Map.of("owner", signedIn("owner"), "vice", signedIn("vice"), "member", signedIn("member"));
        var before = ok("GET", own, editor, NONE);
        var routes = RightsTableTest.TABLE.routes().stream()
                .filter(route -> route.contains(" /circle/{id}"))
                .toList();
        assertThat(routes).hasSize(14);
        for (var route : routes) {
            var words = route.split(" ", 2);
            var need = RightsTableTest.TABLE.need(words[0], words[1]).orElseThrow();
            var path = words[1].replace("{person_id}", NOWHERE).replace("{office}", "none");
            students.forEach((name, student) -> {
                assertThat(isLetThrough(words[0], path.replace("/circle/{id}", own), student))
                        .as("%s by the %s", route, name)
                        .isEqualTo(mayTake(need, name));
                assertThat(isLetThrough(words[0], path.replace("/circle/{id}", other), student))
                        .as("%s of another circle by the %s", route, name)
                        .isEqualTo(mayTake(need, "member"));
            });
        }
        assertThat(ok("GET", own, editor, NONE)).isEqualTo(before);
    }

    private static boolean mayTake(Need need, String who) {
        return switch (need) {
            case Need.RoleOrTie(var _, var tie) -> who.equals("owner") || (who.equals("vice") && tie.equals("officer"));
            case Need.RequiredRole(var role) -> role == AccountRole.VIEWER;
            case Need.Nothing(), Need.Name() -> true;
        };
    }

    private boolean isLetThrough(String method, String path, Student student) {
        var answer = send(method, path, student.cookie(), NONE);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isBetween(200, 499);
        return answer.statusCode() != 403;
    }

    @Test
    void whoIsNoOwnerOrOfficerAnyMoreIsRefusedAtOnce() {
        var owner = signedIn("owner");
        var vice = signedIn("vice");
        ok("GET", own + "/members", vice.cookie(), NONE);
        refused("PUT", own + "/owner", vice, person("vice"));
        ok("DELETE", own + "/officers/vice", owner.cookie(), NONE);
        refused("GET", own + "/members", vice, NONE);

        refused("PUT", own + "/owner", owner, Map.of("person_id", people.get("vice"), "override", true, "reason", "x"));
        ok("PUT", own + "/owner", owner.cookie(), person("vice"));
        refused("PUT", own + "/owner", owner, person("owner"));
        refused("GET", own + "/members", owner, NONE);
        ok("GET", own + "/members", vice.cookie(), NONE);
        ok("DELETE", own + "?version=" + version(), editor, NONE);
        refused("GET", own + "/members", vice, NONE);
    }

    @Test
    void anAdministratorSaysWhoseAnAccountIs() {
        var owner = signedIn("owner");
        var vice = signedIn("vice");
        refused("PUT", "/account/" + vice.accountId(), vice, person("owner"));
        assertThat(send("PUT", "/account/" + vice.accountId(), administrator, person("owner"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(send("PUT", "/account/" + vice.accountId(), administrator, Map.of("person_id", "x"))
                        .statusCode())
                .isEqualTo(400);
        for (var nobody : List.of(NOWHERE, owner.accountId())) {
            var answer = send("PUT", "/account/" + vice.accountId(), administrator, Map.of("person_id", nobody));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            assertThat(answer.body()).contains("/problems/person-not-found");
        }
        assertThat(account(owner).get("person_id").asString()).isEqualTo(owner.person());

        var nobody = new HashMap<String, String>();
        nobody.put("person_id", null);
        ok("PUT", "/account/" + vice.accountId(), administrator, nobody);
        refused("GET", own + "/members", vice, NONE);

        ok("DELETE", "/person/" + owner.person() + "?version=1", editor, NONE);
        refused("GET", own + "/members", owner, NONE);
        assertThat(account(owner).has("person_id")).isFalse();
    }
}
