package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircleProblemsTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_change_names_a_version() {
        var id = server.create("Tennis", 20);
        problem(server.put(id, "{\"capacity\":30}"), 428, "precondition-required");
        assertThat(server.ledger.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'{\"capacity\":30,\"version\":1}', '',      409",
                "'{\"capacity\":30,\"version\":7}', '',      409",
                "'{\"capacity\":30,\"version\":1}', '*',     409",
                "'{\"capacity\":30}',               '\"1\"', 412",
                "'{\"capacity\":30}',               '\"7\"', 412",
                "'{\"capacity\":30}',             'W/\"2\"', 412",
                "'{\"capacity\":30}',           '\"abc\"',   412",
                "'{\"capacity\":30}',           '\"02\"',    412",
                "'{\"capacity\":30}',           '\"\"',      412",
                "'{\"capacity\":30}', '\"4294967298\"',      412",
                "'{\"capacity\":30,\"version\":1}', '\"1\"', 412",
                "'{\"capacity\":25,\"version\":1}', '',      409"
            })
    void a_stale_change_is_told_the_current_version(String body, String ifMatch, int status) {
        var id = server.create("Tennis", 20);
        server.put(id, "{\"capacity\":25,\"version\":1}");
        var response = ifMatch.isEmpty() ? server.put(id, body) : server.put(id, body, "If-Match", ifMatch);
        var problem = problem(response, status, "version-conflict");
        assertThat(problem.get("current_version").asInt()).isEqualTo(2);
        assertThat(header(response, "ETag")).isEqualTo("\"2\"");
        assertThat(server.ledger.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NOWHERE,
                "1",
                "abc;x=1",
                "%00",
                "%E3%83%86",
                "..%2f",
                "%2e%2e",
                "00000000-0000-7000-8000-00000000000A",
                "{id}"
            })
    void an_id_that_no_circle_has_is_not_found(String id) {
        var path = "/circle/" + id.replace("{", "%7B").replace("}", "%7D");
        problem(server.get(path), 404, "circle-not-found");
        problem(
                server.send(server.request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "\"1\"")
                        .PUT(BodyPublishers.ofString("{\"capacity\":30}"))),
                404,
                "circle-not-found");
    }

    @Test
    void what_is_said_of_an_unknown_circle_has_a_position() {
        server.create("Tennis", 20);
        assertThat(header(server.get("/circle/" + NOWHERE), "Ledger-Position")).isEqualTo("1");
    }

    @Test
    void a_dissolved_circle_is_gone_for_readers_and_closed_to_changes() {
        var id = server.create("Tennis", 20);
        server.ledger.force(Circles.stream(id), new CircleDissolved());
        var read = server.get("/circle/" + id);
        problem(read, 410, "circle-dissolved");
        assertThat(header(read, "Ledger-Position")).isEqualTo("2");
        problem(server.put(id, "{\"capacity\":30,\"version\":2}"), 409, "circle-dissolved");
        assertThat(server.ledger.size()).isEqualTo(2);
    }

    @Test
    void a_name_that_is_taken_is_told_with_the_circle_that_has_it() {
        try (var strict = TestServer.thatRefuses(CircleRejection.NAME_IS_TAKEN, Circles.stream(NOWHERE))) {
            var taken = problem(strict.post("{\"circle_name\":\"Tennis\",\"capacity\":20}"), 409, "name-taken");
            assertThat(taken.get("circle_id").asString()).isEqualTo(NOWHERE);
            assertThat(strict.ledger.size()).isZero();
        }
    }

    @Test
    void every_rejection_has_an_answer() {
        // A new rejection has to be given a place in these tests or in RosterRoutesTest too.
        assertThat(CircleRejection.values()).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource({
        "/circle?limit=0, ?limit",
        "/circle?limit=1001, ?limit",
        "/circle?limit=-1, ?limit",
        "/circle?limit=+1, ?limit",
        "/circle?limit=01, ?limit",
        "/circle?limit=1.0, ?limit",
        "/circle?limit=, ?limit",
        "/circle?limit, ?limit",
        "/circle?limit=99999999999999999999, ?limit",
        "/circle?limit=%D9%A1, ?limit",
        "/circle?limit=1&limit=1, ?limit",
        "/circle?cursor=, ?cursor",
        "/circle?cursor=abc, ?cursor",
        "/circle?cursor=YzE6MQ==, ?cursor",
        "/circle?cursor=YzE6LTE, ?cursor",
        "/circle?cursor=YzE6MDE, ?cursor",
        "/circle?cursor=YzI6MQ, ?cursor",
        "/circle?cursor=YzE6OTIyMzM3MjAzNjg1NDc3NTgwOA, ?cursor",
        "/circle?name=x, ?name",
        "/circle?Limit=1, ?Limit",
        "/circle?a%20b=1, ?a%20b",
        "/circle?=1, ?",
        "/circle/00000000-0000-7000-8000-000000000000?as_of=x, ?as_of"
    })
    void a_query_is_taken_at_its_word(String path, String pointer) {
        assertThat(pointers(problem(server.get(path), 400, "invalid-request"))).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=", "limit", "limit=1&limit=1"})
    void a_parameter_has_one_value(String query) {
        var problem = problem(server.get("/circle?" + query), 400, "invalid-request");
        assertThat(problem.get("detail").asString())
                .isEqualTo(
                        switch (query) {
                            case "limit" -> "The parameter has no value; give it one, or leave it out.";
                            case "limit=" -> "The limit must be a whole number from 1 to 1000.";
                            default -> "The parameter is given several times; give it once.";
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "?&", "?limit=1&", "?&limit=1", "?limit=1&&order=asc"})
    void ampersands_with_nothing_between_them_say_nothing(String query) {
        server.create("Tennis", 20);
        var response = server.get("/circle" + query, "Ledger-Position", "1");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(node(response)).hasSize(1);
    }

    @Test
    void a_command_takes_no_parameters() {
        var response = server.send(server.request("/circle?dry_run=true")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
        assertThat(pointers(problem(response, 400, "invalid-request"))).containsExactly("?dry_run");
        assertThat(server.ledger.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1.0", "9223372036854775808", "1, 2", "0x1"})
    void a_position_that_is_none_is_refused(String position) {
        for (var path : List.of("/circle", "/circle/" + NOWHERE)) {
            var problem = problem(server.get(path, "Ledger-Position", position), 400, "invalid-request");
            assertThat(pointers(problem)).containsExactly("Ledger-Position");
        }
    }

    @Test
    void a_position_that_the_log_does_not_have_is_refused_at_once() {
        server.create("Tennis", 20);
        for (var path : List.of("/circle", "/circle/" + NOWHERE)) {
            var response = server.get(path, "Ledger-Position", "9223372036854775807");
            assertThat(problem(response, 409, "position-unknown").get("head").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void all_faults_of_a_read_are_told_at_once() {
        var problem =
                problem(server.get("/circle?limit=0&cursor=x&y=1", "Ledger-Position", "z"), 400, "invalid-request");
        assertThat(pointers(problem)).containsExactlyInAnyOrder("?limit", "?cursor", "?y", "Ledger-Position");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,   /circle/00000000-0000-7000-8000-000000000000, 'DELETE, GET, HEAD, PUT'",
        "POST,    /circle/00000000-0000-7000-8000-000000000000, 'DELETE, GET, HEAD, PUT'",
        "DELETE,  /circle,       'GET, HEAD, POST'",
        "OPTIONS, /circle,       'GET, HEAD, POST'",
        "TRACE,   /circle,       'GET, HEAD, POST'",
        "POST,    /version,      'GET, HEAD'",
        "PUT,     /health/live,  'GET, HEAD'",
        "BREW,    /health/ready, 'GET, HEAD'"
    })
    void another_method_is_told_which_ones_there_are(String method, String path, String allow) {
        var response = server.send(server.request(path).method(method, BodyPublishers.ofString("{}")));
        problem(response, 405, "method-not-allowed");
        assertThat(header(response, "Allow")).isEqualTo(allow);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/circles",
                "/Circle",
                "/circle/",
                "//circle",
                "/circle//",
                "/circle/../version",
                "/./version",
                "/circle%2F" + NOWHERE,
                "/version;v=1",
                "/vers%69on",
                "/circle/" + NOWHERE + "/",
                "/health",
                "/health/live/x",
                "/favicon.ico"
            })
    void an_unknown_path_is_not_found(String path) {
        problem(server.get(path), 404, "not-found");
        problem(server.send(server.request(path).POST(BodyPublishers.ofString("{}"))), 404, "not-found");
    }

    @Test
    void a_store_that_is_down_is_worth_another_try() {
        var id = server.create("Tennis", 20);
        server.ledger.trouble(InMemoryCircles.Trouble.STORE_DOWN);
        for (var response : List.of(
                server.post("{\"circle_name\":\"Chess\",\"capacity\":20}"),
                server.put(id, "{\"capacity\":30,\"version\":1}"),
                server.get("/circle/" + id),
                server.get("/circle"))) {
            problem(response, 503, "store-unavailable");
            assertThat(header(response, "Retry-After")).isEqualTo("1");
            assertThat(response.body()).doesNotContain("hunter2", "Exception");
        }
        assertThat(server.ledger.size()).isEqualTo(1);
    }

    @Test
    void one_circle_is_read_from_the_log_while_the_views_are_down() {
        var id = server.create("Tennis", 20);
        server.ledger.trouble(InMemoryCircles.Trouble.VIEWS_DOWN);
        assertThat(server.get("/circle/" + id).statusCode()).isEqualTo(200);
        problem(server.get("/circle"), 503, "store-unavailable");
    }

    @Test
    void a_change_that_was_not_confirmed_is_not_to_be_sent_again_blindly() {
        server.ledger.trouble(InMemoryCircles.Trouble.APPEND_UNCONFIRMED);
        var response = server.post("{\"circle_name\":\"Chess\",\"capacity\":20}");
        problem(response, 503, "outcome-unknown");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void a_corrupt_history_is_named_by_circle_and_version() {
        var id = server.create("Tennis", 20);
        server.ledger.viewsReach(0);
        server.ledger.force(Circles.stream(id), new CircleDissolved());
        server.ledger.force(Circles.stream(id), new CircleDissolved());
        for (var response : List.of(server.get("/circle/" + id), server.put(id, "{\"capacity\":30,\"version\":3}"))) {
            var problem = problem(response, 500, "corrupt-stream");
            assertThat(problem.get("circle_id").asString()).isEqualTo(id);
            assertThat(problem.get("version").asInt()).isEqualTo(3);
        }
        assertThat(server.ledger.size()).isEqualTo(3);
    }

    @Test
    void a_bug_reveals_nothing() {
        server.ledger.trouble(InMemoryCircles.Trouble.BUG);
        for (var response : List.of(server.get("/circle"), server.get("/circle/" + NOWHERE))) {
            problem(response, 500, "internal-error");
            assertThat(response.body()).doesNotContain("secret", "Exception");
        }
    }
}
