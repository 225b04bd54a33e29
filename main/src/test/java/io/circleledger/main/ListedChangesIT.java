package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists with when, and by whom, circles were changed: by the whole server, with its stores. */
class ListedChangesIT {

    private static final int CIRCLES = 1_200;

    @TempDir
    Path directory;

    private DatabaseAccess database;
    private ServerProcess server;

    /** Twelve hundred circles, each of mika and at version 3. */
    @BeforeEach
    void start() throws Exception {
        database = TestStores.shared().freshDatabase();
        try (var stores = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            stores.migrate();
            FilledLog.fill(stores.database().dataSource(), CIRCLES, 3);
        }
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url(),
                        "TRUST_X_ACTOR", "true"));
        // Ready does not mean that the read model has caught up.
        server.await("circles are listed", () -> server.get("/circle").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> put(String id, int capacity, int version) {
        var changed = server.send(server.request("/circle/" + id)
                .header("X-Actor", "taro")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"capacity\":%d,\"version\":%d}".formatted(capacity, version))));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        return changed;
    }

    private List<JsonNode> rows(String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return StreamSupport.stream(
                        JsonMapper.shared().readTree(response.body()).spliterator(), false)
                .toList();
    }

    private JsonNode row(String path, String id) {
        return rows(path).stream()
                .filter(row -> row.get("circle_id").asString().equals(id))
                .findAny()
                .orElseThrow();
    }

    private void delete(String id, int version) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var deletion =
                        connection.prepareStatement("DELETE FROM circle_events WHERE circle_id = ? AND version = ?")) {
            deletion.setString(1, id);
            deletion.setInt(2, version);
            assertThat(deletion.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void theLargestPageHasThemAndSoHasTheNext() {
        var first = server.get("/circle?limit=1000&with=changes");
        var next = first.headers().firstValue("Link").orElseThrow().replaceAll("<(.*)>.*", "$1");

        var all = new ArrayList<>(rows("/circle?limit=1000&with=changes"));
        all.addAll(rows(next));

        assertThat(all).hasSize(CIRCLES).allSatisfy(row -> {
            assertThat(row.get("created_at").asString()).isEqualTo("2026-04-01T09:00:00.123456Z");
            assertThat(row.get("changed_at").asString()).isEqualTo("2026-04-01T09:00:00.123456Z");
            assertThat(row.get("changed_by").asString()).isEqualTo("mika");
        });
    }

    @Test
    void aRowIsNeverOlderThanWhatItShowsOfTheCircle() {
        var id = rows("/circle?limit=1").getFirst().get("circle_id").asString();
        for (var version = 3; version < 23; version++) {
            var changed = put(id, 40 + version, version);
            var position = changed.headers().firstValue("Ledger-Position").orElseThrow();

            var list = server.send(server.request("/circle?limit=1&with=changes")
                    .header("Ledger-Position", position)
                    .GET());

            var row = JsonMapper.shared().readTree(list.body()).get(0);
            var last = rows("/circle/" + id + "/events?order=desc&limit=1").getFirst();
            assertThat(row.get("version").asInt()).isEqualTo(version + 1);
            assertThat(row.get("changed_at")).isEqualTo(last.get("occurred_at"));
            assertThat(row.get("changed_by").asString()).isEqualTo("taro");
        }
        server.awaitFound(put(id, 99, 23));

        var found = row("/circle?min_capacity=99&with=changes", id);
        assertThat(found.get("changed_by").asString()).isEqualTo("taro");

        var past = row("/circle?as_of=2026-04-01T10:00:00Z&limit=1000&with=changes", id);
        assertThat(past.get("version").asInt()).isEqualTo(3);
        assertThat(past.get("changed_by").asString()).isEqualTo("mika");
    }

    @Test
    void anEventThatTheLogHasLostIsNull() throws SQLException {
        var page = "/circle?limit=3&with=changes";
        var rows = rows(page);
        delete(rows.get(0).get("circle_id").asString(), 3);
        delete(rows.get(1).get("circle_id").asString(), 1);

        var now = rows(page);

        assertThat(now.get(0).get("created_at").isString()).isTrue();
        assertThat(now.get(0).get("changed_at").isNull()).isTrue();
        assertThat(now.get(0).get("changed_by").isNull()).isTrue();
        assertThat(now.get(1).get("created_at").isNull()).isTrue();
        assertThat(now.get(1).get("changed_by").asString()).isEqualTo("mika");
        assertThat(now.get(2)).isEqualTo(rows.get(2));
    }
}
