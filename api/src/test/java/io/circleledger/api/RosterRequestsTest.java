package io.circleledger.api;

import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.server.TestClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests about people whose bodies may be left out, or whose parts contradict each other. */
class RosterRequestsTest {

    private final TestServer server = new TestServer();
    private String circle = "";
    private String person = "";
    private String member = "";

    @AfterEach
    void stop() {
        server.close();
    }

    @BeforeEach
    void aCircleAndAPerson() {
        circle = node(json("POST", "/circle", "{\"circle_name\":\"Chess\",\"capacity\":9}"))
                .get("circle_id")
                .asString();
        person = node(json("POST", "/person", "{\"name\":\"山田\",\"grade\":1}"))
                .get("person_id")
                .asString();
        member = "/circle/%s/members/%s".formatted(circle, person);
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        return server.send(TestClient.with(server.request(path), headers).method(method, body));
    }

    private HttpResponse<String> json(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    private HttpResponse<String> bodiless(String method, String path, String... headers) {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    private int version() {
        return node(server.get("/circle/" + circle)).get("version").asInt();
    }

    @Test
    void joining_takes_a_reason_and_a_version_in_its_body() {
        problem(json("PUT", member, "{\"version\":7}"), 409, "version-conflict");
        assertThat(version()).isEqualTo(1);

        assertThat(json("PUT", member, "{\"version\":1,\"reason\":\"late, but welcome\"}")
                        .statusCode())
                .isEqualTo(200);

        var events = node(server.get("/circle/%s/events".formatted(circle)));
        assertThat(events.get(1).get("reason").asString()).isEqualTo("late, but welcome");
    }

    @Test
    void what_is_wrong_with_the_body_of_joining_is_told() {
        assertThat(pointers(problem(json("PUT", member, "{\"office\":\"vice\"}"), 400, "invalid-request")))
                .containsExactly("#/office");
        problem(json("PUT", member, "{"), 400, "malformed-json");
        problem(send("PUT", member, BodyPublishers.ofString("{}")), 415, "unsupported-media-type");
        assertThat(pointers(problem(json("PUT", member + "?reason=a", "{\"reason\":\"b\"}"), 400, "invalid-request")))
                .containsExactly("?reason");
        assertThat(pointers(problem(json("PUT", member + "?version=1", "{\"version\":1}"), 400, "invalid-request")))
                .containsExactly("?version");
        assertThat(version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspension", "reinstatement"})
    void a_body_that_may_be_empty_may_be_missing(String change) {
        if (change.equals("reinstatement")) {
            json("POST", "/circle/%s/suspension".formatted(circle), "{}");
        }
        var path = "/circle/%s/%s".formatted(circle, change);
        problem(bodiless("POST", path, "If-Match", "\"9\""), 412, "version-conflict");
        var answer = bodiless("POST", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        problem(send("POST", path, BodyPublishers.ofString("reason=x")), 415, "unsupported-media-type");
        problem(json("POST", path, "{"), 400, "malformed-json");
        problem(bodiless("POST", "/circle/%s/renewal".formatted(circle)), 415, "unsupported-media-type");
    }

    @Test
    void what_is_no_utf_8_in_a_query_is_refused() {
        assertThat(pointers(problem(bodiless("PUT", member + "?reason=a%ff"), 400, "invalid-request")))
                .containsExactly("?reason");
        assertThat(pointers(problem(server.get("/person?q=%ff&major=%C3%28"), 400, "invalid-request")))
                .containsExactlyInAnyOrder("?q", "?major");
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void a_weak_or_altered_tag_of_a_person_is_told_for_what_it_is() {
        var path = "/person/" + person;
        var weak = send(
                "PUT",
                path,
                BodyPublishers.ofString("{\"grade\":2}"),
                "Content-Type",
                "application/json",
                "If-Match",
                "W/\"1\"");
        assertThat(problem(weak, 412, "person-conflict").get("detail").asString())
                .contains("weak")
                .contains("The person is at version 1 now");
        var altered = bodiless("DELETE", path, "If-Match", "\"1-gzip\"");
        assertThat(problem(altered, 412, "person-conflict").get("detail").asString())
                .contains("\"1-gzip\"");
        assertThat(server.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void a_student_number_is_the_same_in_full_width() {
        var wide = json("POST", "/person", "{\"name\":\"花子\",\"student_number\":\"Ｂ２６－１\",\"email\":\"ｈ@x.jp\"}");
        assertThat(wide.statusCode()).as(wide.body()).isEqualTo(201);
        var hanako = node(server.get("/person/" + node(wide).get("person_id").asString()));
        assertThat(hanako.get("student_number").asString()).isEqualTo("B26-1");
        assertThat(hanako.get("email").asString()).isEqualTo("h@x.jp");
        problem(json("POST", "/person", "{\"name\":\"太郎\",\"student_number\":\"B26-1\"}"), 409, "student-number-taken");
        problem(
                json("PUT", "/person/" + person, "{\"student_number\":\"Ｂ26-1\",\"version\":1}"),
                409,
                "student-number-taken");
    }

    @Test
    void nobody_who_is_unknown_leaves() {
        problem(
                bodiless("DELETE", "/circle/%s/members/%s".formatted(circle, TestServer.NOWHERE)),
                404,
                "person-not-found");
        problem(bodiless("DELETE", member), 409, "not-a-member");
        problem(
                bodiless("DELETE", "/circle/%s/members/%s".formatted(TestServer.NOWHERE, person)),
                404,
                "circle-not-found");
    }
}
