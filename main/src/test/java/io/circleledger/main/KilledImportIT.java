package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
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

    /** The rows of a step, which are carried out many at once. */
    private static final int STEP = 2_000;

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
        try (var proxy = FaultProxy.inFrontOf(database.jdbcUrl())) {
            var throughProxy = new HashMap<>(environment);
            throughProxy.put("DATABASE_URL", proxy.through(database.jdbcUrl()));
            try (var server = ServerProcess.start(directory, throughProxy)) {
                var previewed = server.send(server.request("/import?kind=circles")
                        .timeout(LONGEST)
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(file.toString())));
                var path = previewed.headers().firstValue("Location").orElseThrow();
                var held = proxy.freezeAfter(request(ROWS / 4));
                var started = server.send(server.request(path + "/apply").POST(BodyPublishers.noBody()));
                job = started.headers().firstValue("Location").orElseThrow();
                killAt(server, held);
            }
            assertThat(created(database)).isBetween(ROWS / 4 - STEP, ROWS / 4 + STEP);
            proxy.heal();
            var held = proxy.freezeAfter(request(ROWS / 2));
            try (var server = ServerProcess.start(directory, throughProxy)) {
                killAt(server, held);
            }
            assertThat(created(database)).isBetween(ROWS / 2 - STEP, ROWS / 2 + STEP);
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

    /** What is sent to the database for a row, and for no other. */
    private static String request(int row) {
        return ":%d:apply".formatted(row);
    }

    /** Kills the server while it waits for the answer to a request, so that the job cannot end before. */
    private static void killAt(ServerProcess server, FaultProxy.Rule held) {
        server.await("the job comes so far", LONGEST, () -> held.remaining() == 0);
        server.kill();
    }

    private static int created(DatabaseAccess database) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM circle_events")) {
            return rows.next() ? rows.getInt(1) : -1;
        }
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
