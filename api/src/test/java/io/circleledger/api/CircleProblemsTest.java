package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.ledger.http.HttpLimits;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircleProblemsTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                        "",
                        " ",
                        "null",
                        "[]",
                        "\"text\"",
                        "5",
                        "{",
                        "{\"circle_name\":\"A\",\"capacity\":20",
                        "{\"circle_name\":\"A\",\"capacity\":20} {}",
                        "{\"circle_name\":\"A\",\"capacity\":20}]",
                        "{\"circle_name\":\"A\",\"capacity\":20,}",
                        "{\"circle_name\":\"A\",\"capacity\":20,\"capacity\":20}",
                        "{\"circle_name\":\"A\",\"capacity\":20,\"c\\u0061pacity\":20}",
                        "{\"circle_name\":\"A\",\"capacity\":20,\"x\":{\"a\":1,\"a\":1}}",
                        "{\"\\ud800\":1}",
                        "{'circle_name':'A','capacity':20}",
                        "{circle_name:\"A\",\"capacity\":20}",
                        "{\"circle_name\":\"A\",\"capacity\":020}",
                        "{\"circle_name\":\"A\",\"capacity\":+20}",
                        "{\"circle_name\":\"A\",\"capacity\":NaN}",
                        "{\"circle_name\":\"A\nB\",\"capacity\":20}",
                        "{\"circle_name\":\"\\x\",\"capacity\":20}",
                        "// comment\n{}",
                        "\ufeff{\"circle_name\":\"A\",\"capacity\":20}",
                        "[".repeat(30_000),
                        "{\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                        "{\"a\":".repeat(10_000),
                        "{\"" + "n".repeat(60_000) + "\":1}")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void a_body_that_is_not_one_json_object_is_malformed(String body) {
        problem(server.post(body), 400, "malformed-json");
        problem(server.put(NOWHERE, body, "If-Match", "\"1\""), 400, "malformed-json");
        assertThat(server.ledger.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "eda080", "e382", "f8888080"})
    void a_body_that_is_not_utf_8_is_malformed(String hex) {
        var name = HexFormat.of().parseHex(hex);
        var head = "{\"capacity\":20,\"circle_name\":\"A".getBytes(StandardCharsets.UTF_8);
        var body = Arrays.copyOf(head, head.length + name.length + 2);
        System.arraycopy(name, 0, body, head.length, name.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';
        var response = server.send(server.request("/circle")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(problem(response, 400, "malformed-json").get("detail").asString())
                .contains("UTF-8");
        assertThat(server.ledger.size()).isZero();
    }

    static Stream<Arguments> faultyCreations() {
        return Stream.of(
                arguments("{}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":\"A\"}", List.of("#/capacity")),
                arguments("{\"capacity\":20}", List.of("#/circle_name")),
                arguments("{\"circle_name\":null,\"capacity\":null}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":\"\",\"capacity\":2}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":5,\"capacity\":\"5\"}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":[],\"capacity\":{}}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":true,\"capacity\":false}", List.of("#/circle_name", "#/capacity")),
                arguments("{\"circle_name\":\"\\ud800\",\"capacity\":20}", List.of("#/circle_name")),
                arguments("{\"circle_name\":\"a\\u0000b\",\"capacity\":20}", List.of("#/circle_name")),
                arguments(
                        "{\"circle_name\":\"%s\",\"capacity\":20}".formatted("n".repeat(101)),
                        List.of("#/circle_name")),
                arguments("{\"circle_name\":\"A\",\"capacity\":32768}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":-20}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":4294967316}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":18446744073709551636}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":1e400}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":2e-1}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20e999999999999}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20e-999999999999}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":5.5}", List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20.0000001}", List.of("#/capacity")),
                arguments(
                        "{\"circle_name\":\"A\",\"capacity\":%s}".formatted("9".repeat(60_000)), List.of("#/capacity")),
                arguments(
                        "{\"circle_name\":\"A\",\"capacity\":1.%s}".formatted("9".repeat(60_000)),
                        List.of("#/capacity")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20,\"name\":1}", List.of("#/name")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20,\"version\":1}", List.of("#/version")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20,\"a/b~c d\":1}", List.of("#/a~1b~0c%20d")),
                arguments("{\"circle_name\":\"A\",\"capacity\":20,\"円\":1}", List.of("#/%E5%86%86")),
                arguments("{\"x\":1,\"capacity\":1}", List.of("#/circle_name", "#/x", "#/capacity")));
    }

    /** As JSON Schema has it, and so the description of the API. */
    @ParameterizedTest
    @ValueSource(strings = {"20", "20.0", "20.000", "2e1", "2E+1", "0.2e2", "200e-1", "2000.00E-2", "20e0", "20e-0"})
    void a_whole_number_may_be_written_in_several_ways(String capacity) {
        var created = server.post("{\"circle_name\":\"A\",\"capacity\":%s}".formatted(capacity));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var id = node(created).get("circle_id").asString();
        assertThat(node(server.get("/circle/" + id)).get("capacity").toString()).isEqualTo("20");
        assertThat(server.put(id, "{\"capacity\":30.0,\"version\":1.0}").statusCode())
                .isEqualTo(200);
        problem(server.put(id, "{\"capacity\":31,\"version\":10e-1}"), 409, "version-conflict");
    }

    @Test
    void so_many_zeros_change_nothing() {
        var zeros = "0".repeat(60_000);
        assertThat(server.post("{\"circle_name\":\"A\",\"capacity\":20.%s}".formatted(zeros))
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("faultyCreations")
    void every_faulty_field_of_a_creation_is_pointed_at(String body, List<String> pointers) {
        var problem = problem(server.post(body), 400, "invalid-request");
        assertThat(pointers(problem)).containsExactlyInAnyOrderElementsOf(pointers);
        assertThat(server.ledger.size()).isZero();
    }

    @Test
    void no_more_faults_are_reported_than_anybody_reads() {
        var body = new StringBuilder("{");
        for (var i = 0; i < 1_000; i++) {
            body.append("\"f").append(i).append("\":1,");
        }
        var problem = problem(server.post(body + "\"capacity\":20}"), 400, "invalid-request");
        assertThat(pointers(problem)).hasSize(HttpLimits.REPORTED_FAULTS);
    }

    static Stream<Arguments> faultyChanges() {
        return Stream.of(
                arguments("{}", "\"1\"", List.of("#")),
                arguments("{\"version\":1}", "", List.of("#")),
                arguments("{}", "", List.of("#")),
                arguments("{\"capacity\":2}", "", List.of("#/capacity")),
                arguments("{\"capacity\":null}", "\"1\"", List.of("#/capacity")),
                arguments("{\"circle_name\":null,\"capacity\":30}", "\"1\"", List.of("#/circle_name")),
                arguments("{\"capacity\":30,\"version\":0}", "", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":-1}", "", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":2147483648}", "", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":1.5}", "", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":\"1\"}", "", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":null}", "\"1\"", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":2}", "\"1\"", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":1}", "W/\"1\"", List.of("#/version")),
                arguments("{\"capacity\":30,\"version\":1}", "\"abc\"", List.of("#/version")),
                arguments("{\"capacity\":30}", "1", List.of("If-Match")),
                arguments("{\"capacity\":30}", "\"1", List.of("If-Match")),
                arguments("{\"capacity\":30}", "'1'", List.of("If-Match")),
                arguments("{\"capacity\":30}", "w/\"1\"", List.of("If-Match")),
                arguments("{\"capacity\":30}", "\"1\" \"2\"", List.of("If-Match")),
                arguments("{\"capacity\":30}", ",", List.of("If-Match")),
                arguments("{\"capacity\":30,\"version\":3}", "\"1\", \"2\"", List.of("#/version")),
                arguments("{\"capacity\":30}", "\"1\",*", List.of("If-Match")),
                arguments(
                        "{\"capacity\":1,\"version\":0,\"x\":1}",
                        "1",
                        List.of("#/capacity", "#/version", "#/x", "If-Match")));
    }

    @ParameterizedTest
    @MethodSource("faultyChanges")
    void every_fault_of_a_change_is_pointed_at(String body, String ifMatch, List<String> pointers) {
        var id = server.create("Tennis", 20);
        var response = ifMatch.isEmpty() ? server.put(id, body) : server.put(id, body, "If-Match", ifMatch);
        var problem = problem(response, 400, "invalid-request");
        assertThat(pointers(problem)).containsExactlyInAnyOrderElementsOf(pointers);
        assertThat(server.ledger.size()).isEqualTo(1);
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
    @ValueSource(
            strings = {
                "text/plain",
                "application/json;charset=iso-8859-1",
                "application/json; version=1",
                "application/json; charset=utf-8; x=1",
                "application/jsonp",
                "application/problem+json",
                "application/x-www-form-urlencoded",
                "*/*",
                "json"
            })
    void a_body_of_another_media_type_is_not_read(String contentType) {
        for (var method : List.of("POST /circle", "PUT /circle/" + NOWHERE)) {
            var response = server.send(server.request(method.split(" ", 2)[1])
                    .header("Content-Type", contentType)
                    .method(method.split(" ", 2)[0], BodyPublishers.ofString("{}")));
            problem(response, 415, "unsupported-media-type");
        }
    }

    @Test
    void a_body_without_a_media_type_is_not_read() {
        problem(
                server.send(server.request("/circle").POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json ;  charset=\"Utf-8\"",
                "application/json; charset=utf8",
                "application/json;charset=\"UTF8\"",
                "application/json;"
            })
    void json_in_utf_8_may_be_said_in_several_ways(String contentType) {
        var response = server.send(server.request("/circle")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity", "deflate, gzip", "x"})
    void an_encoded_body_is_not_read(String encoding) {
        var response = server.send(server.request("/circle")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
        problem(response, 415, "unsupported-media-type");
        assertThat(server.ledger.size()).isZero();
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
