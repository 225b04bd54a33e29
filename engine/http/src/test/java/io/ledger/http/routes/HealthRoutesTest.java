package io.ledger.http.routes;

import static io.ledger.http.server.NoteServer.header;
import static io.ledger.http.server.NoteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StoreUnavailableException;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.http.server.NoteServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {

    private static final Dependency DATABASE = new Dependency("database", Health.Up::new);

    @Test
    void a_server_whose_dependencies_are_up_is_ready() {
        try (var server = new NoteServer()) {
            var response = server.get("/health/ready");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"status\":\"ready\",\"dependencies\":{\"database\":\"up\",\"redis\":\"up\"}}");
            assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void a_dependency_that_is_down_is_named_with_its_reason() {
        var redis = new Dependency("redis", () -> new Health.Down("connection refused"));
        try (var server = new NoteServer(DATABASE, redis)) {
            var response = server.get("/health/ready");
            var problem = problem(response, 503, "not-ready");
            assertThat(problem.get("detail").asString()).contains("the redis is down: connection refused");
            assertThat(problem.has("degraded")).isFalse();
            assertThat(problem.get("dependencies").toString())
                    .isEqualTo("{\"database\":\"up\",\"redis\":\"down: connection refused\"}");
            assertThat(header(response, "Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void a_server_that_can_do_its_main_work_is_degraded_and_not_unready() {
        var redis = Dependency.helpful("redis", "there is no list", () -> new Health.Down("does not answer"));
        var search = Dependency.helpful("search", "there is no search", () -> new Health.Degraded("is slow"));
        var projection = Dependency.helpful("projection", "lists age", Health.Up::new);
        try (var server = new NoteServer(DATABASE, redis, search, projection)) {
            var response = server.get("/health/ready");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"status\":\"degraded\",\"dependencies\":{\"database\":\"up\",\"redis\":\"down: does"
                            + " not answer\",\"search\":\"degraded: is"
                            + " slow\",\"projection\":\"up\"},\"degraded\":{\"redis\":\"does not answer; there"
                            + " is no list\",\"search\":\"is slow\"}}");
        }
    }

    @Test
    void what_is_degraded_is_told_also_when_the_database_is_down() {
        var database = new Dependency("database", () -> new Health.Down("read-only"));
        var redis = Dependency.helpful("redis", "there is no list", () -> new Health.Down("does not answer"));
        try (var server = new NoteServer(database, redis)) {
            var problem = problem(server.get("/health/ready"), 503, "not-ready");
            assertThat(problem.get("detail").asString()).contains("the database is down: read-only.");
            assertThat(problem.get("degraded").get("redis").asString()).isEqualTo("does not answer; there is no list");
        }
    }

    @Test
    void a_server_that_is_open_to_anybody_says_so() {
        try (var server = NoteServer.thatIsOpen()) {
            var response = server.get("/health/ready");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(NoteServer.node(response).get("open_access").asString())
                    .startsWith("Anybody who reaches this server may change everything");
        }
    }

    @Test
    void a_check_that_fails_means_down_and_reveals_nothing() {
        var redis = new Dependency("redis", () -> {
            throw new IllegalStateException("password hunter2");
        });
        try (var server = new NoteServer(DATABASE, redis)) {
            var problem = problem(server.get("/health/ready"), 503, "not-ready");
            assertThat(problem.toString()).contains("its check failed").doesNotContain("hunter2");
        }
    }

    @Test
    void a_check_that_does_not_return_means_down_in_bounded_time() {
        var never = new CountDownLatch(1);
        var redis = new Dependency("redis", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Health.Up();
        });
        try (var server = new NoteServer(Duration.ofSeconds(3), DATABASE, redis)) {
            var problem = problem(server.get("/health/ready"), 503, "not-ready");
            assertThat(problem.get("dependencies").get("redis").asString()).contains("no answer within 3000 ms");
            assertThat(problem.get("dependencies").get("database").asString()).isEqualTo("up");
        }
    }

    @Test
    void live_asks_no_dependency() {
        var redis = new Dependency("redis", () -> new Health.Down("gone"));
        try (var server = new NoteServer(redis)) {
            server.notes.fail(StoreUnavailableException.of("database", new IOException("refused")));
            var response = server.get("/health/live");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"status\":\"live\"}");
        }
    }
}
