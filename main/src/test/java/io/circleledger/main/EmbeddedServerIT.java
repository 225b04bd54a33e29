package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.StoresEnv;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The program as a new user runs it: nothing installed, the stores embedded. */
class EmbeddedServerIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String METRIC = "ledger_projection_%s{projection=\"%s\"} %d.0";

    @TempDir
    Path directory;

    /** One start serves the whole story, because the first one unpacks the stores. */
    @Test
    void aLedgerLivesThroughEverythingThatHappensToItsProcess() throws Exception {
        String circle;
        try (var server = ServerProcess.start(directory, Map.of())) {
            circle = walk(server);
            theStoresHoldWhatTheyShould(circle);
            theMetricsSayWhatWasDone(server);
            theDashboardAsksForWhatIsThere(server);
            anUpdateWorksWithoutAnySnapshot(server, circle);
            anEmptiedRedisFillsAgain(server, circle);
            aSecondServerIsRefused(server, circle);
            assertThat(server.log()).doesNotContain(secrets().toArray(String[]::new));
            assertThat(server.terminate()).as(server.log()).isZero();
        }
        try (var server = ServerProcess.start(directory, Map.of())) {
            assertThat(server.get(circle).body()).contains("\"baseball\"", "\"version\":6");
            server.kill();
        }
        try (var server = ServerProcess.start(directory, Map.of())) {
            assertThat(server.get(circle).body()).contains("\"baseball\"", "\"version\":6");
            assertThat(server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":8}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(server.terminate()).as(server.log()).isZero();
        }
    }

    private static String walk(ServerProcess server) {
        var created = server.post("/circle", "{\"circle_name\":\"football\",\"capacity\":20}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var circle = created.headers().firstValue("Location").orElseThrow();
        for (var change : List.of(
                "{\"capacity\":30,\"version\":1}",
                "{\"circle_name\":\"baseball\",\"capacity\":40,\"version\":2}",
                "{\"capacity\":41,\"version\":3}",
                "{\"capacity\":42,\"version\":4}")) {
            var updated = server.put(circle, change);
            assertThat(updated.statusCode()).as(updated.body()).isEqualTo(200);
        }
        server.await(
                "the read model has version 5", () -> server.get(circle).body().contains("\"version\":5"));
        return circle;
    }

    private void theStoresHoldWhatTheyShould(String circle) throws SQLException {
        assertThat(rows("SELECT CONCAT(version, ' ', event_type, ' ', payload) FROM circle_events ORDER BY position"))
                .containsExactly(
                        "1 CircleCreated {\"name\":\"football\",\"capacity\":20}",
                        "2 CircleUpdated {\"capacity\":30}",
                        "3 CircleUpdated {\"name\":\"baseball\",\"capacity\":40}",
                        "4 CircleUpdated {\"capacity\":41}",
                        "5 CircleUpdated {\"capacity\":42}");
        assertThat(rows("SELECT version FROM circle_snapshots")).containsExactly("5");
        var id = circle.substring("/circle/".length());
        redis(keys -> {
            var document = JSON.readTree(keys.get("circle:" + id));
            assertThat(document.propertyNames()).containsExactly("id", "name", "capacity", "version");
            assertThat(document.path("name").stringValue()).isEqualTo("baseball");
            assertThat(keys.zrange("circles:list", 0, -1)).containsExactly(id);
        });
    }

    /** A dashboard that asks for what is not there shows nothing and says nothing. */
    private static void theDashboardAsksForWhatIsThere(ServerProcess server) throws IOException {
        var dashboard = Files.readString(Path.of("../docs/grafana/circle-ledger.json"));
        var metrics = server.get("/metrics").body();
        var names = Pattern.compile("\\b(?:ledger|http_server|cache|hikaricp|jvm)_[a-z_]+")
                .matcher(dashboard);
        assertThat(names.results().map(MatchResult::group).distinct())
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    }

    private static void theMetricsSayWhatWasDone(ServerProcess server) {
        server.await(
                "the lag is measured",
                () -> server.get("/metrics").body().contains(METRIC.formatted("position", "redis", 5))
                        && server.get("/metrics").body().contains(METRIC.formatted("position", "search", 5)));
        assertThat(server.get("/metrics").body().lines())
                .contains(
                        "ledger_appends_total{result=\"recorded\"} 5.0",
                        "ledger_append_batches_total 5.0",
                        "ledger_log_head 5.0",
                        METRIC.formatted("lag_positions", "redis", 0),
                        METRIC.formatted("parked_circles", "search", 0),
                        "ledger_readmodel_diverged_total{category=\"circle\"} 0.0",
                        "http_server_requests_seconds_count{method=\"POST\",route=\"/circle\",status=\"201\"} 1",
                        "http_server_requests_seconds_count{method=\"PUT\",route=\"/circle/{id}\",status=\"200\"} 4")
                .anyMatch(line -> line.startsWith("cache_gets_total{cache=\"near_circles\""))
                .anyMatch(line -> line.startsWith("hikaricp_connections_active{pool=\"database\"}"))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        PrometheusRules.hold(server.get("/metrics").body());
    }

    private void anUpdateWorksWithoutAnySnapshot(ServerProcess server, String circle) throws SQLException {
        rows("UPDATE circle_snapshots SET state = '{}'");

        assertThat(server.put(circle, "{\"capacity\":43,\"version\":5}").statusCode())
                .isEqualTo(200);
    }

    private void anEmptiedRedisFillsAgain(ServerProcess server, String circle) {
        redis(RedisCommands::flushall);

        assertThat(server.get(circle).body()).contains("\"version\":6");
        server.await("the list is back", () -> server.get("/circle").body().contains("\"version\":6"));
        redis(keys -> assertThat(keys.keys("circle:*")).hasSize(1));
    }

    @Test
    void aStartThatOtherMachinesCouldReachEndsBeforeAnythingIsStarted() throws IOException {
        try (var exposed = ServerProcess.launch(directory, Map.of("HTTP_HOST", "0.0.0.0"))) {
            assertThat(exposed.exitCode()).isEqualTo(2);
            assertThat(exposed.log())
                    .contains("circle-ledger: HTTP_HOST is \"0.0.0.0\"", "OPEN_ACCESS=true")
                    .doesNotContain("starting embedded stores");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private void aSecondServerIsRefused(ServerProcess first, String circle) throws IOException {
        try (var second = ServerProcess.launch(directory, Map.of())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.log()).contains("DATA_DIR", "is in use by process", "Choose another DATA_DIR");
        }
        assertThat(first.get(circle).statusCode()).isEqualTo(200);
        assertThat(first.put(circle, "{\"capacity\":44,\"version\":1}").statusCode())
                .isEqualTo(409);
    }

    private List<String> secrets() {
        var stores = StoresEnv.read(directory.resolve("data")).orElseThrow();
        var redisUrl = stores.get("REDIS_URL");
        var redisPassword =
                redisUrl.substring(redisUrl.indexOf("default:") + "default:".length(), redisUrl.indexOf('@'));
        return List.of(stores.get("DATABASE_PASSWORD"), redisPassword);
    }

    private void redis(Consumer<RedisCommands<String, String>> use) {
        var url = StoresEnv.read(directory.resolve("data")).orElseThrow().get("REDIS_URL");
        var client = RedisClient.create(url);
        try {
            use.accept(client.connect().sync());
        } finally {
            client.shutdown();
        }
    }

    private List<String> rows(String sql) throws SQLException {
        var stores = StoresEnv.read(directory.resolve("data")).orElseThrow();
        try (var connection = DriverManager.getConnection(
                        stores.get("DATABASE_URL"), stores.get("DATABASE_USER"), stores.get("DATABASE_PASSWORD"));
                var statement = connection.createStatement()) {
            var read = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
            }
            return read;
        }
    }
}
