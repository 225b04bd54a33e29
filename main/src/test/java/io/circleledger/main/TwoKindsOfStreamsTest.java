package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.program.Application;
import io.ledger.program.ProgramSettings;
import io.ledger.program.ProgramSettings.Reading.Usable;
import io.ledger.server.LedgerModules;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that knows another aggregate beside circles: everything that runs over streams takes both. */
class TwoKindsOfStreamsTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of();
    private Application server;

    @BeforeEach
    void start() {
        environment = environment(TestStores.shared().freshRedis().url());
        var read = settings(environment);
        server = Application.start(new CircleProgram(), both(read.modules()), read.settings(), false, "test");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Map<String, String> environment(String redis) {
        var database = TestStores.shared().freshDatabase();
        return new HashMap<>(Map.of(
                "HTTP_PORT",
                "0",
                "DATA_DIR",
                directory.toString(),
                "DATABASE_URL",
                database.jdbcUrl(),
                "DATABASE_USER",
                database.user(),
                "DATABASE_PASSWORD",
                database.password(),
                "REDIS_URL",
                redis));
    }

    /** What this program knows, and counters. */
    private static LedgerModules both(LedgerModules modules) {
        var kinds = new ArrayList<>(modules.all());
        kinds.add(new CounterModule());
        return new LedgerModules(kinds);
    }

    private static Usable settings(Map<String, String> environment) {
        return (Usable) ProgramSettings.read(environment, new CircleProgram());
    }

    private static KindsOfTools tools(Map<String, String> environment) {
        var read = settings(environment);
        return new KindsOfTools(both(read.modules()), read.settings());
    }

    private static KindsOfTools circlesAlone(Map<String, String> environment) {
        var read = settings(environment);
        return new KindsOfTools(read.modules(), read.settings());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private JsonNode json(String method, String path, String body) {
        var response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(response.body());
    }

    /** Six events, of both kinds by turns; gives the path of the counter. */
    private String fill() {
        var circle = json("POST", "/circle", "{\"circle_name\":\"chess\",\"capacity\":8}")
                .path("circle_id")
                .asString();
        var counter = "/counter/"
                + json("POST", "/counter", "{\"name\":\"visitors\"}")
                        .path("counter_id")
                        .asString();
        json("PUT", "/circle/" + circle, "{\"capacity\":9,\"version\":1}");
        for (var version = 1; version <= 3; version++) {
            json("PUT", counter, "{\"amount\":%d,\"version\":%d}".formatted(version, version));
        }
        return counter;
    }

    private void awaitReadModels() {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            var state = json("GET", "/projection", "");
            if (state.path("lag_positions").asInt(1) == 0
                    && state.path("counter").path("lag_positions").asInt(1) == 0) {
                return;
            }
            assertThat(System.nanoTime()).as(state.toString()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aSecondAggregateIsChangedReadAndTold() {
        var counter = fill();

        assertThat(json("GET", counter, "").path("total").asInt()).isEqualTo(6);
        assertThat(send("PUT", counter, "{\"amount\":1,\"version\":1}").statusCode())
                .isEqualTo(409);
        assertThat(json("GET", "/events", "")
                        .valueStream()
                        .map(event -> event.path("type").asString()))
                .containsExactly("CircleCreated", "Started", "CircleUpdated", "Added", "Added", "Added");
        awaitReadModels();
        assertThat(json("GET", "/health/ready", "").path("dependencies").propertyNames())
                .contains("projection", "search", "counter_projection");
        assertThat(send("GET", "/metrics", "").body())
                .contains("ledger_projection_position{projection=\"counter\"} 6.0")
                .contains("ledger_readmodel_audited_total{category=\"counter\"}");
    }

    @Test
    void bothAreVerifiedRebuiltExportedAndImported() throws Exception {
        var counter = fill();
        awaitReadModels();
        var tools = tools(environment);

        assertThat(tools.verify()).isEqualTo("""
                checked 6 events, 1 circles, 1 counters, 0 snapshots and the read model
                all in order
                """);
        assertThat(tools.rebuild())
                .contains("0 of 1 circles change")
                .contains("0 of 1 counters change")
                .containsPattern("(?s)switched.*switched");
        assertThat(json("GET", counter, "").path("total").asInt()).isEqualTo(6);

        var file = directory.resolve("all.ndjson");
        tools.export(file);
        assertThat(Files.readAllLines(file)).hasSize(6);
        var other = tools(environment(TestStores.shared().freshRedis().url()));
        assertThat(other.take(file)).contains("the ledger has the 6 events of 1 circles, 1 counters, up to position 6");
        var again = directory.resolve("again.ndjson");
        other.export(again);
        assertThat(again).hasSameTextualContentAs(file);
    }

    @Test
    void aProgramThatDoesNotKnowTheOtherKindSaysSo() throws Exception {
        fill();
        awaitReadModels();

        assertThat(circlesAlone(environment).verify())
                .contains("log: position 2 has the category \"counter\", which this program does not know");
    }

    @Test
    void aReadModelOfTheSecondKindThatIsLostHeals() {
        var counter = fill();
        awaitReadModels();

        assertThat(json("POST", "/projection/rebuild", "").path("state").asString())
                .isEqualTo("running");
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!json("GET", "/projection/rebuild", "").path("state").asString().equals("switched")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(send("POST", "/projection/parked/" + counter.substring("/counter/".length()) + "/retry", "")
                        .body())
                .contains("shown");
    }
}
