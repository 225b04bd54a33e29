package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.json;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A circle at version 2. */
    private String circle() {
        var id = server.create("Tennis", 20);
        assertThat(server.put(id, "{\"capacity\":25,\"version\":1}").statusCode())
                .isEqualTo(200);
        return id;
    }

    private HttpResponse<String> delete(String id, String... headers) {
        return server.send(
                TestServer.with(server.request("/circle/" + id), headers).DELETE());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                " * ",
                "\"2\"",
                "\"1\", \"2\"",
                "\"2\",\"1\"",
                "\"9\" ,, \"2\",",
                "\"abc\", \"2\"",
                "W/\"2\", \"2\"",
                "\"a,b\", \"2\""
            })
    void any_tag_of_the_list_may_match(String ifMatch) {
        var id = circle();
        var changed = server.put(id, "{\"capacity\":30}", "If-Match", ifMatch);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isEqualTo("\"3\"");

        assertThat(delete(circle(), "If-Match", ifMatch).statusCode()).isEqualTo(204);
    }

    @Test
    void several_lines_are_one_list() {
        assertThat(server.put(circle(), "{\"capacity\":30}", "If-Match", "\"1\"", "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(200);
        problem(
                server.put(circle(), "{\"capacity\":30}", "If-Match", "\"1\"", "If-Match", "\"3\""),
                412,
                "version-conflict");
    }

    @Test
    void a_version_beside_a_list_is_one_of_it() {
        assertThat(server.put(circle(), "{\"capacity\":30,\"version\":2}", "If-Match", "\"1\", \"2\"")
                        .statusCode())
                .isEqualTo(200);
        problem(
                server.put(circle(), "{\"capacity\":30,\"version\":1}", "If-Match", "\"1\", \"2\""),
                412,
                "version-conflict");
        assertThat(server.put(circle(), "{\"capacity\":30,\"version\":2}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(200);
        problem(server.put(circle(), "{\"capacity\":30,\"version\":1}", "If-Match", "*"), 409, "version-conflict");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'W/\"2\"',         'The tag W/\"2\" is weak'",
                "'\"2-gzip\"',      'The tag \"2-gzip\" is none of this server'",
                "'\"2;br\"',        'The tag \"2;br\" is none of this server'",
                "'\"50%s\"',        'The tag \"50%s\" is none of this server'",
                "'\"1\", W/\"2\"',  'The tag W/\"2\" is weak'",
            })
    void a_weak_or_altered_tag_is_named_with_what_helps(String ifMatch, String detail) {
        var id = circle();
        for (var response : java.util.List.of(
                server.put(id, "{\"capacity\":30}", "If-Match", ifMatch), delete(id, "If-Match", ifMatch))) {
            var problem = problem(response, 412, "version-conflict");
            assertThat(problem.get("detail").asString())
                    .startsWith(detail)
                    .contains("send the version itself")
                    .endsWith("The circle is at version 2 now.");
            assertThat(problem.get("current_version").asInt()).isEqualTo(2);
        }
        assertThat(node(server.get("/circle/" + id)).get("capacity").asInt()).isEqualTo(25);
    }

    @Test
    void a_long_tag_is_not_repeated_in_full() {
        var problem = problem(
                server.put(circle(), "{\"capacity\":30}", "If-Match", "\"" + "x".repeat(4_000) + "\""),
                412,
                "version-conflict");
        assertThat(problem.get("detail").asString().length()).isLessThan(400);
    }

    @Test
    void any_version_is_one_of_a_circle_that_exists() {
        problem(server.put(NOWHERE, "{\"capacity\":30}", "If-Match", "*"), 404, "circle-not-found");
        problem(delete(NOWHERE, "If-Match", "*"), 404, "circle-not-found");
        var id = circle();
        assertThat(delete(id, "If-Match", "*").statusCode()).isEqualTo(204);
        problem(server.put(id, "{\"capacity\":30}", "If-Match", "*"), 409, "circle-dissolved");
        problem(delete(id, "If-Match", "*"), 409, "circle-dissolved");
    }

    @Test
    void who_takes_any_version_is_decided_anew_when_another_one_was_faster() throws Exception {
        var id = circle();
        var answers = new ArrayList<Future<HttpResponse<String>>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 10)
                    .forEach(i -> answers.add(
                            callers.submit(() -> server.put(id, json("capacity", 100 + i), "If-Match", "*"))));
        }
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        }
        assertThat(node(server.get("/circle/" + id)).get("version").asInt()).isEqualTo(12);
    }

    @Test
    void the_same_key_is_carried_out_once_whatever_version_there_is() {
        var id = circle();
        String[] headers = {"If-Match", "*", "Idempotency-Key", "key-1"};
        var first = server.put(id, "{\"capacity\":30}", headers);
        server.put(id, "{\"capacity\":31,\"version\":3}");
        var again = server.put(id, "{\"capacity\":30}", headers);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        problem(
                server.put(id, "{\"capacity\":30}", "If-Match", "\"3\"", "Idempotency-Key", "key-1"),
                422,
                "idempotency-key-reused");
    }
}
