package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The batches of a year on the packaged server: counted first, done once, and gone on with when a server is killed. */
class BatchIT {

    private static final int CIRCLES = 30;
    private static final int STUDENTS = 60;
    private static final int MANY = Integer.getInteger("batch.circles", 2_000);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private DatabaseAccess database = TestStores.shared().freshDatabase();
    private Map<String, String> environment = environment(database);

    private static Map<String, String> environment(DatabaseAccess database) {
        return Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "OWNER_GRADES", "3,4");
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    private static String started(ServerProcess server, String batch, boolean isDryRun) {
        var response = server.post("/batch/" + batch, "{\"year\":2026,\"dry_run\":%b}".formatted(isDryRun));
        var job = response.headers().firstValue("Location").orElse("none");
        assertThat(job).isEqualTo("/job/" + json(response, 202).get("job_id").asString());
        return job;
    }

    private static JsonNode outcome(ServerProcess server, String job) {
        server.await(
                "the job ends",
                LONGEST,
                () -> !json(server.get(job), 200).get("state").asString().equals("running"));
        var ended = json(server.get(job), 200);
        assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("done");
        assertThat(ended.get("done")).isEqualTo(ended.get("total"));
        return ended.get("outcome");
    }

    private static JsonNode run(ServerProcess server, String batch, boolean isDryRun) {
        return outcome(server, started(server, batch, isDryRun));
    }

    private static JsonNode owned(ServerProcess server, int number, int grade) {
        return json(
                server.post(
                        "/circle",
                        "{\"circle_name\":\"circle %d\",\"capacity\":20,\"owner_name\":\"owner %d\",\"owner_grade\":%d}"
                                .formatted(number, number, grade)),
                201);
    }

    /** How many rows a question has. */
    private long count(String sql) throws SQLException {
        return Long.parseLong(text("SELECT COUNT(*) FROM " + sql));
    }

