package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An office imports its list of circles, as it does every spring. */
class ImportIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int CIRCLES = 30;

    @TempDir
    Path directory;

    private Map<String, String> environment;
    private ServerProcess server;

    @BeforeEach
    void start() throws IOException {
        var database = TestStores.shared().freshDatabase();
        environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
        server = ServerProcess.start(directory, environment);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String name(int number) {
        return "第%02d団体".formatted(number);
    }

    private HttpResponse<String> imported(byte[] file, String type) {
        return server.send(server.request("/import?kind=circles&reason=spring")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(file)));
    }

    private JsonNode previewed(byte[] file, String type) {
        var response = imported(file, type);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        var document = JSON.readTree(response.body());
        assertThat(response.headers().firstValue("Location"))
                .contains("/import/" + document.get("import_id").asString());
        assertThat(get("/import/" + document.get("import_id").asString()).get("counts"))
                .isEqualTo(document.get("counts"));
        return document;
    }

    private JsonNode get(String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<Integer> counts(JsonNode found) {
        return List.of("new", "changed", "unchanged", "duplicate", "error").stream()
                .map(state -> found.get("counts").get(state).asInt())
                .toList();
    }

    private JsonNode ended(HttpResponse<String> started) {
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        var job = started.headers().firstValue("Location").orElseThrow();
        server.await("the job ends", () -> !get(job).get("state").asString().equals("running"));
        return get(job);
    }

    private JsonNode applied(String path) {
        return ended(server.send(server.request(path + "/apply").POST(BodyPublishers.noBody())));
    }

    private void fill() {
        var file = new StringBuilder("circle_name,capacity\r\n");
        IntStream.range(0, CIRCLES).forEach(number -> file.append(name(number)).append(",20\r\n"));
        // Two that are called the same, of which a row cannot mean one.
        file.append("ダンス,15\r\n");
        var found = previewed(file.toString().getBytes(StandardCharsets.UTF_8), "text/csv; charset=utf-8");
        assertThat(counts(found)).containsExactly(CIRCLES + 1, 0, 0, 0, 0);
        var path = "/import/" + found.get("import_id").asString();
        assertThat(applied(path).at("/outcome/created").asInt()).isEqualTo(CIRCLES + 1);
        assertThat(server.post("/circle", "{\"circle_name\":\"ﾀﾞﾝｽ\",\"capacity\":15}")
                        .statusCode())
                .isEqualTo(201);
    }

    /** 12 that change, 3 that are doubtful, 2 with faults, one that is new, and all the others as they are. */
    private static byte[] list() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("団体");
            sheet.value(0, 0, "令和8年度 学生団体一覧");
            sheet.value(2, 0, "No.");
            sheet.value(2, 1, "団体名");
            sheet.value(2, 2, "定員（人）");
            var row = 3;
            for (var number = 0; number < CIRCLES - 2; number++) {
                sheet.value(row, 0, number + 1);
                sheet.value(row, 1, name(number));
                sheet.value(row, 2, number < 12 ? 30 : 20);
                row++;
            }
            for (var other : List.of(
                    List.of("ダンス", "16"),
                    List.of(name(0), "40"),
                    List.of(name(1), "41"),
                    List.of(name(CIRCLES - 2), "約40"),
                    List.of(name(CIRCLES - 1), "2"),
                    List.of("新しい会", "２５人"))) {
                sheet.value(row, 1, other.get(0));
                sheet.value(row, 2, other.get(1));
                row++;
            }
            sheet.value(row, 0, "合計");
            sheet.value(row, 2, 700);
        }
        return out.toByteArray();
    }

    @Test
    void aListIsLookedAtMendedAppliedAndTakenBack() throws Exception {
        fill();
        var before = circles();

        var found = previewed(list(), XLSX);

        var path = "/import/" + found.get("import_id").asString();
        assertThat(counts(found)).containsExactly(1, 12, 16, 3, 2);
        assertThat(found.get("columns")
                        .valueStream()
                        .map(column -> column.get("field").asString("none")))
                .containsExactly("none", "circle_name", "capacity");
        assertThat(found.get("left_out").toString()).contains("合計");
        var duplicates = get(path + "/rows?state=duplicate");
        assertThat(rows(duplicates)).containsExactly(32, 33, 34);
        assertThat(duplicates.get(1).toString())
                .contains("\"fault\":\"same-as-row\",\"number\":4", "Row 4 is about the same");
        assertThat(found.get("planned").toString()).contains("\"create\":1", "\"update\":12");
        assertThat(rows(get(path + "/rows?state=error"))).containsExactly(35, 36);
        assertThat(get(path + "/rows?state=error").at("/0/errors/0/pointer").asString())
                .isEqualTo("#/capacity");
        var changed = get(path + "/rows?state=changed&limit=1").get(0);
        assertThat(changed.get("row").asInt()).isEqualTo(4);
        assertThat(changed.at("/changes/capacity").toString()).isEqualTo("{\"from\":\"20\",\"to\":\"30\"}");

        mend(path);
        applyAndCompare(path);
        assertThat(counts(previewed(list(), XLSX)))
                .as("the same again: nothing to do but for the conflict")
                .containsExactly(0, 1, 28, 3, 2);
        takeBack(path, before);
        assertThat(get("/import").at("/1/import_id").asString()).isEqualTo(path.substring("/import/".length()));
        assertThat(get("/import").at("/1/state").asString()).isEqualTo("undone");
    }

    private void mend(String path) {
        var mended = server.put(path + "/rows/35", "{\"values\":{\"capacity\":\"40\"}}");
        assertThat(mended.statusCode()).as(mended.body()).isEqualTo(200);
        assertThat(JSON.readTree(mended.body()).get("state").asString()).isEqualTo("changed");
        assertThat(server.put(path + "/rows/36", "{\"values\":{\"capacity\":20}}")
                        .body())
                .contains("\"state\":\"unchanged\"");
        assertThat(server.put(path + "/rows/4", "{\"skip\":true}").body()).contains("\"skip\":true");
        assertThat(counts(get(path)))
                .as("row 33 is the only one about its circle once row 4 is left out")
                .containsExactly(1, 14, 17, 2, 0);
        assertThat(server.put(path + "/rows/4", "{\"skip\":false}").statusCode())
                .isEqualTo(200);
        assertThat(counts(get(path))).containsExactly(1, 13, 17, 3, 0);
        assertThat(server.put(path + "/rows/99", "{\"skip\":true}").statusCode())
                .isEqualTo(404);
    }

    private void applyAndCompare(String path) {
        // Somebody changes a circle after the office has looked at the file.
        var circle = get(path + "/rows?state=changed&limit=2").get(1);
        var id = circle.get("circle_id").asString();
        assertThat(server.put("/circle/" + id, "{\"capacity\":77,\"version\":1}")
                        .statusCode())
                .isEqualTo(200);

        var job = applied(path);

        assertThat(job.get("state").asString()).isEqualTo("done");
        assertThat(job.get("done")).isEqualTo(job.get("total"));
        assertThat(job.get("outcome").toString())
                .contains("\"created\":1,\"updated\":12,\"unchanged\":17,\"skipped\":3,\"conflict\":1,\"error\":0");
        assertThat(applied(path).get("job_id")).as("applied once").isEqualTo(job.get("job_id"));
        var result = get(path + "/result?limit=1000");
        assertThat(result.size()).isEqualTo(34);
        assertThat(result.get(1).get("state").asString()).isEqualTo("conflict");
        var left = path + "/result?state=skipped&state=conflict&limit=2";
        assertThat(rows(get(left))).containsExactly(5, 32);
        assertThat(get(left).at("/1/errors/0/fault").asString()).isEqualTo("ambiguous");
        assertThat(server.get(left).headers().firstValue("Link").orElseThrow())
                .contains("&state=conflict", "&state=skipped");
        assertThat(server.get(path + "/result?state=new").statusCode()).isEqualTo(400);
        assertThat(get("/circle/" + id).get("capacity").asInt()).isEqualTo(77);
        var created = result.get(33).get("circle_id").asString();
        assertThat(get("/circle/" + created).get("capacity").asInt()).isEqualTo(25);
        assertThat(get("/circle/" + created + "/events").toString()).contains("\"reason\":\"spring\"");
        assertThat(server.put(path + "/rows/4", "{\"skip\":true}").body()).contains("/problems/import-applied");
        var file = server.send(
                server.request(path + "/result").header("Accept", "text/csv").GET());
        assertThat(file.body().lines().skip(2).findFirst().orElseThrow()).startsWith("5,conflict," + id);
    }

    private void takeBack(String path, Map<String, String> before) {
        var undone = ended(server.send(server.request(path + "/undo").POST(BodyPublishers.noBody())));

        assertThat(undone.get("outcome").toString()).contains("\"undone\":13,\"conflict\":0,\"error\":0");
        var after = circles();
        after.remove(name(1));
        before.remove(name(1));
        assertThat(after).isEqualTo(before);
        assertThat(get(path).get("state").asString()).isEqualTo("undone");
    }

    /** All circles, as soon as the list has everything that was recorded. */
    private JsonNode listed() {
        var recorded = get("/projection").get("head").toString();
        var list = server.request("/circle?limit=1000").header("Ledger-Position", recorded);
        server.await("the list has everything", () -> server.send(list).statusCode() == 200);
        return JSON.readTree(server.send(list).body());
    }

    private Map<String, String> circles() {
        var circles = new TreeMap<String, String>();
        listed().forEach(circle -> circles.put(
                circle.get("circle_name").asString(), circle.get("capacity").toString()));
        return circles;
    }

    private static List<Integer> rows(JsonNode rows) {
        return rows.valueStream().map(row -> row.get("row").asInt()).toList();
    }

    @Test
    void whatTheServerExportsIsUnchanged() {
        fill();
        var file = new ArrayList<String>(List.of("circle_id,circle_name,capacity,version"));
        listed().forEach(circle -> file.add("%s,%s,%s,%s"
                .formatted(
                        circle.get("circle_id").asString(),
                        circle.get("circle_name").asString(),
                        circle.get("capacity"),
                        circle.get("version"))));

        var found = previewed(String.join("\r\n", file).getBytes(StandardCharsets.UTF_8), "text/csv");

        assertThat(counts(found)).containsExactly(0, 0, CIRCLES + 2, 0, 0);
    }

    @Test
    void idsThatMeanNothingAreTold() {
        var created = server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":10}");
        var id = JSON.readTree(created.body()).get("circle_id").asString();
        assertThat(server.send(server.request("/circle/" + id + "?version=1").DELETE())
                        .statusCode())
                .isEqualTo(204);
        var file = "circle_id,circle_name,capacity\n%s,chess,10\nnobody,go,10\n,shogi,10\n".formatted(id);

        var found = previewed(file.getBytes(StandardCharsets.UTF_8), "text/csv");

        var rows = get("/import/" + found.get("import_id").asString() + "/rows");
        assertThat(rows.get(0).at("/errors/0/fault").asString()).isEqualTo("ended");
        assertThat(rows.get(0).at("/errors/0/detail").asString()).contains("has ended");
        assertThat(rows.get(1).at("/errors/0/detail").asString()).contains("No circle has this id");
        assertThat(rows.get(2).get("state").asString()).isEqualTo("new");
    }

    @Test
    void columnsAreTakenForWhatSomebodySays() {
        var found = previewed("なまえ,かず\nchess,10\n".getBytes(StandardCharsets.UTF_8), "text/csv");
        assertThat(counts(found)).containsExactly(0, 0, 0, 0, 1);
        var path = "/import/" + found.get("import_id").asString();

        var mapped = server.put(
                path + "/columns", "[{\"index\":0,\"field\":\"circle_name\"},{\"index\":1,\"field\":\"capacity\"}]");

        assertThat(counts(JSON.readTree(mapped.body()))).containsExactly(1, 0, 0, 0, 0);
        assertThat(server.put(path + "/columns", "[{\"index\":2,\"field\":\"size\"}]")
                        .statusCode())
                .isEqualTo(400);
    }

    /** No change of a circle takes a value away, so its row says so, and the others are taken back. */
    @Test
    void whatACircleHadNotBeforeStaysAndIsTold() {
        for (var name : List.of("chess", "go")) {
            server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":10}".formatted(name));
        }
        var file = "団体名,フリガナ,定員\nchess,チェス,12\ngo,,13\n".getBytes(StandardCharsets.UTF_8);
        var path = "/import/" + previewed(file, "text/csv").get("import_id").asString();
        assertThat(applied(path).at("/outcome/updated").asInt()).isEqualTo(2);

        var undone = ended(server.send(server.request(path + "/undo").POST(BodyPublishers.noBody())));

        assertThat(undone.get("state").asString()).as(undone.toString()).isEqualTo("done");
        assertThat(undone.get("outcome").toString()).contains("\"undone\":1,\"conflict\":0,\"error\":1");
        assertThat(get(path + "/result?undo=error").at("/0/undo/detail").asString())
                .contains("had no name kana before");
    }

    @Test
    void aTerminalTellsWhatAFileWouldDoAndDoesIt() throws IOException {
        var file = Files.writeString(directory.resolve("list.csv"), "団体名,定員\nchess,10\nshogi,約40\n");

        var look = ServerProcess.launch(directory, environment, "import-table", file.toString());
        assertThat(look.exitCode()).as(look.log()).isEqualTo(3);
        assertThat(look.log()).contains("1 new, 0 changed, 0 unchanged, 0 duplicate, 1 error", "row 3: error:");
        assertThat(listed().size()).isZero();

        Files.writeString(file, "団体名,定員\nchess,10\nshogi,40\n");
        var done = ServerProcess.launch(
                directory, environment, "import-table", file.toString(), "--apply", "--reason", "令和8年度");
        assertThat(done.exitCode()).as(done.log()).isZero();
        assertThat(done.log()).contains("2 created; import ");
        server.await("both are there", () -> listed().size() == 2);
        assertThat(get("/events").toString()).contains("import-table", "令和8年度");

        var missing = ServerProcess.launch(directory, environment, "import-table", file + "x");
        assertThat(missing.exitCode()).as(missing.log()).isEqualTo(1);
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertThat(imported(new byte[0], "text/csv").body())
                .contains("/problems/table-unreadable", "\"fault\":\"empty\"");
        assertThat(imported(new byte[0], "application/pdf").statusCode()).isEqualTo(415);
        assertThat(imported(new byte[10 * 1024 * 1024 + 1], "text/csv").statusCode())
                .isEqualTo(413);
        assertThat(server.get("/import/unknown").body()).contains("/problems/import-not-found");
        assertThat(server.get("/job/unknown").body()).contains("/problems/job-not-found");
    }
}
