package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.StoresEnv;
import io.ledger.testkit.fault.FaultProxy;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The subcommands as processes: beside a running server, after its kill, and without any ledger. */
@Tag("long")
class SubcommandsIT {

    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of();

    @Test
    void theLedgerIsVerifiedAndRebuiltBesideItsServerAndWithoutIt() throws IOException {
        // Of the locale that says nothing of Japanese, and in a directory of that name.
        environment = Map.of("LC_ALL", "C", "DATA_DIR", "データ \"it's\" [1]");
        try (var server = ServerProcess.start(directory, environment)) {
            assertThat(directory.resolve(environment.get("DATA_DIR"))).isDirectory();
            var created = server.post("/circle", "{\"circle_name\":\"サッカー部\",\"capacity\":20}");
            var circle = created.headers().firstValue("Location").orElseThrow();
            var other = server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":8}");
            var chess = other.headers().firstValue("Location").orElseThrow();
            server.await("the list has both", () -> server.get("/circle").body().contains("chess"));
            run(0, "all in order", "verify");
            run(0, "created \"サッカー部\" with capacity 20", "history", circle.substring("/circle/".length()));

            var key = "circle:" + circle.substring("/circle/".length());
            tamper(keys -> keys.set(key, keys.get(key).replace("\"capacity\":20", "\"capacity\":999")));
            run(3, "read model capacity: 999 → 20", "verify");
            run(3, "refused", "rebuild");
            run(0, "capacity: 999 → 20", "rebuild", "--accept-share", "100");
            assertThat(server.get("/circle").body()).contains("\"capacity\":20");
            run(0, "switched", "rebuild", "--undo");
            assertThat(server.get("/circle").body()).contains("\"capacity\":999");
            run(0, "switched", "rebuild", "--undo");
            assertThat(server.put(circle, "{\"capacity\":21,\"version\":1}").statusCode())
                    .isEqualTo(200);
            server.await(
                    "the new model goes on", () -> server.get("/circle").body().contains("\"capacity\":21"));
            server.kill();
            // With a server, its auditor would put that right.
            tamper(keys -> keys.zrem(
                    "circles:g" + keys.get("circles:generation") + ":list", chess.substring("/circle/".length())));
        }
        // stores.env and the stores of the killed server are still there.
        run(3, "read model list place: not listed → 2", "verify");
        run(0, "switched", "rebuild", "--accept-share", "100");
        run(0, "all in order", "verify");
        run(0, "0 of 2 circles change", "rebuild");
    }

    @Test
    void aRebuildThatIsKilledWhileItBuildsHarmsNothingAndTheNextOneWorks() throws Exception {
        try (var server = ServerProcess.start(directory, Map.of())) {
            var stores = StoresEnv.read(directory.resolve("data")).orElseThrow();
            try (var database = MariaDb.at(
                    stores.get("DATABASE_URL"),
                    stores.get("DATABASE_USER"),
                    stores.get("DATABASE_PASSWORD"),
                    CircleStreams.TABLES)) {
                FilledLog.fill(database.database().dataSource(), 3_000, 2);
            }
            server.await("the server has the log", () -> positionOf(server) == 6_000);
            var client = RedisClient.create(stores.get("REDIS_URL"));
            try (var proxy = FaultProxy.inFrontOf(stores.get("REDIS_URL"))) {
                var keys = client.connect().sync();
                // It waits for the answer to the last of its calls that write circles.
                var held = proxy.freezeAfter("circle 2500");
                var throughProxy = new HashMap<>(stores);
                throughProxy.put("REDIS_URL", proxy.through(stores.get("REDIS_URL")));
                try (var rebuild = ServerProcess.launch(directory, throughProxy, "rebuild")) {
                    server.await("a part of the new model is there", () -> held.remaining() == 0);
                    rebuild.kill();
                    assertThat(keys.dbsize()).isGreaterThan(4_000);
                    assertThat(rebuild.log()).contains("building, ").doesNotContain("switched");
                }
                assertThat(keys.keys("circles:g2:circle:*")).isNotEmpty();
                assertThat(keys.exists("circles:claim")).isOne();
                assertThat(server.get("/circle?limit=1000").body().split("\"circle_id\"", -1))
                        .hasSize(1_001);
                run(1, "another rebuild is at work", "rebuild");
                // As Redis does it after a minute.
                keys.del("circles:claim");
                run(0, "0 of 3000 circles change", "rebuild");
                assertThat(server.get("/circle?limit=1000").body().split("\"circle_id\"", -1))
                        .hasSize(1_001);
                assertThat(keys.exists("circles:claim")).isZero();
                assertThat(keys.get("circles:generation")).isEqualTo("3");
                assertThat(keys.keys("circles:g2:*")).isEmpty();
            } finally {
                client.shutdown();
            }
            run(0, "all in order", "verify");
        }
    }

    private static long positionOf(ServerProcess server) {
        return server.get("/circle?limit=1")
                .headers()
                .firstValueAsLong("Ledger-Position")
                .orElse(0);
    }

    @Test
    void whatCannotRunSaysWhy() throws IOException {
        run(1, "there is no ledger at DATA_DIR", "verify");
        run(2, "unknown argument", "rebuild", "everything");
        run(0, "Usage:", "--help");
    }

    private void run(int exitCode, String told, String... arguments) throws IOException {
        try (var process = ServerProcess.launch(directory, environment, arguments)) {
            assertThat(process.exitCode()).as(process.log()).isEqualTo(exitCode);
            assertThat(process.log()).contains(told);
        }
    }

    private void tamper(Consumer<RedisCommands<String, String>> change) {
        var url = StoresEnv.read(directory.resolve(environment.get("DATA_DIR")))
                .orElseThrow()
                .get("REDIS_URL");
        var client = RedisClient.create(url);
        try {
            change.accept(client.connect().sync());
        } finally {
            client.shutdown();
        }
    }
}
