package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests about imports that are sent twice, ask for a last page, or hold what is no Unicode. */
class ImportRequestsIT {

    private static final int AT_ONCE = 4;

    @TempDir
    static Path directory;

    private static DatabaseAccess database;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String previewed(String rows) {
        var response = server.send(server.request("/import?kind=circles")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(rows)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response).get("import_id").asString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    /** Who got no answer, and sends the file again, gets the import that there is. */
    @Test
    void theSameRequestAgainIsOneImport() {
        var before = json(server.get("/import")).size();
        var first = keyed("団体名,定員\n将棋会,20\n");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        var again = keyed("団体名,定員\n将棋会,20\n");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(json(server.get("/import"))).hasSize(before + 1);

        var other = keyed("団体名,定員\n将棋会,21\n");
        assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
        assertThat(other.body()).contains("/problems/idempotency-key-reused");
        var creation = server.send(server.request("/circle")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"将棋会\",\"capacity\":20}"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "once"));
        assertThat(creation.statusCode()).as(creation.body()).isEqualTo(422);
    }

    @Test
    void theSameRequestManyTimesAtOnceIsOneImport() throws Exception {
        var rows = new StringBuilder("団体名,定員\n");
        for (var i = 0; i < 500; i++) {
            rows.append("同好会").append(i).append(",9\n");
        }
        var start = new CyclicBarrier(AT_ONCE);
        var calls = Collections.<Callable<HttpResponse<String>>>nCopies(AT_ONCE, () -> {
            start.await(10, TimeUnit.SECONDS);
            return keyed("crowd", rows.toString());
        });
        var imports = new HashSet<String>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : executor.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(201);
                imports.add(json(answer.get()).get("import_id").asString());
            }
        }
        assertThat(imports).hasSize(1);
    }

    /** The id is recorded under the key first; whoever died after that is as one whose import was lost. */
    @Test
    void anImportWhoseServerDiedBeforeItWasKeptIsKeptByTheNextRequest() throws SQLException {
        var first = keyed("died", "団体名,定員\n詩吟会,12\n");
        var id = json(first).get("import_id").asString();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var delete = connection.createStatement()) {
            for (var rows : List.of("import_rows WHERE import_id", "imports WHERE id")) {
                assertThat(delete.executeUpdate("DELETE FROM %s = '%s'".formatted(rows, id)))
                        .isOne();
            }
        }
        assertThat(server.get("/import/" + id).statusCode()).isEqualTo(404);

        var again = keyed("died", "団体名,定員\n詩吟会,12\n");

        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(json(again).get("import_id").asString()).isEqualTo(id);
        assertThat(server.get("/import/" + id + "/rows").body()).contains("詩吟会");
    }

    private static HttpResponse<String> keyed(String rows) {
        return keyed("once", rows);
    }

    private static HttpResponse<String> keyed(String key, String rows) {
        return server.send(server.request("/import?kind=circles")
                .header("Content-Type", "text/csv")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(rows)));
    }

    @Test
    void theLastPageOfRowsHasNoNext() throws Exception {
        var path = "/import/" + previewed("団体名,定員\n将棋会,20\n囲碁会,20\n");
        var job = server.post(path + "/apply", "");
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        server.await(
                "the job is done",
                () -> server.get(job.headers().firstValue("Location").orElseThrow())
                        .body()
                        .contains("\"state\":\"done\""));
        for (var rows : List.of("/rows", "/rows?state=new", "/result?state=created")) {
            var target = path + rows + (rows.contains("?") ? "&" : "?") + "limit=";
            assertThat(server.get(target + 1).headers().firstValue("Link"))
                    .as(rows)
                    .isPresent();
            assertThat(server.get(target + 2).headers().firstValue("Link"))
                    .as(rows)
                    .isEmpty();
        }
    }

    /** It would be kept as a question mark. */
    @Test
    void aValueThatIsNoUnicodeIsRefused() {
        var path = "/import/" + previewed("団体名,定員\n将棋会,20\n");
        var refused = server.put(path + "/rows/2", "{\"values\":{\"circle_name\":\"a\\ud800b\"}}");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("#/values/circle_name");
        assertThat(server.put(path + "/rows/2", "{\"values\":{\"circle_name\":\"😀会\"}}")
                        .statusCode())
                .isEqualTo(200);
    }
}
