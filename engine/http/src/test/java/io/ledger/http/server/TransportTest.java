package io.ledger.http.server;

import static io.ledger.http.server.NoteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ledger.http.HttpLimits;
import io.ledger.http.server.RawConnection.Response;
import io.ledger.http.transport.Linger;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

/** What is below the routes: bytes, framing, sizes, time and connections. */
class TransportTest {

    private static final String HOST = "Host: x\r\n";
    private static final String CLOSE = "Connection: close\r\n";
    private static final String POST = "POST /note HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String BODY = "{\"text\":\"Tennis\",\"size\":20}";

    private static NoteServer server;

    @BeforeAll
    static void start() {
        server = new NoteServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("garbage\r\n\r\n", 400, "invalid-request"),
                arguments("\0\1\2\3\r\n\r\n", 400, "invalid-request"),
                arguments("GET\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version\r\n\r\n", 400, "invalid-request"),
                arguments("G\u001b[31mT /version HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note/%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note/% HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note/\0 HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note/{id} HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note?limit=%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /note?limit=\"1\" HTTP/1.1\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\nHost: x\n\n", 400, "invalid-request"),
                arguments("GET /version HTTP/2.0\r\n" + HOST + "\r\n", 505, "http-version-not-supported"),
                arguments("GET /version HTTP/1.x\r\n" + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\nHost: x\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + "a: b\rc\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + "a: b\r\n c\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + "a b: c\r\n\r\n", 400, "invalid-request"),
                arguments("GET /version HTTP/1.1\r\n" + HOST + "a: \0\r\n\r\n", 400, "invalid-request"),
                arguments(POST + "Content-Length: -1\r\n\r\n", 400, "invalid-request"),
                arguments(POST + "Content-Length: x\r\n\r\n", 400, "invalid-request"),
                arguments(POST + "Content-Length: 99999999999999999999\r\n\r\n", 400, "invalid-request"),
                arguments(POST + "Content-Length: +2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length: 2, 2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length: \r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length: \u000b2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length : 2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + " Content-Length: 2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400, "invalid-request"),
                arguments(POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, "invalid-request"),
                arguments(
                        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400,
                        "invalid-request"),
                arguments(POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n", 400, "invalid-request"),
                arguments(POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400, "invalid-request"),
                arguments("POST /note HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "invalid-request"),
                arguments(
                        POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400,
                        "invalid-request"),
                arguments(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "invalid-request"),
                arguments(POST + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400, "invalid-request"),
                arguments(POST + "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n", 400, "invalid-request"),
                arguments(POST + "Transfer-Encoding: chunked\r\n\r\n80000000\r\n", 413, "body-too-large"),
                arguments(POST + "Transfer-Encoding: identity\r\n\r\n", 400, "invalid-request"),
                arguments(
                        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "unsupported-transfer-coding"),
                arguments("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "uri-too-long"),
                arguments(
                        "GET /version HTTP/1.1\r\n" + HOST + "a: " + "b".repeat(20_000) + "\r\n\r\n",
                        431,
                        "headers-too-large"),
                arguments(
                        "GET /version HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(5_000) + "\r\n",
                        431,
                        "headers-too-large"));
    }

    /** All at once, since the server waits a moment for what else a client sends before it closes. */
    @Test
    void what_cannot_be_read_is_a_problem_too() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = unreadable()
                    .map(Arguments::get)
                    .map(row -> executor.submit(() -> {
                        checkRefused((String) row[0], (int) row[1], (String) row[2]);
                        return row;
                    }))
                    .toList();
            for (var answer : answers) {
                answer.get();
            }
        }
    }

    private static void checkRefused(String bytes, int status, String name) throws Exception {
        try (var connection = new RawConnection(server.port())) {
            var response = connection.send(bytes).receive().orElseThrow();
            assertThat(response.status()).as(bytes).isEqualTo(status);
            checkProblem(response, status, name);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    private static void checkProblem(Response response, int status, String name) {
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.header("X-Request-Id")).isNotEmpty();
        assertThat(response.json().get("type").asString()).isEqualTo("/problems/" + name);
        assertThat(response.json().get("detail").asString()).endsWith(".").doesNotContain("..");
        if (name.equals("invalid-request")) {
            assertThat(response.json().at("/errors/0/detail").asString()).isNotBlank();
            assertThat(response.json().at("/errors/0/pointer").asString()).isIn("", "?");
        }
    }

    @Test
    void an_unreadable_query_is_pointed_at() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /note?limit=%zz HTTP/1.1\r\n" + HOST + "\r\n");
            var response = connection.receive().orElseThrow();
            assertThat(response.json().at("/errors/0/pointer").asString()).isEqualTo("?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:x", "*", "http://x", "x", "http://x/note/"})
    void a_target_of_another_form_leads_nowhere(String target) throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
            checkProblem(connection.receive().orElseThrow(), 404, "not-found");
        }
    }

    @Test
    void a_target_in_absolute_form_is_understood() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET http://ledger.example/version HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(connection.receive().orElseThrow().body()).isEqualTo("1.2.3");
        }
    }

    @Test
    void a_connection_goes_on_after_errors() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            for (var i = 0; i < 3; i++) {
                connection.send("POST /nowhere HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nGET /");
                checkProblem(connection.receive().orElseThrow(), 404, "not-found");
                connection.send(POST + "Content-Length: 3\r\n\r\n{,}");
                checkProblem(connection.receive().orElseThrow(), 400, "malformed-json");
                connection.send(
                        "PATCH /note HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                checkProblem(connection.receive().orElseThrow(), 405, "method-not-allowed");
                connection.send("GET /version HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(connection.receive().orElseThrow().body()).isEqualTo("1.2.3");
            }
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /nowhere HTTP/1.1\r\n" + HOST + "\r\n"
                    + "POST /version HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc"
                    + "GET /version HTTP/1.1\r\n" + HOST + CLOSE + "\r\n"
                    + "GET /version HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(404);
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(405);
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).as("closed as asked").isTrue();
        }
    }

    @Test
    void a_client_may_ask_before_it_sends_its_body() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(POST + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(100);
            connection.send(BODY);
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);

            connection.send("POST /note HTTP/1.1\r\n" + HOST
                    + "Content-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
            checkProblem(connection.receive().orElseThrow(), 415, "unsupported-media-type");
            connection.send("GET /version HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(200);
        }
    }

    @Test
    void a_body_may_have_as_many_bytes_as_are_allowed() {
        var body = BODY + " ".repeat(HttpLimits.BODY_BYTES - BODY.length());
        assertThat(server.post(body).statusCode()).isEqualTo(201);
        var chunked =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(server.send(server.request("/note")
                                .header("Content-Type", "application/json")
                                .POST(chunked))
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {HttpLimits.BODY_BYTES + 1, 70_000, 1_000_000, 5_000_000})
    void a_client_that_sends_too_much_gets_to_read_that_it_does(int length) {
        // It may pause for longer than a server waits otherwise.
        var minute = Duration.ofMinutes(1);
        try (var lingering = NoteServer.thatLingers(new Linger(minute, minute))) {
            var body = new byte[length];
            problem(
                    lingering.send(lingering
                            .request("/note")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(body))),
                    413,
                    "body-too-large");
            problem(
                    lingering.send(lingering
                            .request("/note")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))),
                    413,
                    "body-too-large");
            assertThat(lingering.notes.changes()).isZero();
        }
    }

    @Test
    void a_body_said_to_be_too_large_is_refused_before_it_is_sent() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(POST + "Content-Length: 65537\r\n\r\n");
            checkProblem(connection.receive().orElseThrow(), 413, "body-too-large");
        }
    }

    @Test
    void one_chunk_too_large_is_refused_before_it_is_sent() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(POST + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n");
            checkProblem(connection.receive().orElseThrow(), 413, "body-too-large");
        }
    }

    @Test
    void an_answer_without_a_body_tells_no_length_of_it() throws Exception {
        var note = server.post(BODY).headers().firstValue("Location").orElseThrow();
        try (var connection = new RawConnection(server.port())) {
            for (var request : List.of(
                    "GET " + note + " HTTP/1.1\r\nIf-None-Match: \"1\"\r\n",
                    "DELETE " + note + "?version=1 HTTP/1.1\r\n",
                    "GET /version HTTP/1.1\r\n")) {
                connection.send(request + HOST + "\r\n");
                var response = connection.receive().orElseThrow();
                var hasBody = response.status() == 200;
                assertThat(response.status()).isIn(304, 204, 200);
                assertThat(response.headers().containsKey("content-length")).isEqualTo(hasBody);
                assertThat(response.body().isEmpty()).isEqualTo(!hasBody);
            }
        }
    }

    @Test
    void a_client_that_stops_in_the_middle_is_left_in_bounded_time() throws Exception {
        var events = server.notes.changes();
        var halves = Stream.of(
                "GET /version HTTP/1.1\r\n" + HOST + "X-Slow: ",
                POST + "Content-Length: 100\r\n\r\n{\"text\":",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a",
                "GET /vers",
                "POST /nowhere HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\nabc");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var closings = halves.map(half -> executor.submit(() -> {
                        try (var connection = new RawConnection(server.port())) {
                            connection.send(half);
                            if (half.contains("nowhere")) {
                                assertThat(connection.receive()).isPresent();
                            }
                            assertThat(connection.isClosedByServer()).isTrue();
                        }
                        return half;
                    }))
                    .toList();
            for (var closing : closings) {
                closing.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(server.notes.changes()).isEqualTo(events);
        assertThat(server.get("/version").statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_that_leaves_in_the_middle_changes_nothing() throws Exception {
        var events = server.notes.changes();
        for (var i = 0; i < 20; i++) {
            try (var connection = new RawConnection(server.port())) {
                connection.send(POST + "Content-Length: 100\r\n\r\n" + BODY);
            }
        }
        assertThat(server.get("/version").statusCode()).isEqualTo(200);
        assertThat(server.notes.changes()).isEqualTo(events);
    }
}
