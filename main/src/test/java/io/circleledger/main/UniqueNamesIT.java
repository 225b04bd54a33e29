package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that only one living circle may bear, on servers that share their stores. */
@Tag("long")
class UniqueNamesIT {

    private static final int ROUNDS = 20;
    private static final int WRITERS = 64;

    @TempDir
    Path directory;

    @Test
    void ofManyWhoWantANameOneGetsItAndALedgerFromBeforeKeepsWhatItHas() throws Exception {
        var database = TestStores.shared().freshDatabase();
        var lenient = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url());
        var strict = new HashMap<>(lenient);
        strict.put("UNIQUE_NAMES", "true");
        String shogi;
        String samePlay;
        try (var server = ServerProcess.start(directory, lenient)) {
            shogi = created(create(server, "Shogi"));
            samePlay = created(create(server, "ＳＨＯＧＩ"));
        }
        try (var one = ServerProcess.start(directory, strict);
                var other = ServerProcess.start(directory, strict)) {
            assertThat(one.log() + other.log())
                    .contains("these circles share a name")
                    .contains(shogi)
                    .contains(samePlay);
            assertThat(create(other, "shogi").statusCode()).isEqualTo(409);
            assertThat(rename(one, shogi, "SHOGI").statusCode()).isEqualTo(200);
            for (var round = 0; round < ROUNDS; round++) {
                race(one, other, round);
            }
            assertThat(rename(one, samePlay, "Go").statusCode()).isEqualTo(200);
            refused(create(one, "go"), samePlay);
            whatWasRefusedMayBeSentAgainWithItsOwner(one, samePlay);
        }
    }

    private static void whatWasRefusedMayBeSentAgainWithItsOwner(ServerProcess server, String holder) {
        refused(createOwned(server), holder);
        assertThat(server.send(server.request("/circle/" + holder).DELETE().header("If-Match", "*"))
                        .statusCode())
                .isEqualTo(204);
        var circle = created(createOwned(server));
        assertThat(created(createOwned(server))).isEqualTo(circle);
        assertThat(server.get("/person").body()).containsOnlyOnce("花子");
    }

    private static HttpResponse<String> createOwned(ServerProcess server) {
        return server.send(server.request("/circle")
                .POST(BodyPublishers.ofString(
                        "{\"circle_name\":\"Go\",\"capacity\":3,\"owner_name\":\"花子\",\"owner_grade\":3}"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "hanako"));
    }

    /** In one round everybody creates a circle of one name, in the next they all rename theirs to one. */
    private static void race(ServerProcess one, ServerProcess other, int round) throws Exception {
        var start = new CyclicBarrier(WRITERS);
        var writers = new ArrayList<Callable<HttpResponse<String>>>();
        var own = new ArrayList<String>();
        for (var i = 0; i < WRITERS; i++) {
            var server = i % 2 == 0 ? one : other;
            var name = (i % 3 == 0 ? "Chess %d" : i % 3 == 1 ? "chess%d" : "ＣＨＥＳＳ %d").formatted(round);
            var circle = round % 2 == 0 ? "" : created(create(server, "writer %d of round %d".formatted(i, round)));
            own.add(circle);
            writers.add(() -> {
                start.await(60, TimeUnit.SECONDS);
                return answered(() -> circle.isEmpty() ? create(server, name) : rename(server, circle, name));
            });
        }
        var winners = new ArrayList<String>();
        var losers = new ArrayList<HttpResponse<String>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = executor.invokeAll(writers, 120, TimeUnit.SECONDS);
            for (var i = 0; i < WRITERS; i++) {
                var answer = answers.get(i).get();
                switch (answer.statusCode()) {
                    case 201 -> winners.add(created(answer));
                    case 200 -> winners.add(own.get(i));
                    default -> losers.add(answer);
                }
            }
        }
        assertThat(winners).as("who got the name of round %d", round).hasSize(1);
        losers.forEach(answer -> refused(answer, winners.getFirst()));
        dissolvedCirclesSetTheirNamesFree(one, other, winners.getFirst(), round);
    }

    /** Sends a request again as long as it has waited too long for its turn. */
    private static HttpResponse<String> answered(Supplier<HttpResponse<String>> request) {
        var answer = request.get();
        while (answer.statusCode() == 503) {
            answer = request.get();
        }
        return answer;
    }

    private static void dissolvedCirclesSetTheirNamesFree(
            ServerProcess one, ServerProcess other, String winner, int round) {
        assertThat(one.send(one.request("/circle/" + winner).DELETE().header("If-Match", "*"))
                        .statusCode())
                .isEqualTo(204);
        created(create(other, "chess " + round));
    }

    private static void refused(HttpResponse<String> answer, String bearer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("name-taken").contains("\"circle_id\":\"" + bearer + '"');
    }

    private static HttpResponse<String> create(ServerProcess server, String name) {
        return server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":8}".formatted(name));
    }

    private static HttpResponse<String> rename(ServerProcess server, String circle, String name) {
        return server.put("/circle/" + circle, "{\"circle_name\":\"%s\",\"version\":1}".formatted(name));
    }

    private static String created(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow().substring("/circle/".length());
    }
}
