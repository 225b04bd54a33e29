package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AccountRole;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An office imports the rosters that its circles hand in. */
@Tag("long")
class MemberImportIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Charset OF_EXCEL = Charset.forName("windows-31j");
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int STUDENTS = 3_000;
    private static final int CIRCLES = 100;

    @TempDir
    Path directory;

    private final DatabaseAccess database = TestStores.shared().freshDatabase();
    private final Map<String, String> environment = Map.of(
            "DATABASE_URL", database.jdbcUrl(),
            "DATABASE_USER", database.user(),
            "DATABASE_PASSWORD", database.password(),
            "REDIS_URL", TestStores.shared().freshRedis().url());

    private Map<String, String> through(FaultProxy proxy) {
        var throughProxy = new HashMap<>(environment);
        throughProxy.put("DATABASE_URL", proxy.through(database.jdbcUrl()));
        return throughProxy;
    }

    private static JsonNode previewed(ServerProcess server, String kind, byte[] file, String type) {
        var response = server.send(server.request("/import?kind=" + kind + "&reason=spring")
                .timeout(LONGEST)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(file)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body());
    }

    private static JsonNode members(ServerProcess server, String file) {
        return previewed(server, "members", file.getBytes(OF_EXCEL), "text/csv");
    }

    private static String path(JsonNode found) {
        return "/import/" + found.get("import_id").asString();
    }

    private static List<Integer> counts(JsonNode found) {
        return Stream.of("new", "changed", "unchanged", "duplicate", "error")
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
                LONGEST,
                () -> !get(server, job).get("state").asString().equals("running"));
        var ended = get(server, job);
        assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("done");
        return ended.get("outcome");
    }

    private static JsonNode imported(ServerProcess server, String kind, String file) {
        var found = previewed(server, kind, file.getBytes(OF_EXCEL), "text/csv");
        return outcome(server, started(server, path(found) + "/apply"));
    }

    /** Registers students of grade 3, and one of the staff, and circles of a capacity. */
    private static void prepared(ServerProcess server, int students, int circles, int capacity) {
        var people = new StringBuilder("氏名,学籍番号,学年,区分\n教員 花子,T-1,,教職員\n");
        IntStream.range(0, students).forEach(number -> people.append("学生 %04d,S%04d,3,学生\n".formatted(number, number)));
        assertThat(imported(server, "persons", people.toString()).get("created").asInt())
                .isEqualTo(students + 1);
        var all = new StringBuilder("団体名,定員\n");
        IntStream.range(0, circles).forEach(number -> all.append("第%03d団体,%d\n".formatted(number, capacity)));
        assertThat(imported(server, "circles", all.toString()).get("created").asInt())
                .isEqualTo(circles);
        server.await(
                "all circles are listed",
                () -> server.get("/circle?limit=1000").body().split("\"circle_id\"", -1).length == circles + 1);
    }

    private static Map<String, String> circles(ServerProcess server) {
        var ids = new HashMap<String, String>();
        get(server, "/circle?limit=1000")
                .forEach(circle -> ids.put(
                        circle.get("circle_name").asString(),
                        circle.get("circle_id").asString()));
        return ids;
    }

    private static List<String> roster(ServerProcess server, String circle) {
        return get(server, "/circle/" + circle + "/members?limit=1000")
                .valueStream()
                .map(line ->
                        line.get("name").asString() + " " + line.get("role").asString())
                .toList();
    }

    private static String person(ServerProcess server, String number) {
        return get(server, "/person?q=" + number).get(0).get("person_id").asString();
    }

    @Test
    void rostersAreImportedChangedAndTakenBack() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            prepared(server, 20, 3, 6);
            var ids = circles(server);
            var first = ids.get("第000団体");
            var path = path(members(server, """
                    団体名,学籍番号,氏名,役職,備考
                    第０００団体,S0001,学生0001,部長,
                    第000団体,S0002,,副代表,
                    第000団体,S0003,学生 0003,,
                    第000団体,S0003,学生 0003,会員,
                    第000団体,T-1,教員 花子,顧問,
                    第001団体,S0001,学生 0002,代表,
                    第001団体,S9999,,,
                    第009団体,S0004,,,
                    第001団体,S0004,,書記,
                    """));
            var found = get(server, path);
            assertThat(counts(found)).containsExactly(4, 0, 0, 1, 4);
            assertThat(found.get("columns").findValuesAsString("field"))
                    .startsWith("circle_name", "student_number", "name", "role");
            var faults = get(server, path + "/rows?state=error");
            assertThat(faults.findValuesAsString("fault")).containsExactly("mismatch", "unknown", "unknown", "invalid");
            assertThat(get(server, path + "/rows?limit=1").get(0).toString())
                    .contains("\"circle_id\":\"" + first, "\"person_id\":\"" + person(server, "S0001"));

            assertThat(outcome(server, started(server, path + "/apply")).toString())
                    .contains("\"created\":4,\"updated\":0,\"unchanged\":0,\"skipped\":1,\"conflict\":0,\"error\":4");
            assertThat(roster(server, first))
                    .containsExactly("学生 0001 owner", "学生 0002 vice", "学生 0003 member", "教員 花子 advisor");
            var next = path(members(
                    server, "サークルID,学籍番号,役職\n%s,S0003,代表者\n%s,S0002,会計\n%s,S0001,会員\n".formatted(first, first, first)));
            assertThat(get(server, next + "/rows?state=changed").findValuesAsString("to"))
                    .containsExactly("owner", "vice, treasurer");
            assertThat(outcome(server, started(server, next + "/apply")).toString())
                    .contains("\"created\":0,\"updated\":2,\"unchanged\":1");
            assertThat(roster(server, first).getFirst()).isEqualTo("学生 0003 owner");

            assertThat(outcome(server, started(server, next + "/undo")).toString())
                    .contains("\"undone\":2,\"conflict\":0,\"error\":0");
            assertThat(roster(server, first).getFirst()).isEqualTo("学生 0001 owner");
            var undone = outcome(server, started(server, path + "/undo")).toString();
            assertThat(undone).contains("\"undone\":3,\"conflict\":0,\"error\":1");
            assertThat(roster(server, first)).containsExactly("学生 0001 owner");
            assertThat(get(server, path + "/result?undo=error")
                            .get(0)
                            .at("/undo/detail")
                            .asString())
                    .startsWith("The circle had no owner before");
        }
    }

    /** As somebody saves the lines that a roster shows, with the columns that say of whom and where they are. */
    private static List<List<String>> exported(ServerProcess server, String circle) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("No.", "サークルID", "学生・教職員ID", "役職", "氏名", "フリガナ", "学年"));
        var words = Map.of("owner", "代表者", "vice", "副代表者", "treasurer", "会計", "advisor", "顧問", "member", "会員");
        for (var line : get(server, "/circle/" + circle + "/members?limit=1000")) {
            lines.add(List.of(
                    String.valueOf(lines.size()),
                    circle,
                    line.get("person_id").asString(),
                    words.get(line.get("role").asString()),
                    line.get("name").asString(),
                    "",
                    line.path("grade").asString("")));
        }
        return lines;
    }

    private static byte[] xlsx(List<List<String>> lines) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("名簿");
            for (var row = 0; row < lines.size(); row++) {
                for (var column = 0; column < lines.get(row).size(); column++) {
                    sheet.value(row, column, lines.get(row).get(column));
                }
            }
        }
        return out.toByteArray();
    }

    @Test
    void aRosterThatWasExportedIsUnchanged() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            prepared(server, 6, 1, 9);
            var circle = circles(server).get("第000団体");
            imported(
                    server,
                    "members",
                    "団体名,学籍番号,役職\n第000団体,S0000,代表\n第000団体,S0001,副代表\n第000団体,S0002,会計\n第000団体,S0003,\n第000団体,T-1,顧問\n");
            var lines = exported(server, circle);
            var csv = String.join(
                    "\r\n", lines.stream().map(line -> String.join(",", line)).toList());

            assertThat(counts(members(server, csv))).containsExactly(0, 0, 5, 0, 0);
            assertThat(counts(previewed(server, "members", xlsx(lines), XLSX))).containsExactly(0, 0, 5, 0, 0);
        }
    }

    private static String everybody() {
        var file = new StringBuilder("団体名,学籍番号,役職\n");
        for (var number = 0; number < STUDENTS; number++) {
            var place = number / CIRCLES;
            file.append("第%03d団体,S%04d,%s\n"
                    .formatted(number % CIRCLES, number, place == 0 ? "代表" : place == 1 ? "副代表" : ""));
        }
        return file.toString();
    }

    @Test
    void nobodyJoinsTwiceThroughAKillAndWhoJoinsMeanwhileIsTold() throws Exception {
        String job;
        String path;
        try (var proxy = FaultProxy.inFrontOf(database.jdbcUrl());
                var server = ServerProcess.start(directory, through(proxy))) {
            prepared(server, STUDENTS, CIRCLES, 40);
            path = path(members(server, everybody()));
            assertThat(counts(get(server, path))).containsExactly(STUDENTS, 0, 0, 0, 0);
            var meanwhile = circles(server).get("第099団体");
            var joined =
                    server.send(server.request("/circle/%s/members/%s".formatted(meanwhile, person(server, "S2999")))
                            .PUT(BodyPublishers.noBody()));
            assertThat(joined.statusCode()).as(joined.body()).isEqualTo(200);
            // That row's request arrives, and its answer does not: by then some have joined, and no more can.
            var held = proxy.freezeAfter(":%d:apply".formatted(STUDENTS / 2));
            job = started(server, path + "/apply");
            server.await("some have joined", LONGEST, () -> held.remaining() == 0);
            server.kill();
        }
        assertThat(counted("SELECT COUNT(*) FROM circle_events WHERE event_type = 'MemberJoined'"))
                .isBetween(STUDENTS / 2 / CIRCLES, STUDENTS - 1);
        try (var server = ServerProcess.start(directory, environment)) {
            assertThat(outcome(server, job).toString())
                    .contains("\"created\":%d,\"updated\":0,\"unchanged\":1,\"skipped\":0,\"conflict\":0,\"error\":0"
                            .formatted(STUDENTS - 1));
            assertThat(counted("SELECT COUNT(*) FROM circle_events WHERE event_type = 'MemberJoined'"))
                    .isEqualTo(STUDENTS);
            assertThat(counts(members(server, everybody()))).containsExactly(0, 0, STUDENTS, 0, 0);
            var verify = ServerProcess.launch(directory, environment, "verify");
            assertThat(verify.exitCode()).as(verify.log()).isZero();
            assertThat(outcome(server, started(server, path + "/undo")).toString())
                    .contains("\"undone\":%d,\"conflict\":0,\"error\":%d".formatted(STUDENTS - 1 - CIRCLES, CIRCLES));
        }
    }

    private int counted(String sql) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : -1;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void whatRostersHeldOfSomebodyIsErased() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            prepared(server, 4, 1, 9);
            var file = "団体名,学籍番号,氏名\n第000団体,S0001,学生 0001\n第000団体,S0002,学生0001\n第000団体,S0003,学生 0003\n";
            var applied = path(members(server, file));
            outcome(server, started(server, applied + "/apply"));
            var open = path(members(server, file));
            var held = "SELECT COUNT(*) FROM import_rows r JOIN imports i ON i.id = r.import_id"
                    + " WHERE i.kind = 'members' AND r.content LIKE '%0001%'";
            assertThat(counted(held)).isEqualTo(4);

            assertThat(server.send(server.request("/person/" + person(server, "S0001"))
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);

            assertThat(counted(held)).isZero();
            assertThat(server.get(open + "/rows").body()).doesNotContain("0001").contains("学生 0003");
            assertThat(server.get(applied + "/result").body()).doesNotContain("0001");
            assertThat(outcome(server, started(server, applied + "/undo")).toString())
                    .contains("\"undone\":2,\"conflict\":0,\"error\":0");
        }
    }

    @Test
    void viewersSeeNoRowsOfRostersAndReadsAreNoted() throws Exception {
        try (var callers = RightsCallers.start(directory)) {
            var server = callers.server();
            var file = "団体名,学籍番号,氏名\nno circle,S-1,山田 太郎\n".getBytes(StandardCharsets.UTF_8);
            var editor = RightsCallers.bearer(callers.token(AccountRole.EDITOR));
            for (var role : List.of(AccountRole.VIEWER, AccountRole.EDITOR)) {
                var answer = server.send(server.request("/import?kind=members")
                        .header("Content-Type", "text/csv")
                        .header("Authorization", "Bearer " + callers.token(role))
                        .POST(BodyPublishers.ofByteArray(file)));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(role == AccountRole.VIEWER ? 403 : 201);
                if (role == AccountRole.EDITOR) {
                    var path = path(JSON.readTree(answer.body()));
                    assertThat(callers.send("GET", path + "/rows", editor).body())
                            .contains("山田 太郎");
                    var viewer = RightsCallers.bearer(callers.token(AccountRole.VIEWER));
                    assertThat(callers.send("GET", path + "/rows", viewer).status())
                            .isEqualTo(403);
                    var administrator = RightsCallers.bearer(callers.token(AccountRole.ADMINISTRATOR));
                    server.await(
                            "the read is noted",
                            () -> callers.send("GET", "/audit?kind=personal-data-read", administrator)
                                    .body()
                                    .contains(path.substring("/import/".length())));
                }
            }
        }
    }

    @Test
    void aTerminalImportsRostersToo() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            prepared(server, 3, 1, 9);
            var file = Files.writeString(
                    directory.resolve("roster.csv"), "団体名,学籍番号\n第000団体,S0000\n第000団体,S0001\n第000団体,S7777\n");

            var done = ServerProcess.launch(
                    directory, environment, "import-table", file.toString(), "--kind", "members", "--apply");

            assertThat(done.exitCode()).as(done.log()).isEqualTo(3);
            assertThat(done.log()).contains("2 new, 0 changed", "row 4: error: Nobody in the register", "2 created");
            assertThat(roster(server, circles(server).get("第000団体"))).hasSize(2);
        }
    }
}
