package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circles are found by what they are, by the whole server, while others change them. */
@Tag("long")
class SearchIT {

    private static final Pattern ID = Pattern.compile("\"circle_id\":\"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\"circle_name\":\"([^\"]+)\"");

    private static final int CIRCLES = 2_000;
    private static final int DISSOLVED = 500;
    private static final int WRITERS = 4;

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

    private static String create(ServerProcess server, String name, int capacity) {
        var created = server.post("/circle", "{\"circle_name\":\"" + name + "\",\"capacity\":" + capacity + "}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return all(ID, created.body()).getFirst();
    }

    private static List<String> all(Pattern pattern, String body) {
        return pattern.matcher(body).results().map(match -> match.group(1)).toList();
    }

    /** What a search says when the index has come so far: until then, as while it is built, it is 503. */
    private static HttpResponse<String> answered(ServerProcess server, HttpRequest.Builder search) {
        var answer = new AtomicReference<HttpResponse<String>>();
        server.await("the index has come so far", () -> {
            answer.set(server.send(search));
            return answer.get().statusCode() != 503;
        });
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        return answer.get();
    }

    private static List<String> found(ServerProcess server, String text) {
        var search = server.request("/circle?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        return all(NAME, answered(server, search).body());
    }

    private static boolean isFound(ServerProcess server, String text) {
        return found(server, text).size() == 1;
    }

    @Test
    void aNameIsFoundInAnyWritingAndRightAfterItWasWritten() throws Exception {
        try (var server = ServerProcess.start(directory, environment)) {
            create(server, "テニスサークル", 20);
            create(server, "Tennis club", 30);
            for (var i = 0; i < 30; i++) {
                var created = server.post("/circle", "{\"circle_name\":\"部 %d号\",\"capacity\":9}".formatted(i));
                var position = created.headers().firstValue("Ledger-Position").orElseThrow();
                var response = answered(
                        server,
                        server.request("/circle?q=" + i + "%E5%8F%B7&sort=name").header("Ledger-Position", position));
                assertThat(response.body())
                        .as("right after position " + position)
                        .contains("部 " + i + "号");
            }
            for (var text : List.of("ﾃﾆｽ", "てにす", "テニス")) {
                assertThat(found(server, text)).as(text).containsExactly("テニスサークル");
            }
            assertThat(found(server, "TENNIS")).containsExactly("Tennis club");
            assertThat(found(server, "e")).containsExactly("Tennis club");

            // A second server in the same place has an index of its own.
            try (var other = ServerProcess.start(directory, environment)) {
                other.await("the second one has it", () -> isFound(other, "テニス"));
            }
        }
    }

    @Test
    void theIndexIsGoneOnWithAfterAKillAndBuiltAnewWhenItIsLost() throws Exception {
        try (var database = MariaDb.at(
                this.database.jdbcUrl(), this.database.user(), this.database.password(), CircleStreams.TABLES)) {
            database.migrate();
            FilledLog.fill(database.database().dataSource(), 5_000, 2);
        }
        try (var server = ServerProcess.start(directory, environment)) {
            server.await("all are found", () -> isFound(server, "circle 4999"));
            create(server, "テニス", 20);
            server.await("the new one is found", () -> isFound(server, "テニス"));
            server.kill();
        }
        try (var server = ServerProcess.start(directory, environment)) {
            server.await("both are found", () -> isFound(server, "テニス") && isFound(server, "circle 4999"));
            assertThat(server.terminate()).isZero();
        }
        try (var files = Files.walk(directory.resolve("data/search"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (var server = ServerProcess.start(directory, environment)) {
            server.await("both are found", () -> isFound(server, "テニス") && isFound(server, "circle 4999"));
        }
    }

    @Test
    void aWalkMeetsEveryCircleThatLivesThroughoutOnceWhateverOthersDo() throws Exception {
        try (var server = ServerProcess.start(directory, environment);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var circles = fill(server, executor);
            var random = new Random(7);
            // These keep name and capacity; the others are changed and dissolved during the walks.
            var kept = new HashSet<String>();
            for (var id : circles) {
                if (random.nextBoolean()) {
                    kept.add(id);
                }
            }
            var touched = circles.stream().filter(id -> !kept.contains(id)).toList();
            var walking = new AtomicBoolean(true);
            var created = ConcurrentHashMap.<String>newKeySet();
            var changes = new ArrayList<Future<?>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var mine = new Random(writer);
                changes.add(executor.submit(() -> change(server, touched, mine, walking, created)));
            }

            var sorts = List.of("limit=37", "sort=created&order=desc", "sort=name", "sort=capacity&order=desc");
            for (var sort : sorts) {
                var walked = walk(server, "/circle?" + sort);
                assertThat(walked.stream().filter(kept::contains))
                        .as(sort)
                        .doesNotHaveDuplicates()
                        .hasSize(kept.size());
                assertThat(new HashSet<>(walked)).as(sort).isSubsetOf(union(circles, created));
            }
            walking.set(false);
            for (var change : changes) {
                change.get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Creates circles, dissolves some of them, and tells those that live. */
    private static List<String> fill(ServerProcess server, ExecutorService executor) throws Exception {
        var creations = new ArrayList<Future<String>>();
        for (var i = 0; i < CIRCLES; i++) {
            var number = i;
            creations.add(executor.submit(() -> create(server, "circle " + number % 50, 3 + number % 40)));
            if (i % 50 == 49) {
                creations.getLast().get(30, TimeUnit.SECONDS);
            }
        }
        var circles = new ArrayList<String>();
        for (var creation : creations) {
            circles.add(creation.get(30, TimeUnit.SECONDS));
        }
        for (var i = 0; i < DISSOLVED; i++) {
            var id = circles.removeLast();
            var dissolved =
                    server.send(server.request("/circle/" + id + "?version=1").DELETE());
            assertThat(dissolved.statusCode()).isEqualTo(204);
        }
        return circles;
    }

    private static void change(
            ServerProcess server, List<String> circles, Random random, AtomicBoolean walking, Set<String> created) {
        while (walking.get()) {
            var id = circles.get(random.nextInt(circles.size()));
            var read = server.get("/circle/" + id);
            var version = read.headers().firstValue("ETag").orElse("\"0\"").replace("\"", "");
            switch (random.nextInt(10)) {
                case 0 -> created.add(create(server, "new " + random.nextInt(50), 3 + random.nextInt(40)));
                case 1 ->
                    server.send(server.request("/circle/" + id + "?version=" + version)
                            .DELETE());
                default ->
                    server.put(
                            "/circle/" + id,
                            "{\"circle_name\":\"changed %d\",\"capacity\":%d,\"version\":%s}"
                                    .formatted(random.nextInt(50), 3 + random.nextInt(40), version));
            }
        }
    }

    private static List<String> walk(ServerProcess server, String first) {
        var ids = new ArrayList<String>();
        for (var page = first; !page.isEmpty(); ) {
            var response = answered(server, server.request(page));
            ids.addAll(all(ID, response.body()));
            page = response.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse("");
        }
        return ids;
    }

    private static Set<String> union(List<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
