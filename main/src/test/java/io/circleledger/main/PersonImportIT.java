package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AccountRole;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An office imports its students, as it does every April. */
@Tag("long")
class PersonImportIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final Charset OF_EXCEL = Charset.forName("windows-31j");
    private static final int STUDENTS = 300;
    private static final int MANY = 3_000;
    private static final List<String> HEADINGS = List.of("学籍番号", "氏名", "フリガナ", "学年", "学部", "メールアドレス");

    private static final String TELLING = "SELECT COUNT(*) FROM import_rows WHERE content LIKE '%k0007@%'";

    @TempDir
    Path directory;

    private final DatabaseAccess database = TestStores.shared().freshDatabase();
    private final Map<String, String> environment = Map.of(
            "DATABASE_URL", database.jdbcUrl(),
            "DATABASE_USER", database.user(),
            "DATABASE_PASSWORD", database.password(),
            "REDIS_URL", TestStores.shared().freshRedis().url());

    private static List<String> student(int number, int grade) {
        return List.of(
                "２６Ｋ%04d".formatted(number),
                "学生　%04d".formatted(number),
                "ガクセイ",
                grade + "年生",
                "文学部",
                "k%04d@example.ac.jp".formatted(number));
    }

    private static byte[] csv(int students) {
        var file = new StringBuilder(String.join(",", HEADINGS)).append("\r\n");
        IntStream.range(0, students)
                .forEach(number ->
                        file.append(String.join(",", student(number, 1))).append("\r\n"));
        return file.toString().getBytes(OF_EXCEL);
    }

    /** The next year's: 290 are in the second year, 8 are as they were, one stands there twice, one has faults, one is staff. */
    private static byte[] xlsx() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("学生");
            sheet.value(0, 0, "令和9年度 学生名簿");
            IntStream.range(0, HEADINGS.size()).forEach(column -> sheet.value(1, column, HEADINGS.get(column)));
            sheet.value(1, HEADINGS.size(), "区分");
            for (var number = 0; number < STUDENTS - 2; number++) {
                var cells = student(number, number < 290 ? 2 : 1);
                for (var column = 0; column < cells.size(); column++) {
                    sheet.value(number + 2, column, cells.get(column));
                }
            }
            var others = List.of(
                    student(0, 3),
                    List.of("26K9999", "学生　9999", "", "99", "", "no address"),
                    List.of("", "教員　花子", "", "", "", "", "教員"));
            for (var other : others) {
                var row = STUDENTS + others.indexOf(other);
                IntStream.range(0, other.size()).forEach(column -> sheet.value(row, column, other.get(column)));
            }
        }
        return out.toByteArray();
    }

    private static HttpResponse<String> sent(ServerProcess server, byte[] file, String type) {
        return server.send(server.request("/import?kind=persons&reason=spring")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(file)));
    }

    private static JsonNode previewed(ServerProcess server, byte[] file, String type) {
        var response = sent(server, file, type);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body());
    }

    private static String path(JsonNode found) {
        return "/import/" + found.get("import_id").asString();
    }

    private static List<Integer> counts(JsonNode found) {
        return List.of("new", "changed", "unchanged", "duplicate", "error").stream()
                .map(state -> found.get("counts").get(state).asInt())
                .toList();
    }

    private static JsonNode get(ServerProcess server, String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String started(ServerProcess server, String path) {
        var started = server.send(server.request(path).POST(BodyPublishers.noBody()));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        return started.headers().firstValue("Location").orElseThrow();
    }

    private static JsonNode outcome(ServerProcess server, String job) {
        server.await(
                "the job ends",
                Duration.ofSeconds(60),
                () -> !get(server, job).get("state").asString().equals("running"));
        var ended = get(server, job);
        assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("done");
        return ended.get("outcome");
    }

    private static JsonNode found(ServerProcess server, String text) {
        return get(server, "/person?q=" + text);
    }

    /** How many people there are, each with a number of their own. */
    private static int people(ServerProcess server) {
        var numbers = new HashSet<String>();
        var count = 0;
        var next = "/person?limit=1000";
        while (!next.isEmpty()) {
            var response = server.get(next);
            for (var person : JSON.readTree(response.body())) {
                numbers.add(person.path("student_number").asString("none"));
                count++;
            }
            next = response.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
        }
        assertThat(numbers).hasSize(count);
        return count;
    }

    @Test
    void studentsAreRegisteredChangedAndTakenBack() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            var first = previewed(server, csv(STUDENTS), "text/csv");
            assertThat(counts(first)).containsExactly(STUDENTS, 0, 0, 0, 0);
            assertThat(first.get("columns").findValuesAsString("field"))
                    .containsExactly("student_number", "name", "name_kana", "grade", "major", "email");
            assertThat(outcome(server, started(server, path(first) + "/apply"))
                            .get("created")
                            .asInt())
                    .isEqualTo(STUDENTS);
            assertThat(counts(previewed(server, csv(STUDENTS), "text/csv"))).containsExactly(0, 0, STUDENTS, 0, 0);
            var one = found(server, "26K0007").get(0);
            assertThat(one.toString()).contains("\"grade\":1", "\"kind\":\"student\"", "学生　0007");

            var second = previewed(server, xlsx(), XLSX);
            var path = path(second);
            assertThat(counts(second)).containsExactly(1, 290, 8, 1, 1);
            assertThat(get(server, path + "/rows?state=duplicate")
                            .at("/0/errors/0/detail")
                            .asString())
                    .startsWith("Row 3 is about the same");
            var faulty = get(server, path + "/rows?state=error").get(0);
            assertThat(faulty.findValuesAsString("pointer")).containsExactly("#/grade", "#/email");
            assertThat(get(server, path + "/rows?state=changed&limit=1")
                            .at("/0/changes/grade")
                            .toString())
                    .isEqualTo("{\"from\":\"1\",\"to\":\"2\"}");
            changedMeanwhile(server, one);
            assertThat(outcome(server, started(server, path + "/apply")).toString())
                    .contains("\"created\":1,\"updated\":289,\"unchanged\":8,\"skipped\":1,\"conflict\":1,\"error\":1");
            assertThat(found(server, "26K0001").get(0).get("grade").asInt()).isEqualTo(2);

            assertThat(outcome(server, started(server, path + "/undo")).toString())
                    .contains("\"undone\":290");
            assertThat(found(server, "26K0001").get(0).get("grade").asInt()).isEqualTo(1);
            assertThat(found(server, "花子")).isEmpty();
            assertThat(people(server)).isEqualTo(STUDENTS);
            memberStays(server, path(first));
        }
    }

    private static void changedMeanwhile(ServerProcess server, JsonNode person) {
        var changed = server.put("/person/" + person.get("person_id").asString(), "{\"age\":19,\"version\":1}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    /** Who was changed since, or is in a circle by now, stays when an import is taken back. */
    private static void memberStays(ServerProcess server, String path) {
        var member = found(server, "26K0299").get(0).get("person_id").asString();
        var circle = server.post("/circle", "{\"circle_name\":\"go\",\"capacity\":9}");
        var place = circle.headers().firstValue("Location").orElseThrow() + "/members/" + member;
        var joined = server.send(server.request(place).PUT(BodyPublishers.noBody()));
        assertThat(joined.statusCode()).as(joined.body()).isEqualTo(200);

        var outcome = outcome(server, started(server, path + "/undo"));

        assertThat(outcome.get("undone").asInt()).as(outcome.toString()).isEqualTo(9);
        assertThat(found(server, "26K0299")).hasSize(1);
        assertThat(found(server, "26K0298")).isEmpty();
    }

    @Test
    void nobodyIsRegisteredTwiceThroughAKill() throws Exception {
        String job;
        try (var proxy = FaultProxy.inFrontOf(database.jdbcUrl())) {
            var throughProxy = new HashMap<>(environment);
            throughProxy.put("DATABASE_URL", proxy.through(database.jdbcUrl()));
            try (var server = ServerProcess.start(directory, throughProxy)) {
                var path = path(previewed(server, csv(MANY), "text/csv"));
                // That row's request arrives, and its answer does not: the step that it is in cannot end.
                var held = proxy.freezeAfter("26K%04d".formatted(MANY / 2));
                job = started(server, path + "/apply");
                server.await("some are registered", Duration.ofSeconds(60), () -> held.remaining() == 0);
                server.kill();
            }
        }
        assertThat(counted("SELECT COUNT(*) FROM persons")).isBetween(100, MANY - 1);
        try (var server = ServerProcess.start(directory, environment)) {
            assertThat(outcome(server, job).get("created").asInt()).isEqualTo(MANY);
            assertThat(people(server)).isEqualTo(MANY);
        }
    }

    @Test
    void whatImportsHeldOfSomebodyIsErasedAndNoPreviewBringsThemBack() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            var applied = path(previewed(server, csv(20), "text/csv"));
            var open = path(previewed(server, csv(20), "text/csv"));
            outcome(server, started(server, applied + "/apply"));
            var id = found(server, "26K0007").get(0).get("person_id").asString();
            assertThat(counted(TELLING)).isEqualTo(2);

            assertThat(server.send(server.request("/person/" + id).DELETE()).statusCode())
                    .isEqualTo(204);

            assertThat(counted(TELLING)).isZero();
            assertThat(server.get(open + "/rows").body())
                    .doesNotContain("学生　0007")
                    .contains("\"pointer\":\"#\",\"fault\":\"erased\"");
            assertThat(server.get(applied + "/result").body()).doesNotContain("学生　0007", "k0007@");
            assertThat(counts(get(server, open))).containsExactly(20, 0, 0, 0, 0);
            assertThat(server.put(open + "/rows/9", "{\"values\":{\"name\":\"x\"}}")
                            .statusCode())
                    .isEqualTo(404);
            var remapped = server.put(
                    open + "/columns", "[{\"index\":0,\"field\":\"student_number\"},{\"index\":1,\"field\":\"name\"}]");
            assertThat(counts(JSON.readTree(remapped.body()))).containsExactly(1, 0, 19, 0, 0);
            assertThat(outcome(server, started(server, open + "/apply")).toString())
                    .contains("\"created\":0,\"updated\":0,\"unchanged\":19,\"skipped\":1");
            assertThat(found(server, "0007")).isEmpty();
            assertThat(outcome(server, started(server, applied + "/undo")).toString())
                    .contains("\"undone\":20");
            assertThat(get(server, "/person")).isEmpty();
            assertThat(server.get(applied + "/result").body()).doesNotContain("学生　");
        }
    }

    private int counted(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : -1;
        }
    }

    @Test
    void viewersSeeNoRowsOfPeopleAndReadsAreNoted() throws Exception {
        try (var callers = RightsCallers.start(directory)) {
            var server = callers.server();
            var file = "氏名,学籍番号\n山田 太郎,S-1\n".getBytes(StandardCharsets.UTF_8);
            var refused = server.send(server.request("/import?kind=persons")
                    .header("Content-Type", "text/csv")
                    .header("Authorization", "Bearer " + callers.token(AccountRole.VIEWER))
                    .POST(BodyPublishers.ofByteArray(file)));
            assertThat(refused.statusCode()).isEqualTo(403);
            var made = server.send(server.request("/import?kind=persons")
                    .header("Content-Type", "text/csv")
                    .header("Authorization", "Bearer " + callers.token(AccountRole.EDITOR))
                    .POST(BodyPublishers.ofByteArray(file)));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            var path = path(JSON.readTree(made.body()));
            for (var tail : List.of("", "/rows", "/result")) {
                var answer = callers.send("GET", path + tail, RightsCallers.bearer(callers.token(AccountRole.VIEWER)));
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).doesNotContain("山田");
            }
            var rows = callers.send("GET", path + "/rows", RightsCallers.bearer(callers.token(AccountRole.EDITOR)));
            assertThat(rows.body()).contains("山田 太郎");
            var administrator = RightsCallers.bearer(callers.token(AccountRole.ADMINISTRATOR));
            server.await(
                    "the read is noted",
                    () -> callers.send("GET", "/audit?kind=personal-data-read", administrator)
                            .body()
                            .contains(path.substring("/import/".length())));
        }
    }

    @Test
    void aTerminalRegistersPeopleToo() throws Exception {
        var file = Files.write(directory.resolve("students.csv"), csv(5));
        try (var server = ServerProcess.start(directory, environment)) {
            var done = ServerProcess.launch(
                    directory, environment, "import-table", file.toString(), "--kind", "persons", "--apply");

            assertThat(done.exitCode()).as(done.log()).isZero();
            assertThat(done.log()).contains("5 new, 0 changed", "5 created; import ");
            assertThat(people(server)).isEqualTo(5);
        }
    }
}
