package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands {@code backup} and {@code restore}: under a running pair of servers, killed halfway, and after a loss. */
@Tag("long")
class BackupRestoreIT {

    @TempDir
    Path directory;

    private static Map<String, String> environment(DatabaseAccess database) {
        return Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
    }

    private String run(Map<String, String> environment, int exitCode, String... arguments) throws IOException {
        try (var process = ServerProcess.launch(directory, environment, arguments)) {
            assertThat(process.exitCode()).as(process.log()).isEqualTo(exitCode);
            return process.log();
        }
    }

    private static Connection connection(DatabaseAccess database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static long create(ServerProcess server, String name) {
        var created = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created).get("position").asLong();
    }

    /** Writers and readers of a server that send the position that they have seen, as the console does. */
    private static final class People {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
        private final Set<String> older = new ConcurrentSkipListSet<>();

        void write(ServerProcess server) {
            while (!stopped.get()) {
                statuses.add(server.post("/circle", "{\"circle_name\":\"lost\",\"capacity\":20}")
                        .statusCode());
            }
        }

        void read(ServerProcess server, String path) {
            var seen = 0L;
            while (!stopped.get()) {
                var answer = server.send(server.request(path)
                        .header("Ledger-Position", String.valueOf(seen))
                        .GET());
                statuses.add(answer.statusCode());
                var position =
                        answer.headers().firstValueAsLong("Ledger-Position").orElse(-1);
                if (answer.statusCode() == 409) {
                    // As the problem says: start anew.
                    assertThat(answer.body()).contains("/problems/position-unknown");
                    seen = 0;
                } else if (answer.statusCode() == 200 && position < seen) {
                    older.add(path + " at " + position + ", and " + seen + " was asked for");
                } else {
                    seen = Math.max(seen, position);
                }
            }
        }
    }

