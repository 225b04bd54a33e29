package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One ledger by servers of which each does a part of the work. */
@Tag("long")
class RolesIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private DatabaseAccess database;
    private String redisUrl;

    @BeforeEach
    void takeStores() {
        database = TestStores.shared().freshDatabase();
        redisUrl = TestStores.shared().freshRedis().url();
    }

    /** A server with a directory of its own, since nothing in there is shared. */
    private ServerProcess start(String role, String name) throws IOException {
        return ServerProcess.start(Files.createDirectory(directory.resolve(name)), environment(role));
    }

    private Map<String, String> environment(String role) {
        var environment = new HashMap<>(Map.of(
                "ROLE", role,
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password()));
        if (role.equals("relay")) {
            environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        } else {
            environment.put("REDIS_URL", redisUrl);
        }
        return environment;
    }

    private static String create(ServerProcess api, String name) {
        var created = api.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static void awaitListed(ServerProcess api, String name) {
        api.await("the list has " + name, SOON, () -> api.get("/circle").body().contains(name));
    }

    @Test
    void anApiAndTwoProjectorsAreOneLedgerAndOneProjectorMayDie() throws IOException {
        try (var api = start("api", "api");
                var first = start("projector", "first");
                var second = start("projector", "second")) {
            var chess = create(api, "chess");
            awaitListed(api, "chess");
            api.await("a search finds it", () -> api.get("/circle?q=che").body().contains("chess"));
            assertThat(first.get("/circle").statusCode()).isEqualTo(404);
            assertThat(first.get("/metrics").body()).contains("ledger_projection_lag_positions{projection=\"redis\"}");
            assertThat(api.get("/health/ready").body()).contains("search", "projection");

            first.kill();
            var tennis = create(api, "tennis");
            assertThat(api.get(tennis).body()).contains("tennis");
            awaitListed(api, "tennis");

            second.kill();
            assertThat(api.put(chess, "{\"capacity\":21,\"version\":1}").statusCode())
                    .isEqualTo(200);
            assertThat(api.get(chess).body()).as("the log answers").contains("\"capacity\":21");
        }
    }

    /** Else the next server that answers would have to look through all names again, and none would be kept meanwhile. */
    @Test
    void aProjectorHasNoSayInWhetherNamesAreUnique() throws Exception {
        var unique = environment("api");
        unique.put("UNIQUE_NAMES", "true");
        try (var api = ServerProcess.start(Files.createDirectory(directory.resolve("api")), unique);
                var _ = start("projector", "projector")) {
            create(api, "chess");
            assertThat(isTagged()).isTrue();
        }
    }

    private boolean isTagged() throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT complete FROM log_tagging")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    @Test
    void aServerThatAnswersNobodyHasItsHealth() throws IOException {
        try (var relay = start("relay", "relay")) {
            assertThat(relay.get("/health/ready").body())
                    .contains("\"database\":\"up\"")
                    .doesNotContain("redis");
            assertThat(relay.get("/projection").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aPartOfTheWorkNeedsStoresThatOthersHaveToo() throws IOException {
        try (var alone = ServerProcess.launch(directory, Map.of("ROLE", "projector"))) {
            assertThat(alone.exitCode()).isEqualTo(2);
            assertThat(alone.log())
                    .contains("DATABASE_URL is not set; with ROLE=projector it must name the store")
                    .contains("REDIS_URL is not set");
        }
        try (var wrong = ServerProcess.launch(directory, Map.of("ROLE", "reader"))) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.log()).contains("ROLE is \"reader\"; it must be all, api, projector or relay");
        }
    }
}
