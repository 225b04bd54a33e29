package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one external MariaDB and one external Redis. */
class TwoServersIT {

    private static final int ROUNDS = 20;
    private static final int WRITERS = 16;

    @TempDir
    Path directory;

    @Test
    void ofWritersOfOneVersionOneWinsAndTheOthersAreToldTheNewOne() throws Exception {
        var database = TestStores.shared().freshDatabase();
        var environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "TRUST_X_ACTOR", "true");
        try (var one = ServerProcess.start(directory, environment);
                var other = ServerProcess.start(directory, environment)) {
            var circle = one.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":8}")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            for (var version = 1; version <= ROUNDS; version++) {
                race(one, other, circle, version);
            }

            var last = "\"version\":" + (ROUNDS + 1);
            for (var server : List.of(one, other)) {
                server.await(
                        "the last version is read",
                        () -> server.get(circle).body().contains(last));
                server.await(
                        "the list has it", () -> server.get("/circle").body().contains(last));
            }
            idempotencyKeysBelongToTheirActor(one, other);
            assertThat(one.log() + other.log()).doesNotContain(database.password());
        }
        assertThat(directory.resolve("data").toFile().list())
                .as("each has its search index, and there are no stores")
                .containsExactlyInAnyOrder("search", "search-2");
    }

    private static void idempotencyKeysBelongToTheirActor(ServerProcess one, ServerProcess other) {
        var mikas = create(one, "mika");
        var kens = create(other, "ken");
        assertThat(mikas.statusCode()).as(mikas.body()).isEqualTo(201);
        assertThat(kens.statusCode()).as(kens.body()).isEqualTo(201);
        assertThat(kens.body()).isNotEqualTo(mikas.body());
        assertThat(create(other, "mika").body()).isEqualTo(mikas.body());
        assertThat(create(one, "ken").body()).isEqualTo(kens.body());
    }

    private static HttpResponse<String> create(ServerProcess server, String actor) {
        return server.send(server.request("/circle")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"go\",\"capacity\":8}"))
                .header("Content-Type", "application/json")
                .header("X-Actor", actor)
                .header("Idempotency-Key", "a"));
    }

    private static void race(ServerProcess one, ServerProcess other, String circle, int version) throws Exception {
        var start = new CyclicBarrier(WRITERS);
        var writers = new ArrayList<Callable<HttpResponse<String>>>();
        for (var i = 0; i < WRITERS; i++) {
            var server = i % 2 == 0 ? one : other;
            var change = "{\"capacity\":%d,\"version\":%d}".formatted(100 * version + i, version);
            writers.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                return server.put(circle, change);
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var winners = 0;
            for (var writer : executor.invokeAll(writers, 60, TimeUnit.SECONDS)) {
                var answer = writer.get();
                if (answer.statusCode() == 200) {
                    winners++;
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
                    assertThat(answer.body()).contains("\"current_version\":" + (version + 1));
                }
            }
            assertThat(winners).isEqualTo(1);
        }
    }
}