    @Test
    void aRunningPairNoticesARestoreAndNothingIsSilent() throws Exception {
        var database = TestStores.shared().freshDatabase();
        var environment = environment(database);
        var people = new People();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var one = ServerProcess.start(directory, environment);
                var other = ServerProcess.start(directory, environment)) {
            for (var i = 0; i < 30; i++) {
                create(one, "kept " + i);
            }
            assertThat(run(environment, 0, "backup", "a.backup")).contains("backed up the events up to position 30");
            assertThat(run(environment, 1, "backup", "a.backup")).contains("a.backup is there already");
            assertThat(run(environment, 3, "restore", "a.backup")).contains("the ledger is not empty");
            for (var i = 0; i < 12; i++) {
                create(other, "lost");
            }
            var ended = new ArrayList<Future<String>>();
            for (var server : List.of(one, other)) {
                ended.add(executor.submit(() -> lastHeard(server)));
            }
            var tasks = new ArrayList<Future<?>>();
            for (var server : List.of(one, other)) {
                tasks.add(executor.submit(() -> people.write(server)));
                tasks.add(executor.submit(() -> people.read(server, "/circle?limit=1000")));
                tasks.add(executor.submit(() -> people.read(server, "/circle?q=kept")));
            }

            assertThat(run(environment, 0, "restore", "--replace", "a.backup"))
                    .contains("the ledger ends at position 30", "is gone; servers notice by themselves");
            for (var place : ended) {
                refused(one, place.get(60, TimeUnit.SECONDS));
                refused(other, place.get(60, TimeUnit.SECONDS));
            }
            people.stopped.set(true);
            for (var task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }
            assertThat(people.older).as("answers without what was asked for").isEmpty();
            assertThat(people.statuses).isSubsetOf(200, 201, 409, 503);
            assertThat(one.log() + other.log()).contains("the log has another history than it had");

            // Once more, with nobody there: exactly what was backed up is shown, and the next event is the next one.
            run(environment, 0, "restore", "--replace", "a.backup");
            for (var server : List.of(one, other)) {
                server.await("the restored log is shown", () -> shown(server).equals(List.of(30, 30)));
            }
            assertThat(create(one, "next")).isEqualTo(31);
            other.await("the other one reads on", () -> shown(other).equals(List.of(31, 30)));
        }
        inOrder(database, environment);
    }

    /** How many circles are listed, and found. */
    private static List<Integer> shown(ServerProcess server) {
        var list = server.get("/circle?limit=1000");
        var found = server.get("/circle?limit=1000&q=kept");
        return list.statusCode() == 200 && found.statusCode() == 200
                ? List.of(json(list).size(), json(found).size())
                : List.of();
    }

    /** Where a listener was when its stream ended. */
    private static String lastHeard(ServerProcess server) throws IOException {
        try (var listener = FeedListener.after(server.url(), "/events", 29)) {
            var place = "";
            for (var heard = listener.next(); heard.isPresent(); heard = listener.next()) {
                place = heard.get().place();
            }
            return place;
        }
    }

    private static void refused(ServerProcess server, String place) {
        var refused = server.send(server.request("/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", place)
                .GET());
        assertThat(refused.statusCode()).as(place + " " + refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("/problems/other-history");
    }

    private void inOrder(DatabaseAccess database, Map<String, String> environment) throws Exception {
        try (var connection = connection(database)) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        }
        assertThat(run(environment, 0, "verify")).contains("all in order");
    }

    @Test
    void aRestoreThatIsKilledLeavesTheLedgerAsItWasAndIsDoneAgain() throws Exception {
        var database = TestStores.shared().freshDatabase();
        var environment = environment(database);
        try (var mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            mariaDb.migrate();
            FilledLog.fill(mariaDb.database().dataSource(), 10_000, 3);
        }
        run(environment, 0, "backup", "a.backup");
        try (var connection = connection(database);
                var proxy = FaultProxy.inFrontOf(database.jdbcUrl())) {
            connection.createStatement().execute("DELETE FROM circle_events WHERE position > 29999");
            connection.createStatement().execute("UPDATE log_head SET position = 29999");
            var throughProxy = new HashMap<>(environment);
            throughProxy.put("DATABASE_URL", proxy.through(database.jdbcUrl()));
            // It cannot go on from the first event that makes a capacity thirteen, two thirds of the way.
            var held = proxy.freezeAfter(":13}");
            try (var restore = ServerProcess.launch(directory, throughProxy, "restore", "--replace", "a.backup")) {
                restore.await("a part of it is there", () -> held.remaining() == 0);
                restore.kill();
                // The database would hear of the end only when the network is well again.
                proxy.cut();
                assertThat(restore.log()).doesNotContain("restored");
            }
            assertThat(restoring(connection)).isBetween(10_000L, 29_000L);
            try (var server = ServerProcess.start(directory, environment)) {
                assertThat(server.log()).contains("a restore was broken off", "circle_events_restoring");
                assertThat(json(server.get("/projection")).get("head").asLong()).isEqualTo(29_999);
                assertThat(run(environment, 0, "restore", "--replace", "a.backup"))
                        .contains("the ledger ends at position 30000", "the log that ended at position 29999 is gone");
                assertThat(restoring(connection)).isEqualTo(-1);
                server.await(
                        "the read model goes on",
                        () -> server.get("/circle?limit=1")
                                        .headers()
                                        .firstValueAsLong("Ledger-Position")
                                        .orElse(0)
                                == 30_000);
                assertThat(create(server, "next")).isEqualTo(30_001);
            }
        }
        inOrder(database, environment);
    }

    /** How many events are in the table that is being filled; -1 if there is none. */
    private static long restoring(Connection connection) {
        try (var rows = connection
                .createStatement()
                .executeQuery("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_name = 'circle_events_restoring'")) {
            rows.next();
            if (rows.getInt(1) == 0) {
                return -1;
            }
            try (var count =
                    connection.createStatement().executeQuery("SELECT COUNT(*) FROM circle_events_restoring")) {
                count.next();
                return count.getLong(1);
            }
        } catch (SQLException dropped) {
            return -1;
        }
    }

    /** The drill of the documentation, with the embedded stores. */
    @Test
    void aLedgerWhoseDataAreLostIsRestoredWithoutAServer() throws Exception {
        String circle;
        try (var server = ServerProcess.start(directory, Map.of())) {
            var key = server.request("/circle")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "a")
                    .POST(BodyPublishers.ofString("{\"circle_name\":\"サッカー部\",\"capacity\":20}"));
            circle = server.send(key).body();
            assertThat(server.send(key).body()).isEqualTo(circle);
            assertThat(run(Map.of(), 0, "backup", "a.backup")).contains("up to position 1, in a.backup, ");
            create(server, "lost");
            server.kill();
        }
        var whole = Files.readAllBytes(directory.resolve("a.backup"));
        Files.write(directory.resolve("cut.backup"), Arrays.copyOf(whole, whole.length - 30));
        // The stores that the killed server has left behind are stopped before their files are lost.
        assertThat(run(Map.of(), 1, "restore", "cut.backup")).contains("cut.backup is cut off");
        assertThat(run(Map.of(), 3, "restore", "a.backup")).contains("it ends at position 2");
        try (var files = Files.walk(directory.resolve("data/mariadb/data"))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThat(run(Map.of(), 0, "restore", "a.backup")).contains("the ledger ends at position 1");

        try (var server = ServerProcess.start(directory, Map.of())) {
            server.await("the list has it", () -> server.get("/circle").body().contains("サッカー部"));
            assertThat(server.get("/circle").body()).doesNotContain("lost");
            var again = server.send(server.request("/circle")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "a")
                    .POST(BodyPublishers.ofString("{\"circle_name\":\"サッカー部\",\"capacity\":20}")));
            assertThat(again.body()).as("a request that is sent again").isEqualTo(circle);
            assertThat(create(server, "next")).isEqualTo(2);
            server.await(
                    "the read model has it", () -> server.get("/circle").body().contains("next"));
        }
        assertThat(run(Map.of(), 0, "verify")).contains("checked 2 events", "all in order");
    }
}
