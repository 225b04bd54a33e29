package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.redis.RedisCluster;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestKafka;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** One ledger by several servers, whose projections take the events from Kafka, with a read model in Redis Cluster. */
@Tag("long")
class KafkaProjectionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(60);

    private static final Pattern FROM_KAFKA = Pattern.compile(
            "ledger_projection_source_events_total\\{projection=\"redis\",source=\"kafka\"} ([0-9.E]+)");

    private record Write(String path, String position) {}

    @TempDir
    Path directory;

    private final String topic = "circle-events-" + UUID.randomUUID();
    private DatabaseAccess database;
    private RedisCluster redis;

    @BeforeEach
    void takeStores() throws IOException {
        database = TestStores.shared().freshDatabase();
        redis = RedisCluster.start(Files.createDirectory(directory.resolve("redis")));
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    private Map<String, String> environment(String role) {
        var environment = new HashMap<>(Map.of(
                "ROLE", role,
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", redis.url(),
                "KAFKA_BOOTSTRAP_SERVERS", TestKafka.shared(),
                "KAFKA_TOPIC", topic,
                "PROJECTION_SOURCE", "kafka"));
        if (role.equals("relay")) {
            environment.remove("REDIS_URL");
        }
        return environment;
    }

    private ServerProcess start(String role, String name) throws IOException {
        return ServerProcess.start(Files.createDirectories(directory.resolve(name)), environment(role));
    }

    private static Write written(HttpResponse<String> response, String path) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return new Write(path, response.headers().firstValue("Ledger-Position").orElseThrow());
    }

    private static Write create(ServerProcess api, String name) {
        var created = api.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
        return written(created, created.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> get(ServerProcess api, String path, String position) {
        return api.send(api.request(path).header("Ledger-Position", position));
    }

    /** What was written is in the answers to whoever has seen it: at once of one circle, soon of the lists. */
    private static void areInAnswers(ServerProcess api, Write write, String name, int capacity) {
        var one = get(api, write.path(), write.position());
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(one.body()).contains(name, "\"capacity\":" + capacity);
        for (var list : new String[] {"/circle?limit=1000", "/circle?q=" + name}) {
            api.await(list + " answers", SOON, () -> {
                var found = get(api, list, write.position());
                if (found.statusCode() == 503) {
                    return false;
                }
                assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
                assertThat(JsonMapper.shared()
                                .readTree(found.body())
                                .valueStream()
                                .filter(circle -> write.path()
                                        .endsWith(circle.get("circle_id").stringValue()))
                                .map(circle -> circle.get("capacity").intValue()))
                        .as("what is listed at %s, by %s", write.position(), list)
                        .containsExactly(capacity);
                return true;
            });
        }
    }

    private static double fromKafka(ServerProcess projector) {
        var found = FROM_KAFKA.matcher(projector.get("/metrics").body());
        return found.find() ? Double.parseDouble(found.group(1)) : -1;
    }

    private static void readsKafka(ServerProcess server) {
        server.await("the topic is read: " + server.get("/health/ready").body(), START, () -> {
            var ready = server.get("/health/ready").body();
            return ready.contains("\"source\":\"kafka\"") && !ready.contains("\"source\":\"log\"");
        });
    }

    @Test
    void theWalkIsNeverStaleAndOneProjectorMayDie() throws IOException {
        try (var relay = start("relay", "relay");
                var api = start("api", "api");
                var first = start("projector", "first");
                var second = start("projector", "second")) {
            for (var i = 0; i < 20; i++) {
                var name = "club" + i;
                var created = create(api, name);
                areInAnswers(api, created, name, 20);
                var changed = written(api.put(created.path(), "{\"capacity\":30,\"version\":1}"), created.path());
                areInAnswers(api, changed, name, 30);
                assertThat(api.put(created.path(), "{\"capacity\":31,\"version\":1}")
                                .statusCode())
                        .isEqualTo(409);
            }
            readsKafka(api);
            readsKafka(first);
            readsKafka(second);
            assertThat(fromKafka(first) + fromKafka(second)).isPositive();

            first.kill();
            areInAnswers(api, create(api, "tennis"), "tennis", 20);
            try (var again = start("projector", "first")) {
                second.kill();
                areInAnswers(api, create(api, "chess"), "chess", 20);
                readsKafka(again);
                assertThat(fromKafka(again))
                        .as("it goes on, and begins not anew")
                        .isBetween(0.0, 10.0);
            }
            relay.await(
                    "all is relayed",
                    SOON,
                    () -> relay.get("/health/ready").body().contains("\"lag_positions\":0"));
        }
    }

    @Test
    void withoutARelayTheLogIsReadUntilThereIsOneAgain() throws IOException {
        try (var api = start("api", "api");
                var projector = start("projector", "projector")) {
            areInAnswers(api, create(api, "chess"), "chess", 20);
            projector.await(
                    "it says why",
                    SOON,
                    () -> projector.get("/health/ready").body().contains("reads the log instead"));
            assertThat(projector.get("/health/ready").statusCode()).isEqualTo(200);

            try (var _ = start("relay", "relay")) {
                readsKafka(projector);
                readsKafka(api);
                areInAnswers(api, create(api, "tennis"), "tennis", 20);
                readsKafka(projector);
            }
        }
    }

    @Test
    void theSourceIsOneOfTwoAndKafkaHasBrokers() throws IOException {
        var environment = environment("projector");
        environment.put("PROJECTION_SOURCE", "redis");
        try (var wrong = ServerProcess.launch(directory, environment)) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.log()).contains("PROJECTION_SOURCE is \"redis\"; it must be log or kafka");
        }
        environment.put("PROJECTION_SOURCE", "kafka");
        environment.remove("KAFKA_BOOTSTRAP_SERVERS");
        try (var without = ServerProcess.launch(directory, environment)) {
            assertThat(without.exitCode()).isEqualTo(2);
            assertThat(without.log())
                    .contains(
                            "KAFKA_BOOTSTRAP_SERVERS is not set; with PROJECTION_SOURCE=kafka it must name the brokers");
        }
    }
}
