package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.server.TestClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The people of circles over HTTP; each rule with its problem. */
class RosterRoutesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = TestClient.with(server.request(path), headers);
        return server.send(
                body.isEmpty()
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body)));
    }

    private String person(String fields) {
        var response = send("POST", "/person", "{\"name\":\"山田\"" + fields + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return node(response).get("person_id").asString();
    }

    private String student(int grade) {
        return person(",\"grade\":" + grade);
    }

    private String staff() {
        return person(",\"kind\":\"staff\"");
    }

    /** A circle of three places with an owner in grade 3. */
    private String owned(String owner) {
        var response = send(
                "POST", "/circle", "{\"circle_name\":\"Chess\",\"capacity\":3,\"owner_id\":\"%s\"}".formatted(owner));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(node(response).get("owner_id").asString()).isEqualTo(owner);
        return node(response).get("circle_id").asString();
    }

    private HttpResponse<String> join(String circle, String person) {
        return send("PUT", "/circle/%s/members/%s".formatted(circle, person), "");
    }

    private HttpResponse<String> leave(String circle, String person) {
        return send("DELETE", "/circle/%s/members/%s".formatted(circle, person), "");
    }

    private HttpResponse<String> handOver(String circle, String person, String more) {
        return send("PUT", "/circle/%s/owner".formatted(circle), "{\"person_id\":\"%s\"%s}".formatted(person, more));
    }

    private HttpResponse<String> appoint(String circle, String office, String person) {
        return send(
                "PUT", "/circle/%s/officers/%s".formatted(circle, office), "{\"person_id\":\"%s\"}".formatted(person));
    }

    private static int version(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return node(response).get("version").asInt();
    }

    private List<String> roles(String circle) {
        var response = server.get("/circle/%s/members".formatted(circle));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return StreamSupport.stream(node(response).spliterator(), false)
                .map(entry -> entry.get("role").asString())
                .toList();
    }

    private JsonNode circle(String id) {
        return node(server.get("/circle/" + id));
    }

    @Test
    void people_join_and_leave_and_are_counted() {
        var owner = student(3);
        var circle = owned(owner);
        var taro = student(1);
        assertThat(version(join(circle, taro))).isEqualTo(2);
        assertThat(version(join(circle, taro))).isEqualTo(2);
        assertThat(version(join(circle, owner))).isEqualTo(2);
        assertThat(circle(circle).get("members").asInt()).isEqualTo(2);
        assertThat(circle(circle).get("owner_id").asString()).isEqualTo(owner);
        version(join(circle, student(2)));
        problem(join(circle, student(2)), 409, "circle-full");
        assertThat(version(leave(circle, taro))).isEqualTo(4);
        problem(leave(circle, taro), 409, "not-a-member");
        assertThat(circle(circle).get("members").asInt()).isEqualTo(2);
    }

    @Test
    void whoever_may_not_join_hears_why() {
        var circle = owned(student(3));
        problem(join(circle, student(4)), 409, "final-grade-cannot-join");
        problem(join(circle, TestServer.NOWHERE), 404, "person-not-found");
        problem(join(circle, "mika"), 404, "person-not-found");
        problem(join(TestServer.NOWHERE, student(1)), 404, "circle-not-found");
        var gone = student(1);
        assertThat(send("DELETE", "/person/" + gone, "").statusCode()).isEqualTo(204);
        problem(join(circle, gone), 409, "person-erased");
    }

    @Test
    void an_owner_is_in_a_grade_of_owners_unless_the_office_says_why() {
        var circle = owned(student(3));
        var second = student(2);
        problem(handOver(circle, second, ""), 409, "owner-must-be-in-grade");
        assertThat(pointers(problem(handOver(circle, second, ",\"override\":true"), 400, "invalid-request")))
                .containsExactly("#/reason");
        assertThat(pointers(problem(handOver(circle, second, ",\"override\":1"), 400, "invalid-request")))
                .containsExactly("#/override");
        version(handOver(circle, second, ",\"override\":true,\"reason\":\"nobody else\""));
        assertThat(circle(circle).get("owner_id").asString()).isEqualTo(second);
        assertThat(roles(circle)).containsExactly("owner", "member");
    }

    @Test
    void an_owner_hands_over_before_leaving() {
        var owner = student(3);
        var circle = owned(owner);
        problem(leave(circle, owner), 409, "owner-cannot-leave");
        version(handOver(circle, student(3), ""));
        version(leave(circle, owner));
    }

    @Test
    void offices_have_officers() {
        var owner = student(3);
        var circle = owned(owner);
        var taro = student(1);
        var sato = staff();
        problem(appoint(circle, "vice", taro), 409, "not-a-member");
        problem(appoint(circle, "advisor", taro), 409, "advisor-must-be-staff");
        problem(appoint(circle, "king", taro), 404, "not-found");
        version(join(circle, taro));
        version(appoint(circle, "vice", taro));
        version(appoint(circle, "advisor", sato));
        assertThat(roles(circle)).containsExactly("owner", "vice", "advisor");
        assertThat(circle(circle).get("members").asInt()).isEqualTo(2);
        version(send("DELETE", "/circle/%s/officers/vice".formatted(circle), ""));
        assertThat(roles(circle)).containsExactly("owner", "member", "advisor");
    }

    @Test
    void a_capacity_has_room_for_the_members() {
        var circle = owned(student(3));
        assertThat(version(send("PUT", "/circle/" + circle, "{\"capacity\":4,\"version\":1}")))
                .isEqualTo(2);
        for (var i = 0; i < 3; i++) {
            version(join(circle, student(1)));
        }
        problem(send("PUT", "/circle/" + circle, "{\"capacity\":3,\"version\":5}"), 409, "capacity-below-members");
    }

    @Test
    void a_circle_lives_with_the_university() {
        var circle = owned(student(3));
        var member = student(1);
        version(join(circle, member));
        version(send("POST", "/circle/%s/renewal".formatted(circle), "{\"year\":2026}"));
        assertThat(circle(circle).get("renewed_for").asInt()).isEqualTo(2026);
        version(send("POST", "/circle/%s/suspension".formatted(circle), "{\"reason\":\"no report\"}"));
        assertThat(circle(circle).get("status").asString()).isEqualTo("suspended");
        problem(join(circle, student(1)), 409, "circle-is-suspended");
        version(leave(circle, member));
        version(send("POST", "/circle/%s/reinstatement".formatted(circle), "{}"));
        version(join(circle, member));
        assertThat(send("DELETE", "/circle/" + circle, "", "If-Match", "*").statusCode())
                .isEqualTo(204);
        problem(join(circle, student(1)), 409, "circle-dissolved");
        problem(server.get("/circle/%s/members".formatted(circle)), 410, "circle-dissolved");
        version(send("POST", "/circle/%s/reinstatement".formatted(circle), "{}"));
        assertThat(circle(circle).get("members").asInt()).isEqualTo(2);
    }

    @Test
    void a_version_is_honoured_where_one_is_given() {
        var circle = owned(student(3));
        var taro = student(1);
        var path = "/circle/%s/members/%s".formatted(circle, taro);
        problem(send("PUT", path + "?version=7", ""), 409, "version-conflict");
        problem(send("PUT", path, "", "If-Match", "\"7\""), 412, "version-conflict");
        assertThat(version(send("PUT", path, "", "If-Match", "\"1\""))).isEqualTo(2);
    }

    @Test
    void the_same_request_again_does_nothing_more() {
        var circle = owned(student(3));
        var path = "/circle/%s/members/%s".formatted(circle, student(1));
        var first = send("PUT", path, "", "Idempotency-Key", "join");
        version(leave(circle, path.substring(path.length() - 36)));
        var again = send("PUT", path, "", "Idempotency-Key", "join");
        assertThat(again.body()).isEqualTo(first.body());
        problem(send("DELETE", path, "", "Idempotency-Key", "join"), 422, "idempotency-key-reused");
    }

    @Test
    void a_circle_is_created_with_an_owner_who_is_new() {
        var body = "{\"circle_name\":\"Go\",\"capacity\":3,\"owner_name\":\"花子\",\"owner_grade\":%d,\"owner_age\":20}";
        problem(send("POST", "/circle", body.formatted(2)), 409, "owner-must-be-in-grade");
        assertThat(node(server.get("/person"))).isEmpty();
        var created = send("POST", "/circle", body.formatted(3), "Idempotency-Key", "go");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(send("POST", "/circle", body.formatted(3), "Idempotency-Key", "go")
                        .body())
                .isEqualTo(created.body());
        var owner = node(created).get("owner_id").asString();
        assertThat(node(server.get("/person/" + owner)).get("age").asInt()).isEqualTo(20);
        assertThat(node(server.get("/person"))).hasSize(1);
        var circles = node(server.get("/person/%s/circles".formatted(owner)));
        assertThat(circles).hasSize(1);
        assertThat(circles.get(0).get("role").asString()).isEqualTo("owner");
    }

    @Test
    void a_creation_names_one_owner() {
        var both = "{\"circle_name\":\"Go\",\"capacity\":3,\"owner_name\":\"花子\",\"owner_id\":\"%s\"}"
                .formatted(student(3));
        assertThat(pointers(problem(send("POST", "/circle", both), 400, "invalid-request")))
                .containsExactly("#/owner_id");
        assertThat(pointers(problem(
                        send("POST", "/circle", "{\"circle_name\":\"Go\",\"capacity\":3,\"owner_age\":20}"),
                        400,
                        "invalid-request")))
                .containsExactly("#/owner_name");
        problem(
                send(
                        "POST",
                        "/circle",
                        "{\"circle_name\":\"Go\",\"capacity\":3,\"owner_id\":\"%s\"}".formatted(TestServer.NOWHERE)),
                404,
                "person-not-found");
    }

    @Test
    void a_roster_is_paged() {
        var owner = student(3);
        var circle = owned(owner);
        var taro = student(1);
        version(join(circle, taro));
        version(handOver(circle, student(3), ""));
        version(appoint(circle, "advisor", staff()));
        var found = new ArrayList<String>();
        var target = "/circle/%s/members?limit=1".formatted(circle);
        while (!target.isEmpty()) {
            var page = server.get(target);
            assertThat(node(page)).hasSize(1);
            found.add(node(page).get(0).get("role").asString());
            var link = page.headers().firstValue("Link").orElse("");
            target = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }
        assertThat(found).containsExactly("owner", "member", "member", "advisor");
        assertThat(pointers(
                        problem(server.get("/circle/%s/members?cursor=x".formatted(circle)), 400, "invalid-request")))
                .containsExactly("?cursor");
    }

    @Test
    void what_is_personal_goes_and_the_id_stays() {
        var circle = owned(student(3));
        var taro = student(1);
        version(join(circle, taro));
        version(appoint(circle, "vice", taro));
        assertThat(send("DELETE", "/person/" + taro, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/person/" + taro, "").statusCode()).isEqualTo(204);
        problem(server.get("/person/" + taro), 410, "person-erased");
        problem(send("PUT", "/person/" + taro, "{\"name\":\"x\",\"version\":1}"), 409, "person-erased");
        assertThat(roles(circle)).containsExactly("owner");
        var events = node(server.get("/circle/%s/events".formatted(circle)));
        assertThat(events.get(events.size() - 1).get("data").get("reason").asString())
                .isEqualTo("erased");
    }

    @Test
    void people_are_found_and_changed() {
        var hanako = person(",\"name_kana\":\"やまだ\",\"student_number\":\"B26\",\"grade\":3,\"major\":\"law\"");
        problem(send("POST", "/person", "{\"name\":\"x\",\"student_number\":\"B26\"}"), 409, "student-number-taken");
        assertThat(node(server.get("/person?q=b26&grade=3&major=law"))).hasSize(1);
        assertThat(node(server.get("/person?q=zzz"))).isEmpty();
        problem(send("PUT", "/person/" + hanako, "{\"grade\":4}"), 428, "precondition-required");
        problem(send("PUT", "/person/" + hanako, "{\"grade\":4,\"version\":3}"), 409, "person-conflict");
        problem(send("PUT", "/person/" + hanako, "{\"grade\":4}", "If-Match", "\"3\""), 412, "person-conflict");
        assertThat(version(send("PUT", "/person/" + hanako, "{\"grade\":4,\"major\":null,\"version\":1}")))
                .isEqualTo(2);
        var read = server.get("/person/" + hanako);
        assertThat(header(read, "ETag")).isEqualTo("\"2\"");
        assertThat(node(read).get("grade").asInt()).isEqualTo(4);
        assertThat(node(read).has("major")).isFalse();
        assertThat(server.get("/person/" + hanako, "If-None-Match", "\"2\"").statusCode())
                .isEqualTo(304);
        problem(server.get("/person/" + TestServer.NOWHERE), 404, "person-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                    | #/name",
                "{`name`:``}                           | #/name",
                "{`name`:`a\\u202Eb`}                   | #/name",
                "{`name`:`x`,`grade`:10}               | #/grade",
                "{`name`:`x`,`grade`:`3`}              | #/grade",
                "{`name`:`x`,`kind`:`robot`}           | #/kind",
                "{`name`:`x`,`email`:`here`}           | #/email",
                "{`name`:`x`,`age`:-1}                 | #/age",
                "{`name`:`x`,`person_id`:`1`}          | #/person_id",
            })
    void a_person_is_held_to_the_rules(String body, String pointer) {
        assertThat(pointers(problem(send("POST", "/person", body.replace('`', '"')), 400, "invalid-request")))
                .containsExactly(pointer);
    }
}