    private String text(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        }
    }

    private long events(String condition) throws SQLException {
        return count("circle_events WHERE " + condition);
    }

    private static List<String> told(JsonNode outcome) {
        return outcome.get("circles").valueStream().map(JsonNode::asString).toList();
    }

    /** Ten circles have an owner who graduates; forty of sixty students are in the first grade. */
    private List<String> filled(ServerProcess server) {
        var circles = new ArrayList<String>();
        for (var number = 0; number < CIRCLES; number++) {
            circles.add(
                    owned(server, number, number < 10 ? 4 : 3).get("circle_id").asString());
        }
        for (var number = CIRCLES; number < STUDENTS; number++) {
            var person = json(server.post("/person", "{\"name\":\"student %d\",\"grade\":1}".formatted(number)), 201);
            var member = "/circle/%s/members/%s"
                    .formatted(
                            circles.get(number - CIRCLES),
                            person.get("person_id").asString());
            json(server.send(server.request(member).PUT(BodyPublishers.noBody())), 200);
        }
        for (var circle : circles.subList(20, CIRCLES)) {
            json(server.post("/circle/%s/renewal".formatted(circle), "{\"year\":2026}"), 200);
        }
        return circles;
    }

    @Test
    void whatIsCountedIsDoneAndOnlyOnce() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            var circles = filled(server);
            var before = count("circle_events");
            var ending = run(server, "year-end", true);
            assertThat(ending.get("graduated").asInt()).isEqualTo(10);
            assertThat(ending.get("suspended").asInt()).isEqualTo(10);
            assertThat(ending.get("raised").asInt()).isEqualTo(STUDENTS - 10);
            assertThat(told(ending)).containsExactlyElementsOf(circles.subList(0, 10));
            sentTwice(server);
            var lapsing = run(server, "renewal-deadline", true);
            assertThat(lapsing.get("lapsed").asInt()).isEqualTo(20);
            assertThat(told(lapsing)).containsExactlyElementsOf(circles.subList(0, 20));
            assertThat(count("circle_events")).isEqualTo(before);
            assertThat(count("persons WHERE raised_for IS NOT NULL")).isZero();

            assertThat(run(server, "renewal-deadline", false)).isEqualTo(lapsing);
            assertThat(run(server, "year-end", false)).isEqualTo(ending);

            assertThat(events("event_type = 'CircleLapsed'")).isEqualTo(20);
            assertThat(events("event_type = 'MemberLeft' AND JSON_VALUE(payload, '$.reason') = 'graduated'"))
                    .isEqualTo(10);
            assertThat(events("event_type = 'CircleSuspended'")).isEqualTo(10);
            assertThat(count("persons WHERE grade = 2")).isEqualTo(30);
            assertThat(count("persons WHERE grade = 4 AND version = 2")).isEqualTo(20);
            var suspended = json(server.get("/circle/" + circles.getFirst()), 200);
            assertThat(suspended.get("status").asString()).isEqualTo("suspended");
            assertThat(suspended.has("owner_id")).isFalse();

            var after = count("circle_events");
            assertThat(run(server, "year-end", false).toString())
                    .isEqualTo("{\"graduated\":0,\"suspended\":0,\"raised\":0,\"circles\":[]}");
            assertThat(run(server, "renewal-deadline", false).toString()).isEqualTo("{\"lapsed\":0,\"circles\":[]}");
            assertThat(count("circle_events")).isEqualTo(after);
            refused(server);
        }
    }

    /** One job, although the answer was lost; another request has another key. */
    private void sentTwice(ServerProcess server) throws SQLException {
        var before = count("jobs");
        var first = keyed(server, "year-end", true);
        assertThat(outcome(server, "/job/" + json(first, 202).get("job_id").asString()))
                .isNotNull();
        var again = json(keyed(server, "year-end", true), 202);
        assertThat(again.get("job_id")).isEqualTo(json(first, 202).get("job_id"));
        assertThat(again.get("state").asString()).isEqualTo("done");
        for (var other : List.of(keyed(server, "year-end", false), keyed(server, "renewal-deadline", true))) {
            assertThat(json(other, 422).get("type").asString()).isEqualTo("/problems/idempotency-key-reused");
        }
        assertThat(count("jobs")).isEqualTo(before + 1);
    }

    private static HttpResponse<String> keyed(ServerProcess server, String batch, boolean isDryRun) {
        return server.send(server.request("/batch/" + batch)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "the-key")
                .POST(BodyPublishers.ofString("{\"year\":2026,\"dry_run\":%b}".formatted(isDryRun))));
    }

    private static void refused(ServerProcess server) {
        for (var body : List.of("{}", "{\"year\":0}", "{\"year\":10000}", "{\"year\":2026,\"dry_run\":1}")) {
            assertThat(json(server.post("/batch/year-end", body), 400)
                            .get("type")
                            .asString())
                    .isEqualTo("/problems/invalid-request");
        }
    }

    /** Kills the server while it waits for the answer to a request, so that the job cannot end before. */
    private static void killAt(ServerProcess server, FaultProxy.Rule held) {
        server.await("the batch comes so far", LONGEST, () -> held.remaining() == 0);
        server.kill();
    }

    /** Three of four circles have an owner who graduates, and two of three were not renewed. */
    private static void crowded(ServerProcess server) throws Exception {
        var made = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(32)) {
            for (var number = 0; number < MANY; number++) {
                var own = number;
                made.add(threads.submit(() -> {
                    var circle = owned(server, own, own % 4 == 0 ? 3 : 4)
                            .get("circle_id")
                            .asString();
                    if (own % 3 == 0) {
                        json(server.post("/circle/%s/renewal".formatted(circle), "{\"year\":2026}"), 200);
                    }
                }));
            }
        }
        for (var one : made) {
            one.get();
        }
    }

    /** The events of each circle by its name, and what became of each student. */
    private Map<String, String> everything() throws SQLException {
        var everything = new TreeMap<String, String>();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT MAX(JSON_VALUE(f.payload, '$.name')) AS name,"
                                + " GROUP_CONCAT(e.event_type ORDER BY e.version) AS fate FROM circle_events f"
                                + " JOIN circle_events e ON e.circle_id = f.circle_id WHERE f.version = 1 GROUP BY f.circle_id"
                                + " UNION ALL SELECT name, CONCAT_WS('/', grade, version, raised_for, graduated) FROM persons")) {
            while (rows.next()) {
                everything.put(rows.getString("name"), rows.getString("fate"));
            }
        }
        assertThat(everything).hasSize(2 * MANY);
        return everything;
    }

    /** The counts of a batch. */
    private String counts(String batch) throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            return counts(outcome(server, started(server, batch, false)));
        }
    }

    /** The counts of a batch on the way to which a server is killed twice, each time in the middle of a step. */
    private String countsThroughKills(String batch, String early, String late) throws Exception {
        String job;
        try (var proxy = FaultProxy.inFrontOf(database.jdbcUrl())) {
            var throughProxy = new HashMap<>(environment);
            throughProxy.put("DATABASE_URL", proxy.through(database.jdbcUrl()));
            var held = proxy.freezeAfter(early);
            try (var server = ServerProcess.start(directory, throughProxy)) {
                job = started(server, batch, false);
                killAt(server, held);
            }
            proxy.heal();
            held = proxy.freezeAfter(late);
            try (var server = ServerProcess.start(directory, throughProxy)) {
                killAt(server, held);
            }
        }
        try (var server = ServerProcess.start(directory, environment)) {
            return counts(outcome(server, job));
        }
    }

    /** What is sent to the database when this circle is to lapse, and not before. */
    private String lapse(int number) throws SQLException {
        return ":"
                + text("SELECT circle_id FROM circle_events WHERE JSON_VALUE(payload, '$.name') = 'circle %d'"
                        .formatted(number));
    }

    /** What is sent to the database when this owner is to leave their circle, and not before. */
    private String leave(int number) throws SQLException {
        return "\"" + text("SELECT id FROM persons WHERE name = 'owner %d'".formatted(number));
    }

    private static String counts(JsonNode outcome) {
        assertThat(told(outcome)).hasSize(1_000).doesNotHaveDuplicates();
        return ((ObjectNode) outcome.deepCopy()).without("circles").toString();
    }

    /** A ledger of its own. */
    private void crowded() throws Exception {
        database = TestStores.shared().freshDatabase();
        environment = environment(database);
        try (var server = ServerProcess.start(directory, environment)) {
            crowded(server);
        }
    }

    @Test
    @Tag("long")
    void serversThatAreKilledComeToTheSame() throws Exception {
        crowded();
        var undisturbed = List.of(counts("renewal-deadline"), counts("year-end"), everything());
        assertThat(undisturbed.get(0)).isEqualTo("{\"lapsed\":%d}".formatted(MANY - (MANY + 2) / 3));
        assertThat(undisturbed.get(1))
                .isEqualTo("{\"graduated\":%d,\"suspended\":%d,\"raised\":%d}"
                        .formatted(MANY * 3 / 4, MANY * 3 / 4, MANY / 4));
        crowded();
        // Of every twelve circles the second is due, and its owner in the last grade.
        var early = MANY / 8 / 12 * 12 + 1;
        var late = MANY / 2 / 12 * 12 + 1;
        var lapsed = countsThroughKills("renewal-deadline", lapse(early), lapse(late));
        var ended = countsThroughKills("year-end", leave(early), leave(late));
        assertThat(List.of(lapsed, ended, everything())).isEqualTo(undisturbed);
    }
}
