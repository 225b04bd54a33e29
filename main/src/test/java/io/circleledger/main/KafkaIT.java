package io.circleledger.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestKafka;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Servers that hand their events on to a real Kafka. */
@Tag("long")
class KafkaIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, String> stores = stores();
    private final String topic = "circle-events-" + UUID.randomUUID();

    private Map<String, String> environment(String role, String servers) {
        var environment = new HashMap<>(stores);
        environment.put("ROLE", role);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers);
        environment.put("KAFKA_TOPIC", topic);
        return environment;
    }

    private static Map<String, String> stores() {
        var database = TestStores.shared().freshDatabase();
        return Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
    }

    /** The committed events of the topic, once there are so many. */
    private List<ConsumerRecord<String, String>> relayed(String servers, int count) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", servers,
                        "group.id", UUID.randomUUID().toString(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "metadata.max.age.ms", "500"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var read = new ArrayList<ConsumerRecord<String, String>>();
            var deadline = System.nanoTime() + SOON.toNanos();
            while (read.size() < count) {
                assertThat(System.nanoTime()).as("there are " + read.size()).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
            return read;
        }
    }

    private ServerProcess start(String role, String servers) throws IOException {
        return ServerProcess.start(Files.createDirectory(directory.resolve(role)), environment(role, servers));
    }

    @Test
    void whatAnApiRecordsTheRelayHandsOn() throws IOException {
        var servers = TestKafka.shared();
        try (var api = start("api", servers);
                var relay = start("relay", servers)) {
            var created = api.post("/circle", "{\"circle_name\":\"サッカー部\",\"capacity\":20}");
            var circle = created.headers().firstValue("Location").orElseThrow().substring("/circle/".length());
            assertThat(api.put("/circle/" + circle, "{\"capacity\":21,\"version\":1}")
                            .statusCode())
                    .isEqualTo(200);

            var events = relayed(servers, 2);

            assertThat(events).extracting(ConsumerRecord::key).containsOnly(circle);
            assertThat(events)
                    .extracting(record ->
                            new String(record.headers().lastHeader("position").value(), UTF_8))
                    .containsExactly("1", "2");
            assertThat(events)
                    .extracting(event -> JsonMapper.shared().readTree(event.value()))
                    .isEqualTo(JsonMapper.shared()
                            .readTree(api.get("/events").body())
                            .valueStream()
                            .toList());
            relay.await(
                    "the relay tells its place",
                    SOON,
                    () -> relay.get("/metrics").body().contains("ledger_relay_position 2.0"));
            relay.await(
                    "ready tells of the relay",
                    SOON,
                    () -> relay.get("/health/ready").body().contains("\"lag_positions\":0"));
            assertThat(api.get("/health/ready").body()).doesNotContain("kafka");
        }
    }

    @Test
    void withoutKafkaACommandIsAsGoodAsEver() throws IOException {
        try (var server = start("all", "127.0.0.1:1")) {
            assertThat(server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":8}")
                            .statusCode())
                    .isEqualTo(201);
            server.await(
                    "ready says that Kafka is away",
                    SOON,
                    () -> server.get("/health/ready").body().contains("events reach Kafka later"));
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRelayNeedsBrokers() throws IOException {
        var environment = environment("relay", "nowhere");
        try (var wrong = ServerProcess.launch(directory, environment)) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.log()).contains("KAFKA_BOOTSTRAP_SERVERS must look like host:9092");
        }
        environment.remove("KAFKA_BOOTSTRAP_SERVERS");
        try (var without = ServerProcess.launch(directory, environment)) {
            assertThat(without.exitCode()).isEqualTo(2);
            assertThat(without.log()).contains("with ROLE=relay it must name the brokers");
        }
    }
}
