package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not read, or have faults. */
class FaultyBodiesTest {

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
}
