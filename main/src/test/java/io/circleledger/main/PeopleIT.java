package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The people of circles, on servers that share their stores. */
class PeopleIT {

    private static final int JOINING = 64;
    private static final String OLD = "01990000-0000-7000-8000-00000000000a";

    @TempDir
    Path directory;

    private final DatabaseAccess database = TestStores.shared().freshDatabase();
    private final String redis = TestStores.shared().freshRedis().url();

    private Map<String, String> environment(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("DATABASE_URL", database.jdbcUrl());
        environment.put("DATABASE_USER", database.user());
        environment.put("DATABASE_PASSWORD", database.password());
        environment.put("REDIS_URL", redis);
        return environment;
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    /** Whether a list is told, of this size; it is refused while it lacks what its readers have seen. */
    private static boolean has(HttpResponse<String> list, int size) {
        return list.statusCode() == 200
                && JsonMapper.shared().readTree(list.body()).size() == size;
    }

    private static void refused(HttpResponse<String> response, String type) {
        assertThat(json(response, 409).get("type").asString()).isEqualTo("/problems/" + type);
    }

    private static String student(ServerProcess server, String name, int grade) {
        var body = "{\"name\":\"%s\",\"grade\":%d}".formatted(name, grade);
        return json(server.post("/person", body), 201).get("person_id").asString();
    }

    private static String circle(ServerProcess server, String name, int capacity) {
        var body = "{\"circle_name\":\"%s\",\"capacity\":%d}".formatted(name, capacity);
        return json(server.post("/circle", body), 201).get("circle_id").asString();
    }

    private static HttpResponse<String> join(ServerProcess server, String circle, String person) {
        return server.send(server.request("/circle/%s/members/%s".formatted(circle, person))
                .PUT(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> delete(ServerProcess server, String path) {
        return server.send(server.request(path).DELETE());
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        var start = new CyclicBarrier(calls.size());
        var answers = new ArrayList<T>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = calls.stream()
                    .<Callable<T>>map(call -> () -> {
                        start.await(10, TimeUnit.SECONDS);
                        return call.call();
                    })
                    .toList();
            for (var answer : executor.invokeAll(started, 90, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private static Map<Integer, Integer> statuses(List<HttpResponse<String>> answers) {
        var statuses = new TreeMap<Integer, Integer>();
        answers.forEach(answer -> statuses.merge(answer.statusCode(), 1, Integer::sum));
        return statuses;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rules of the system that this one succeeds. */
    @Test
    void theRulesOfBeforeHold() throws Exception {
        try (var server = ServerProcess.start(directory, environment(Map.of()))) {
            var owned = "{\"circle_name\":\"フットサル\",\"capacity\":3,\"owner_name\":\"花子\",\"owner_age\":21,"
                    + "\"owner_grade\":%d,\"owner_major\":\"経済\"}";
            refused(server.post("/circle", owned.formatted(2)), "owner-must-be-in-grade");
            var created = json(server.post("/circle", owned.formatted(3)), 201);
            var circle = created.get("circle_id").asString();
            var owner = created.get("owner_id").asString();
            refused(join(server, circle, student(server, "健", 4)), "final-grade-cannot-join");
            var taro = student(server, "太郎", 1);
            json(join(server, circle, taro), 200);
            json(join(server, circle, student(server, "次郎", 2)), 200);
            refused(join(server, circle, student(server, "三郎", 2)), "circle-full");
            refused(delete(server, "/circle/%s/members/%s".formatted(circle, owner)), "owner-cannot-leave");
            json(delete(server, "/circle/%s/members/%s".formatted(circle, taro)), 200);
            var found = json(server.get("/circle/" + circle), 200);
            assertThat(found.get("members").asInt()).isEqualTo(2);
            assertThat(found.get("owner_id").asString()).isEqualTo(owner);
            server.await("the search has it as it is", () -> {
                var listed = server.get("/circle?q=%E3%83%95%E3%83%83%E3%83%88");
                return listed.statusCode() == 200
                        && found.equals(
                                JsonMapper.shared().readTree(listed.body()).get(0));
            });
            var roster = json(server.get("/circle/%s/members".formatted(circle)), 200);
            assertThat(roster.get(0).get("name").asString()).isEqualTo("花子");
            assertThat(roster.get(0).get("joined_at").asString()).endsWith("Z");
            assertThat(roster.get(1).get("role").asString()).isEqualTo("member");
            assertThat(json(server.get("/person?q=%E8%8A%B1"), 200)).hasSize(1);
        }
    }

    @Test
    void ofSixtyFourOnTwoServersTenGetTheTenPlaces() throws Exception {
        try (var one = ServerProcess.start(directory, environment(Map.of()));
                var other = ServerProcess.start(directory, environment(Map.of()))) {
            var circle = circle(one, "Chess", 10);
            var joins = new ArrayList<Callable<HttpResponse<String>>>();
            for (var i = 0; i < JOINING; i++) {
                var server = i % 2 == 0 ? one : other;
                var person = student(one, "student " + i, 1);
                joins.add(() -> join(server, circle, person));
            }
            var answers = atOnce(joins);
            assertThat(statuses(answers)).isEqualTo(Map.of(200, 10, 409, JOINING - 10));
            answers.stream().filter(it -> it.statusCode() == 409).forEach(it -> refused(it, "circle-full"));
            assertThat(json(other.get("/circle/%s/members".formatted(circle)), 200))
                    .hasSize(10);

            // With room for all, all get in: no conflict is left to its caller.
            var large = circle(one, "Go", 100);
            var people = json(one.get("/person"), 200);
            var all = new ArrayList<Callable<HttpResponse<String>>>();
            for (var i = 0; i < JOINING; i++) {
                var server = i % 2 == 0 ? one : other;
                var person = people.get(i).get("person_id").asString();
                all.add(() -> join(server, large, person));
            }
            assertThat(statuses(atOnce(all))).isEqualTo(Map.of(200, JOINING));
        }
    }

    @Test
    void aPersonIsInAsManyCirclesAsAllowed() throws Exception {
        var limited = environment(Map.of("MAX_CIRCLES_PER_PERSON", "2", "OWNER_GRADES", "2, 3"));
        try (var one = ServerProcess.start(directory, limited);
                var other = ServerProcess.start(directory, limited)) {
            var taro = student(one, "太郎", 2);
            var joins = new ArrayList<Callable<HttpResponse<String>>>();
            for (var i = 0; i < 12; i++) {
                var server = i % 2 == 0 ? one : other;
                var circle = circle(one, "circle " + i, 5);
                joins.add(() -> join(server, circle, taro));
            }
            var answers = atOnce(joins);
            assertThat(statuses(answers)).isEqualTo(Map.of(200, 2, 409, 10));
            answers.stream().filter(it -> it.statusCode() == 409).forEach(it -> refused(it, "too-many-circles"));
            var mine = json(other.get("/person/%s/circles".formatted(taro)), 200);
            assertThat(mine).hasSize(2);

            var body = "{\"circle_name\":\"his own\",\"capacity\":3,\"owner_id\":\"%s\"}".formatted(taro);
            refused(one.post("/circle", body), "too-many-circles");
            var first = mine.get(0).get("circle_id").asString();
            assertThat(one.send(one.request("/circle/" + first).DELETE().header("If-Match", "*"))
                            .statusCode())
                    .isEqualTo(204);
            json(one.post("/circle", body), 201);
        }
    }

    @Test
    void aCircleThatWasDissolvedComesBackEverywhere() throws Exception {
        try (var server = ServerProcess.start(directory, environment(Map.of("UNIQUE_NAMES", "true")))) {
            var circle = circle(server, "Chess", 5);
            json(join(server, circle, student(server, "太郎", 2)), 200);
            assertThat(server.send(server.request("/circle/" + circle).DELETE().header("If-Match", "*"))
                            .statusCode())
                    .isEqualTo(204);
            var other = circle(server, "chess", 5);
            refused(server.post("/circle/%s/reinstatement".formatted(circle), "{}"), "name-taken");
            json(server.put("/circle/" + other, "{\"circle_name\":\"Go\",\"version\":1}"), 200);
            var back = server.post("/circle/%s/reinstatement".formatted(circle), "{\"reason\":\"by mistake\"}");
            json(back, 200);
            server.awaitFound(back);
            assertThat(json(server.get("/circle/" + circle), 200).get("members").asInt())
                    .isEqualTo(1);
            server.await("the list has both", () -> has(server.get("/circle"), 2));
            server.await("the search has it", () -> has(server.get("/circle?q=chess"), 1));
        }
    }

    @Test
    void anErasureLeavesIdsAloneAndGoesOnAfterADeath() throws Exception {
        String hanako;
        String circle;
        try (var server = ServerProcess.start(directory, environment(Map.of()))) {
            var created = json(
                    server.post(
                            "/circle",
                            "{\"circle_name\":\"Chess\",\"capacity\":5,\"owner_name\":\"Hanako"
                                    + " Secret\",\"owner_grade\":3}"),
                    201);
            hanako = created.get("owner_id").asString();
            circle = created.get("circle_id").asString();
        }
        // As if the server had died after the first step.
        execute("UPDATE persons SET erasing = 1 WHERE id = '" + hanako + "'");
        try (var server = ServerProcess.start(directory, environment(Map.of()))) {
            server.await(
                    "the erasure is finished",
                    () -> server.get("/person/" + hanako).statusCode() == 410);
            var events = json(server.get("/circle/%s/events".formatted(circle)), 200);
            assertThat(events.get(1).get("event_type").asString()).isEqualTo("OwnerChanged");
            assertThat(events.get(2).get("data").get("reason").asString()).isEqualTo("erased");
            assertThat(json(server.get("/circle/" + circle), 200).has("owner_id"))
                    .isFalse();
            assertThat(delete(server, "/person/" + hanako).statusCode()).isEqualTo(204);
            assertThat(server.log()).doesNotContain("Hanako Secret");
        }
        assertThat(everything()).contains(hanako).doesNotContain("Hanako").doesNotContain("hanako secret");
    }

    /** All rows of all tables as text. */
    private String everything() throws SQLException {
        var text = new StringBuilder();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            var tables = new ArrayList<String>();
            try (var names = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
                while (names.next()) {
                    tables.add(names.getString("TABLE_NAME"));
                }
            }
            for (var table : tables) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT * FROM `" + table + "`")) {
                    while (rows.next()) {
                        for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            text.append(rows.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        return text.toString();
    }

    @Test
    void aLedgerOfBeforeTakesPeople() throws Exception {
        try (var server = ServerProcess.start(directory, environment(Map.of()))) {
            assertThat(server.get("/person").statusCode()).isEqualTo(200);
        }
        execute("INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                + " occurred_at, metadata) VALUES (1, UUID(), '" + OLD + "', 1, 'CircleCreated', 1,"
                + " '{\"name\":\"写真部\",\"capacity\":20}', '2025-04-01 09:00:00', '{\"actor\":\"mika\"}')");
        execute("UPDATE log_head SET position = 1 WHERE id = 1");
        try (var server = ServerProcess.start(directory, environment(Map.of()))) {
            json(join(server, OLD, student(server, "太郎", 1)), 200);
            var circle = json(server.get("/circle/" + OLD), 200);
            assertThat(circle.get("circle_name").asString()).isEqualTo("写真部");
            assertThat(circle.has("owner_id")).isFalse();
            assertThat(circle.get("members").asInt()).isEqualTo(1);
        }
    }
}
