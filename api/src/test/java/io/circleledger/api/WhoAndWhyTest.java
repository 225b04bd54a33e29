package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.EventMetadata;
import io.ledger.http.server.RawConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhoAndWhyTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String RESPONSE = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]";

    private final TestServer server = new TestServer();
    private final TestServer trusting = TestServer.thatTrustsActors();

    @AfterEach
    void stop() {
        server.close();
        trusting.close();
    }

    private static HttpResponse<String> create(TestServer server, String... headers) {
        return server.send(server.request("/circle")
                .headers(headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
    }

    private static EventMetadata metadata(TestServer server) {
        return server.ledger.rows().getLast().metadata();
    }

    @ParameterizedTest
    @CsvSource({"00, 00", "01, 01", "02, 00", "ff, 01"})
    void a_trace_is_gone_on_with(String flags, String answered) {
        var response =
                create(server, "traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags, "X-Request-Id", "request-1");
        assertThat(header(response, "traceresponse"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-" + answered)
                .doesNotContain(PARENT);
        assertThat(metadata(server)).isEqualTo(new EventMetadata("anonymous", TRACE, "request-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-%s-%s-01", "cc-%s-%s-01-what-comes-later", "fe-%s-%s-00-"})
    void a_later_version_is_read_as_far_as_it_is_known(String pattern) {
        create(server, "traceparent", pattern.formatted(TRACE, PARENT));
        assertThat(metadata(server).correlationId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-001",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01"
            })
    void a_trace_that_is_none_is_ignored_and_another_begun(String traceparent) {
        var response = create(server, "traceparent", traceparent, "X-Request-Id", "request-1");
        assertThat(header(response, "traceresponse")).matches(RESPONSE).doesNotContain(TRACE);
        assertThat(metadata(server)).isEqualTo(new EventMetadata("anonymous", "request-1", "request-1"));
    }

    @Test
    void two_traces_are_none() {
        var traceparent = "00-" + TRACE + "-" + PARENT + "-01";
        create(server, "traceparent", traceparent, "traceparent", traceparent, "X-Request-Id", "request-1");
        assertThat(metadata(server).correlationId()).isEqualTo("request-1");
    }

    @Test
    void every_answer_has_a_trace_of_its_own() {
        var first = header(server.get("/version"), "traceresponse");
        var second = header(server.get("/nowhere"), "traceresponse");
        assertThat(first).matches(RESPONSE);
        assertThat(second).matches(RESPONSE).isNotEqualTo(first);
    }

    @Test
    void an_idempotency_key_belongs_to_its_actor() {
        var first = create(trusting, "X-Actor", "mika", "Idempotency-Key", "a");
        var others = create(trusting, "X-Actor", "ken", "Idempotency-Key", "a");
        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(others.body()).isNotEqualTo(first.body());
        assertThat(create(trusting, "X-Actor", "mika", "Idempotency-Key", "a").body())
                .isEqualTo(first.body());
        assertThat(create(trusting, "Idempotency-Key", "a").body()).isNotIn(first.body(), others.body());
        assertThat(trusting.ledger.rows()).hasSize(3);
    }

    @Test
    void callers_that_nobody_names_share_their_keys() {
        var first = create(server, "X-Actor", "mika", "Idempotency-Key", "a");
        assertThat(create(server, "X-Actor", "ken", "Idempotency-Key", "a").body())
                .isEqualTo(first.body());
        assertThat(server.ledger.rows()).hasSize(1);
    }

    @Test
    void an_actor_is_not_believed_from_anybody() {
        create(server, "X-Actor", "mika");
        create(server, "X-Actor", "%");
        assertThat(server.ledger.rows())
                .extracting(row -> row.metadata().actor())
                .containsOnly("anonymous");
    }

    @ParameterizedTest
    @CsvSource({
        "mika, mika",
        "mika@example.ac.jp, mika@example.ac.jp",
        "Mika Tanaka, Mika Tanaka",
        "%E7%94%B0%E4%B8%AD, 田中",
        "100%25, 100%",
        "a+b, a+b",
        "%F0%9F%8E%BE, 🎾"
    })
    void an_actor_that_is_trusted_is_recorded(String header, String actor) {
        create(trusting, "X-Actor", header);
        assertThat(metadata(trusting).actor()).isEqualTo(actor);
        var id = trusting.ledger.rows().getFirst().circleId();
        assertThat(node(trusting.get("/circle/" + id + "/events"))
                        .get(0)
                        .get("actor")
                        .asString())
                .isEqualTo(actor);
    }

    @Test
    void without_an_actor_nobody_is_known() {
        create(trusting, "X-Request-Id", "request-1");
        assertThat(metadata(trusting).actor()).isEqualTo("anonymous");
    }

    @Test
    void an_actor_is_taken_up_to_a_length() {
        assertThat(create(trusting, "X-Actor", "%F0%9F%8E%BE".repeat(200)).statusCode())
                .isEqualTo(201);
        problem(create(trusting, "X-Actor", "a".repeat(201)), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%20",
                "%",
                "%4",
                "%zz",
                "a%0Ab",
                "%00",
                "%7F",
                "%C2%85",
                "%E2%80%A8",
                "%FF",
                "%C0%AF",
                "%ED%A0%80"
            })
    void an_actor_that_is_trusted_and_cannot_be_read_is_refused(String header) {
        var response = create(trusting, "X-Actor", header);
        assertThat(pointers(problem(response, 400, "invalid-request"))).containsExactly("X-Actor");
        assertThat(trusting.ledger.size()).isZero();
    }

    @Test
    void two_actors_are_refused() {
        problem(create(trusting, "X-Actor", "mika", "X-Actor", "yuki"), 400, "invalid-request");
        problem(trusting.get("/circle", "X-Actor", "mika", "X-Actor", "yuki"), 400, "invalid-request");
    }

    @Test
    void an_actor_in_raw_bytes_is_told_how_to_be_written() throws Exception {
        try (var connection = new RawConnection(trusting.port())) {
            connection.send("GET /circle HTTP/1.1\r\nHost: x\r\nX-Actor: \u00e9\r\n\r\n");
            var response = connection.receive().orElseThrow();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).contains("percent-encoded");
        }
    }

    @Test
    void every_change_may_say_why() {
        var created = server.post("{\"circle_name\":\"茶道部\",\"capacity\":20,\"reason\":\" 新歓のため \"}");
        var circle = header(created, "Location");
        server.send(server.request(circle)
                .PUT(BodyPublishers.ofString("{\"capacity\":30,\"version\":1,\"reason\":\"e\u0301t\u00e9\"}"))
                .header("Content-Type", "application/json"));
        server.send(server.request(circle)
                .PUT(BodyPublishers.ofString("{\"capacity\":31,\"version\":2}"))
                .header("Content-Type", "application/json"));
        server.send(
                server.request(circle + "?version=3&reason=%E5%BB%83%E9%83%A8").DELETE());

        assertThat(node(server.get(circle + "/events"))
                        .valueStream()
                        .map(event -> event.path("reason").asString("none")))
                .containsExactly("新歓のため", "\u00e9t\u00e9", "none", "廃部");
    }

    @Test
    void a_reason_keeps_the_rules_of_a_name() {
        for (var reason : List.of("\" \"", "\"" + "x".repeat(201) + "\"", "\"a\\u200bb\"", "7", "null")) {
            var body = "{\"circle_name\":\"a\",\"capacity\":20,\"reason\":" + reason + "}";
            assertThat(pointers(problem(server.post(body), 400, "invalid-request")))
                    .as(reason)
                    .containsExactly("#/reason");
        }
        var id = server.create("a", 20);
        var response = server.send(
                server.request("/circle/" + id + "?version=1&reason=").DELETE());
        assertThat(pointers(problem(response, 400, "invalid-request"))).containsExactly("?reason");
    }
}
