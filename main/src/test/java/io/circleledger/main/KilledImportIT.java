package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An import of many rows goes on when its server is killed, and does nothing twice. */
@Tag("long")
class KilledImportIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ROWS = Integer.getInteger("import.rows", 50_000);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private static JsonNode get(ServerProcess server, String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void everyRowIsCarriedOutOnceThroughTwoKills() throws Exception {
        var database = TestStores.shared().freshDatabase();
        var environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
        var file = new StringBuilder("団体名,定員\n");
        for (var row = 0; row < ROWS; row++) {
            file.append("第%05d団体,%d%n".formatted(row, 3 + row % 100));
        }
        String job;
        String path;
        try (var server = ServerProcess.start(directory, environment)) {
            var previewed = server.send(server.request("/import?kind=circles")
                    .timeout(LONGEST)
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(file.toString())));
            path = previewed.headers().firstValue("Location").orElseThrow();
            var started = server.send(server.request(path + "/apply").POST(BodyPublishers.noBody()));
            job = started.headers().firstValue("Location").orElseThrow();
            killAfter(server, job, ROWS / 4);
        }
        try (var server = ServerProcess.start(directory, environment)) {
            killAfter(server, job, ROWS / 2);
        }
        try (var server = ServerProcess.start(directory, environment)) {
            server.await(
                    "the job ends",
                    LONGEST,
                    () -> !get(server, job).get("state").asString().equals("running"));
            var ended = get(server, job);
            assertThat(ended.get("state").asString()).isEqualTo("done");
            assertThat(ended.at("/outcome/created").asInt())
                    .as(ended.toString())
                    .isEqualTo(ROWS);
            assertThat(circles(server)).isEqualTo(ROWS);
            var verify = ServerProcess.launch(directory, environment, "verify");
            assertThat(verify.exitCode()).as(verify.log()).isZero();
            assertThat(verify.log()).contains("%d circles".formatted(ROWS), "all in order");
        }
    }

    private static void killAfter(ServerProcess server, String job, int rows) {
        server.await(
                "%d rows are done".formatted(rows),
                LONGEST,
                () -> get(server, job).get("done").asInt() >= rows);
        assertThat(get(server, job).get("state").asString()).isEqualTo("running");
        server.kill();
    }

    /** How many living circles there are, each with a name of its own. */
    private static int circles(ServerProcess server) {
        var names = new HashSet<String>();
        var count = 0;
        var next = "/circle?limit=1000";
        while (!next.isEmpty()) {
            var response = server.get(next);
            for (var circle : JSON.readTree(response.body())) {
                names.add(circle.get("circle_name").asString());
                count++;
            }
            next = response.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
        }
        assertThat(names).hasSize(count);
        return count;
    }
}
