package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

    private static final String TENNIS = "{\"circle_name\":\"Tennis\",\"capacity\":20}";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String key, String body) {
        return server.send(server.request("/circle")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String id, String query, String... headers) {
        var request = server.request("/circle/" + id + query).DELETE();
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void a_creation_sent_again_gets_the_first_answer_and_leaves_one_event() {
        var first = post("key-1", TENNIS);
        var again = post("key-1", "{ \"capacity\": 20, \"circle_name\": \" Tennis \" }");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        for (var name : new String[] {"Location", "ETag", "Ledger-Position"}) {
            assertThat(header(again, name)).isNotEmpty().isEqualTo(header(first, name));
        }
        assertThat(server.ledger.size()).isEqualTo(1);
    }

    @Test
    void a_key_that_was_used_for_another_request_is_refused() {
        var id = server.create("Chess", 10);
        post("key-1", TENNIS);
        problem(post("key-1", "{\"circle_name\":\"Tennis\",\"capacity\":21}"), 422, "idempotency-key-reused");
        problem(
                server.put(id, "{\"capacity\":21,\"version\":1}", "Idempotency-Key", "key-1"),
                422,
                "idempotency-key-reused");
        problem(delete(id, "?version=1", "Idempotency-Key", "key-1"), 422, "idempotency-key-reused");
        assertThat(server.ledger.size()).isEqualTo(2);
    }

    @Test
    void a_change_and_a_dissolution_sent_again_get_the_first_answer() {
        var id = server.create("Chess", 10);
        var body = "{\"capacity\":21,\"version\":1}";
        var first = server.put(id, body, "Idempotency-Key", "key-1");
        assertThat(server.put(id, body, "Idempotency-Key", "key-1").body()).isEqualTo(first.body());
        assertThat(delete(id, "", "If-Match", "\"2\"", "Idempotency-Key", "key-2")
                        .statusCode())
                .isEqualTo(204);
        var again = delete(id, "", "If-Match", "\"2\"", "Idempotency-Key", "key-2");
        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(header(again, "Ledger-Position")).isEqualTo("3");
        assertThat(server.ledger.size()).isEqualTo(3);
    }

    @Test
    void a_request_whose_first_sending_is_still_in_progress_is_told_to_wait() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        server.ledger.beforeAppend(() -> {
            entered.countDown();
            try {
                assertThat(leave.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> post("key-1", TENNIS));
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            var second = post("key-1", TENNIS);
            leave.countDown();
            problem(second, 409, "request-in-progress");
            assertThat(header(second, "Retry-After")).isNotEmpty();
            assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        }
        assertThat(post("key-1", TENNIS).statusCode()).isEqualTo(201);
        assertThat(server.ledger.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "x\tx"})
    void a_key_of_another_shape_is_refused(String key) {
        var problem = problem(post(key, TENNIS), 400, "invalid-request");
        assertThat(pointers(problem)).containsExactly("Idempotency-Key");
        assertThat(server.ledger.size()).isZero();
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(post("k".repeat(255), TENNIS).statusCode()).isEqualTo(201);
        problem(post("k".repeat(256), TENNIS), 400, "invalid-request");
    }

    @Test
    void a_dissolved_circle_is_gone_and_takes_no_change() {
        var id = server.create("Chess", 10);
        assertThat(delete(id, "?version=1").statusCode()).isEqualTo(204);
        problem(server.get("/circle/" + id), 410, "circle-dissolved");
        problem(server.put(id, "{\"capacity\":21,\"version\":2}"), 409, "circle-dissolved");
        problem(delete(id, "?version=2"), 409, "circle-dissolved");
        assertThat(server.get("/circle").body()).isEqualTo("[]");
    }

    @Test
    void a_dissolution_names_the_version_that_was_read() {
        var id = server.create("Chess", 10);
        problem(delete(id, ""), 428, "precondition-required");
        problem(delete(id, "?version=2"), 409, "version-conflict");
        problem(delete(id, "", "If-Match", "\"2\""), 412, "version-conflict");
        problem(delete(id, "?version=x"), 400, "invalid-request");
        assertThat(pointers(problem(delete(id, "?version=2", "If-Match", "\"1\""), 400, "invalid-request")))
                .containsExactly("?version");
        problem(delete("nobody", "?version=1"), 404, "circle-not-found");
        assertThat(server.ledger.size()).isEqualTo(1);
    }
}
