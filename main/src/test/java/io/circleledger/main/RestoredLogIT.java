package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.faults.LogAudit;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The database is put back to a backup under running servers, which are not started again. */
class RestoredLogIT {

    @TempDir
    Path directory;

    private DatabaseAccess database;
    private Map<String, String> environment;

    @BeforeEach
    void takeStores() {
        database = TestStores.shared().freshDatabase();
        environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
    }

    private static String create(ServerProcess server, String name) {
        var created = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<String> change(ServerProcess server, String circle, int version, String fields) {
        return server.put(circle, "{%s,\"version\":%d}".formatted(fields, version));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    /** A circle at version 3 with the name Y, and a hundred others. */
    private static String fill(ServerProcess server) {
        var circle = create(server, "chess");
        assertThat(change(server, circle, 1, "\"circle_name\":\"Y\"").statusCode())
                .isEqualTo(200);
        assertThat(change(server, circle, 2, "\"capacity\":22").statusCode()).isEqualTo(200);
        for (var i = 0; i < 30; i++) {
            create(server, "kept " + i);
        }
        return circle;
    }

    /** What a backup does not have: version 4 of the circle, and other circles. */
    private static void grow(ServerProcess server, String circle) {
        assertThat(change(server, circle, 3, "\"circle_name\":\"X\",\"capacity\":23")
                        .statusCode())
                .isEqualTo(200);
        for (var i = 0; i < 12; i++) {
            create(server, "lost " + i);
        }
    }

    /** Each way to read, from each part that remembers something. */
    private static List<String> shown(ServerProcess server, String circle) {
        var one = server.get(circle);
        var list = server.get("/circle?limit=1000");
        var found = server.get("/circle?q=lost");
        return List.of(
                one.statusCode() + " " + one.body(),
                list.statusCode() + " " + list.body().contains("lost"),
                found.statusCode() + " " + found.body());
    }

    private static void awaitRestored(ServerProcess server, String circle) {
        var id = circle.substring("/circle/".length());
        var restored = List.of(
                "200 {\"circle_id\":\"%s\",\"circle_name\":\"Y\",\"capacity\":22,\"version\":3,\"status\":\"active\",\"members\":0}"
                        .formatted(id),
                "200 false",
                "200 []");
        server.await("the restored log is shown", () -> shown(server, circle).equals(restored));
        assertThat(shown(server, circle)).as("and stays").isEqualTo(restored);
    }

    /** The change of one field that is made on what was lost is recorded whole, or refused. */
    private void changesAreRecordedWhole(ServerProcess server, String circle) throws SQLException {
        assertThat(change(server, circle, 3, "\"capacity\":30").statusCode()).isEqualTo(200);
        var second = change(server, circle, 4, "\"circle_name\":\"X\",\"capacity\":40");
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        try (var connection = connection();
                var select = connection.prepareStatement(
                        "SELECT payload FROM circle_events WHERE circle_id = ? AND version = 5")) {
            select.setString(1, circle.substring("/circle/".length()));
            try (var rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).contains("\"X\"").contains("40");
            }
        }
        assertThat(json(server.get(circle)).get("circle_name").asString()).isEqualTo("X");
        assertThat(json(server.get(circle + "?as_of_version=5"))
                        .get("circle_name")
                        .asString())
                .isEqualTo("X");
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private void assertVerified() throws Exception {
        try (var connection = connection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        }
        try (var verify = ServerProcess.launch(directory, environment, "verify")) {
            assertThat(verify.exitCode()).as(verify.log()).isZero();
        }
    }

    /** Somebody who creates circles all the time, and keeps what the server has confirmed. */
    private static final class Writer {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Set<String> confirmed = new ConcurrentSkipListSet<>();
        private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
        private final AtomicInteger number = new AtomicInteger();

        void write(ServerProcess server) {
            while (!stopped.get()) {
                var name = "written " + number.incrementAndGet();
                var created = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
                statuses.add(created.statusCode());
                if (created.statusCode() == 201) {
                    confirmed.add(json(created).get("circle_id").asString());
                }
            }
        }

        void read(ServerProcess server, String circle) {
            while (!stopped.get()) {
                for (var path : List.of(circle, "/circle", "/circle?q=kept", circle + "/events", circle + "/blame")) {
                    statuses.add(server.get(path).statusCode());
                }
            }
        }
    }

    @Test
    void oneServerShowsTheRestoredLogAndItsListenersLearnOfIt() throws Exception {
        var writer = new Writer();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var server = ServerProcess.start(directory, environment)) {
            var circle = fill(server);
            var backup = DatabaseBackup.of(database, directory);
            grow(server, circle);
            awaitShown(server, circle, "\"X\"");
            var lostEnd = json(server.get("/projection")).get("head").asLong();
            var lost = lastPlace(server, lostEnd);
            // Listens before the restore: whoever comes after it is refused.
            var listener = FeedListener.after(server.url(), "/events", lost.place());
            var ended = executor.submit(() -> hearUntilTheEnd(listener));

            var tasks = new ArrayList<Future<?>>();
            tasks.add(executor.submit(() -> writer.write(server)));
            tasks.add(executor.submit(() -> writer.read(server, circle)));
            backup.restore();
            var sinceRestored = new TreeSet<>(writer.confirmed);
            awaitNothingLost(server);
            assertThat(ended.get(60, TimeUnit.SECONDS)).as("the stream ended").isTrue();
            refusedByItsId(server, lost.place());
            writer.stopped.set(true);
            for (var task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }

            awaitRestored(server, circle);
            bareListenerGoesOn(server, lostEnd);
            changesAreRecordedWhole(server, circle);
            var after = new TreeSet<>(writer.confirmed);
            after.removeAll(sinceRestored);
            assertThat(recordedCircles()).as("confirmed after the restore").containsAll(after);
            assertThat(writer.statuses).as("no 500").doesNotContain(500);
            assertThat(server.log()).contains("the log has another history than it had");
            server.await("ready", () -> server.get("/health/ready").statusCode() == 200);
        }
        assertVerified();
    }

    private static void awaitShown(ServerProcess server, String circle, String text) {
        server.await(
                "shown everywhere",
                () -> shown(server, circle).getFirst().contains(text)
                        && shown(server, circle).getLast().contains("lost 11"));
    }

    private static void awaitNothingLost(ServerProcess server) {
        server.await(
                "nothing lost is shown",
                () -> server.get("/circle?q=lost").body().equals("[]")
                        && !server.get("/circle?limit=1000").body().contains("lost"));
    }

    private static FeedListener.Heard lastPlace(ServerProcess server, long position) throws Exception {
        try (var listener = FeedListener.after(server.url(), "/events", position - 1)) {
            return listener.next().orElseThrow();
        }
    }

    private static boolean hearUntilTheEnd(FeedListener listener) throws Exception {
        try (listener) {
            for (var heard = listener.next(); heard.isPresent(); heard = listener.next()) {
                // What was recorded before the restore.
            }
            return true;
        }
    }

    private static void refusedByItsId(ServerProcess server, String place) {
        var refused = server.send(server.request("/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", place)
                .GET());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(json(refused).get("type").asString()).isEqualTo("/problems/other-history");
        var next = json(refused).get("after").asString();
        assertThat(server.get("/events?after=" + next).statusCode()).isEqualTo(200);
    }

    /** It is far beyond the log, which lost its end, and misses no event that is recorded from now on. */
    private static void bareListenerGoesOn(ServerProcess server, long lostEnd) throws Exception {
        try (var listener = FeedListener.after(server.url(), "/events", lostEnd + 1_000_000)) {
            for (var i = 0; i < 3; i++) {
                var created = create(server, "heard");
                var heard = listener.next().orElseThrow();
                assertThat(heard.data()).contains(created.substring("/circle/".length()));
            }
        }
    }

    private Set<String> recordedCircles() throws SQLException {
        var ids = new TreeSet<String>();
        try (var connection = connection();
                var select = connection.createStatement();
                var rows = select.executeQuery("SELECT DISTINCT circle_id FROM circle_events")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** The log has grown past its old end before the other server looks, which has remembered what was lost. */
    @Test
    void aServerThatHasSeenTheLostEndLearnsOfItWhenAnotherHasMovedOn() throws Exception {
        try (var one = ServerProcess.start(directory, environment);
                var other = ServerProcess.start(directory, environment)) {
            var circle = fill(one);
            var backup = DatabaseBackup.of(database, directory);
            grow(other, circle);
            awaitShown(other, circle, "\"X\"");
            var lostEnd = json(other.get("/projection")).get("head").asLong();
            backup.restore();
            for (var position = 0L; position <= lostEnd; ) {
                var created = one.send(one.request("/circle")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"circle_name\":\"new\",\"capacity\":20}")));
                position = created.statusCode() == 201
                        ? json(created).get("position").asLong()
                        : position;
            }

            awaitRestored(other, circle);
            awaitRestored(one, circle);
            assertThat(Optional.of(other.log())).get().asString().contains("the log has another history than it had");
            changesAreRecordedWhole(other, circle);
            one.await("the change", () -> json(one.get(circle)).get("version").asInt() == 5);
        }
        assertVerified();
    }
}
