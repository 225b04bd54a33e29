package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upgrade of a ledger that the version before categories and tags has written.
 *
 * <p>The files in {@code ledger-before-categories} are what that version left in its stores and what it answered, but for
 * two things: the year is earlier, and the idempotency keys are of now, because old ones are forgotten. They are never edited.
 */
class UpgradeIT {

    private static final String FOLDER = "/ledger-before-categories/";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration UNTOUCHED = Duration.ofDays(1);

    private static final String SOCCER = "/circle/01a2197c-ed0d-72da-ae2a-00a466f6150a";
    private static final String SHOGI = "/circle/01a2197c-ed8e-7625-8f34-82ba2a410e93";
    private static final String WIDE_SHOGI = "/circle/01a2197c-ed9b-7722-a482-6e589c7c4624";

    @TempDir
    Path directory;

    private DatabaseAccess database;
    private Map<String, String> environment;

    @BeforeEach
    void fillTheStoresAsTheVersionBefore() throws SQLException {
        database = TestStores.shared().freshDatabase();
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:migrations-before-categories")
                .load()
                .migrate();
        text("rows.sql").lines().forEach(this::sql);
        environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "TRUST_X_ACTOR", "true");
        redis(UpgradeIT::fill);
    }

    private static void fill(RedisCommands<String, String> keys) {
        for (var command : JSON.readTree(text("redis.json"))) {
            var key = word(command, 1);
            switch (word(command, 0)) {
                // The expiry is this test's own: whoever writes the key again takes it away.
                case "SET" -> keys.set(key, word(command, 2), SetArgs.Builder.ex(UNTOUCHED));
                case "ZADD" -> keys.zadd(key, Double.parseDouble(word(command, 2)), word(command, 3));
                case String other -> throw new IllegalArgumentException("add a case for the command " + other);
            }
        }
    }

    private static String word(JsonNode command, int index) {
        return command.path(index).stringValue();
    }

    private void redis(Consumer<RedisCommands<String, String>> use) {
        var client = RedisClient.create(environment.get("REDIS_URL"));
        try {
            use.accept(client.connect().sync());
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aLedgerOfTheVersionBeforeIsTakenOver() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            answersWhatTheVersionBeforeAnswered(server);
            theKeysOfBeforeStillGiveTheirFirstAnswers(server);
            assertThat(sql("SELECT COUNT(*) FROM circle_events")).containsExactly("22");
            run("all in order", "verify");
            redis(UpgradeIT::theReadModelIsTheOneOfBefore);
            aNewWriteWorks(server);
            run("0 of 6 circles change", "rebuild");
            assertThat(server.terminate()).as(server.log()).isZero();
        }
        var strict = new HashMap<>(environment);
        strict.put("UNIQUE_NAMES", "true");
        try (var server = ServerProcess.start(directory, strict)) {
            sharedNamesAreReportedAndTagged(server);
        }
    }

    private static void answersWhatTheVersionBeforeAnswered(ServerProcess server) {
        for (var approved : JSON.readTree(text("answers.json"))) {
            var path = approved.path("path").stringValue();
            var status = approved.path("status").intValue();
            // The search index is made anew from the log.
            server.await(path, () -> server.get(path).statusCode() == status);
            var body = JSON.readTree(server.get(path).body());
            if (status == 200) {
                assertThat(body)
                        .as(path)
                        .isEqualTo(withNewFields(approved.path("body").deepCopy()));
            } else {
                assertThat(body.path("type")).as(path).isEqualTo(problem(approved));
            }
        }
    }

    /** Circles are answered with two fields more, at their end. */
    private static JsonNode withNewFields(JsonNode body) {
        if (body.isArray()) {
            body.forEach(UpgradeIT::withNewFields);
        } else if (body instanceof ObjectNode circle && circle.has("circle_name")) {
            circle.put("status", "active").put("members", 0);
        }
        return body;
    }

    private static JsonNode problem(JsonNode approved) {
        return approved.path("body").path("type");
    }

    /** Whoever made it anew would have written its keys again. */
    private static void theReadModelIsTheOneOfBefore(RedisCommands<String, String> keys) {
        var approved = new HashSet<String>();
        for (var command : JSON.readTree(text("redis.json"))) {
            approved.add(word(command, 1));
            if (word(command, 0).equals("SET")) {
                assertThat(keys.get(word(command, 1))).isEqualTo(word(command, 2));
                assertThat(keys.ttl(word(command, 1))).as(word(command, 1)).isPositive();
            }
        }
        assertThat(keys.keys("*")).hasSameElementsAs(approved);
    }

    private static void theKeysOfBeforeStillGiveTheirFirstAnswers(ServerProcess server) {
        var creation = "{\"circle_name\":\"サッカー部\",\"capacity\":20,\"reason\":\"spring term\"}";
        var created = send(server, "POST", "/circle", creation, "美香", "create-soccer");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains(SOCCER);
        assertThat(created.body()).contains("\"version\":1");

        var rename = "{\"circle_name\":\"フットサル部\",\"reason\":\"新しい名前, \\\"new\\\"\",\"version\":2}";
        var renamed = send(server, "PUT", SOCCER, rename, "ken", "rename-soccer");
        assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
        assertThat(renamed.body()).contains("\"version\":3");

        var other =
                send(server, "POST", "/circle", "{\"circle_name\":\"Chess\",\"capacity\":31}", "ken", "create-chess");
        assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
    }

    private static HttpResponse<String> send(
            ServerProcess server, String method, String path, String json, String actor, String key) {
        return server.send(server.request(path)
                .method(method, BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .header("X-Actor", URLEncoder.encode(actor, StandardCharsets.UTF_8))
                .header("Idempotency-Key", key));
    }

    private static void aNewWriteWorks(ServerProcess server) {
        assertThat(server.put(SOCCER, "{\"capacity\":61,\"version\":11}").statusCode())
                .isEqualTo(200);
        assertThat(server.get(SOCCER).body()).contains("フットサル部", "\"capacity\":61", "\"version\":12");
        var created = server.post("/circle", "{\"circle_name\":\"Chess\",\"capacity\":9}");
        assertThat(created.statusCode()).isEqualTo(201);
        server.await("the list has it", () -> server.get("/circle").body().contains("Chess"));
        server.awaitFound(created);
    }

    private void sharedNamesAreReportedAndTagged(ServerProcess server) {
        assertThat(server.log().lines().filter(line -> line.contains("these circles share a name")))
                .singleElement()
                .asString()
                .contains(id(SHOGI), id(WIDE_SHOGI));
        // A creation has the tag of its name, a rename those of both, a dissolution that of the name it sets free.
        assertThat(sql("SELECT position FROM circle_events_tags ORDER BY position"))
                .containsExactly("1 2 3 4 5 7 7 13 13 14 15 16 21 22 22 24".split(" "));
        assertThat(taken(server, "フットサル部")).contains(id(SOCCER));
        assertThat(taken(server, "shogi")).contains(id(SHOGI));
        assertThat(server.put(WIDE_SHOGI, "{\"circle_name\":\"サッカー部\",\"version\":1}")
                        .statusCode())
                .as("a name that was given up is free")
                .isEqualTo(200);
        assertThat(server.post("/circle", "{\"circle_name\":\"go\",\"capacity\":9}")
                        .statusCode())
                .as("the name of a dissolved circle is free")
                .isEqualTo(201);
    }

    private static String taken(ServerProcess server, String name) {
        var answer = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":9}".formatted(name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        return answer.body();
    }

    private static String id(String circle) {
        return circle.substring("/circle/".length());
    }

    private void run(String said, String command) throws IOException {
        try (var process = ServerProcess.launch(directory, environment, command)) {
            assertThat(process.exitCode()).as(process.log()).isZero();
            assertThat(process.log()).contains(said);
        }
    }

    private List<String> sql(String sql) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            var read = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
            }
            return read;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static String text(String file) {
        try (var in = UpgradeIT.class.getResourceAsStream(FOLDER + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
