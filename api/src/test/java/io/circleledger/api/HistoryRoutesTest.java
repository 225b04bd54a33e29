package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.Circles;
import io.ledger.http.request.Timestamp;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRoutesTest {

    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Football with 20 members, then 30, then baseball with 40. */
    private String football() {
        var id = server.create("football", 20);
        server.put(id, "{\"capacity\":30,\"version\":1}");
        server.put(id, "{\"circle_name\":\"baseball\",\"capacity\":40,\"version\":2}");
        return id;
    }

    private void dissolve(String id, int version) {
        var response = server.send(
                server.request("/circle/" + id + "?version=" + version).DELETE());
        assertThat(response.statusCode()).isEqualTo(204);
    }

    private String occurredAt(int position) {
        return Timestamp.of(server.ledger.rows().get(position - 1).occurredAt());
    }

    private static String next(HttpResponse<String> page) {
        return header(page, "Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    @Test
    void a_history_is_told_oldest_first_with_what_changed() {
        var id = football();
        dissolve(id, 3);
        var response = server.get("/circle/" + id + "/events");
        var eventId = "00000000-0000-0000-0000-00000000000";
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(("[{\"position\":1,\"version\":1,\"event_id\":\"" + eventId
                                + "1\",\"event_type\":\"CircleCreated\",\"occurred_at\":\"%s\",\"actor\":\"anonymous\","
                                + "\"data\":{\"name\":\"football\",\"capacity\":20}},"
                                + "{\"position\":2,\"version\":2,\"event_id\":\"" + eventId
                                + "2\",\"event_type\":\"CircleUpdated\",\"occurred_at\":\"%s\",\"actor\":\"anonymous\","
                                + "\"data\":{\"capacity\":30}},"
                                + "{\"position\":3,\"version\":3,\"event_id\":\"" + eventId
                                + "3\",\"event_type\":\"CircleUpdated\",\"occurred_at\":\"%s\",\"actor\":\"anonymous\","
                                + "\"data\":{\"name\":\"baseball\",\"capacity\":40}},"
                                + "{\"position\":4,\"version\":4,\"event_id\":\"" + eventId
                                + "4\",\"event_type\":\"CircleDissolved\",\"occurred_at\":\"%s\","
                                + "\"actor\":\"anonymous\",\"data\":{}}]")
                        .formatted(occurredAt(1), occurredAt(2), occurredAt(3), occurredAt(4)));
        assertThat(occurredAt(1)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(header(response, "Ledger-Position")).isEqualTo("4");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(response, "Link")).isEmpty();
    }

    @Test
    void a_history_is_told_newest_first_with_the_newest_page_alone_asked_for_again() {
        var id = football();
        var first = server.get("/circle/" + id + "/events?order=desc&limit=2");
        assertThat(node(first).valueStream().map(event -> event.get("version").asInt()))
                .containsExactly(3, 2);
        assertThat(header(first, "Cache-Control")).isEqualTo("private, no-cache");
        dissolve(id, 3);

        var last = server.get(next(first));
        assertThat(node(last).valueStream().map(event -> event.get("version").asInt()))
                .containsExactly(1);
        assertThat(header(last, "Cache-Control")).isEqualTo(FOR_EVER);
        assertThat(header(last, "Link")).isEmpty();
        assertThat(node(server.get("/circle/" + id + "/events?order=desc")))
                .hasSize(4)
                .isEqualTo(node(server.get("/circle/" + id + "/events?order=desc&limit=1000")));
    }

    @Test
    void a_date_is_the_end_of_that_day_where_the_ledger_is_kept() {
        var id = football();
        var day = server.ledger.rows().getFirst().occurredAt().atZone(ZoneId.of("Asia/Tokyo"));
        var sameDay = day.toLocalDate();
        assertThat(node(server.get("/circle/" + id + "?as_of=" + sameDay.plusDays(1)))
                        .get("version")
                        .asInt())
                .isEqualTo(3);
        assertThat(node(server.get("/circle/" + id + "?as_of=2999-01-01"))
                        .get("version")
                        .asInt())
                .isEqualTo(3);
        problem(server.get("/circle/" + id + "?as_of=" + sameDay.minusDays(1)), 404, "circle-not-yet-created");
    }

    @Test
    void a_cursor_is_of_one_order() {
        var id = football();
        var oldest = "/circle/" + id + "/events?limit=2";
        for (var path : new String[] {
            next(server.get(oldest)) + "&order=desc",
            next(server.get(oldest + "&order=desc")).replace("order=desc&", ""),
            oldest + "&order=newest"
        }) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void pages_that_cannot_change_are_kept_and_the_last_one_is_asked_for_again() {
        var id = football();
        var seen = new ArrayList<Integer>();
        var first = server.get("/circle/" + id + "/events?limit=2");
        assertThat(header(first, "Cache-Control")).isEqualTo(FOR_EVER);
        node(first).forEach(event -> seen.add(event.get("version").asInt()));
        var last = server.get(next(first));
        assertThat(header(last, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(last, "Link")).isEmpty();
        node(last).forEach(event -> seen.add(event.get("version").asInt()));
        assertThat(seen).containsExactly(1, 2, 3);

        for (var page : new String[] {"/circle/" + id + "/events?limit=2", next(first)}) {
            var response = server.get(page);
            var same = server.get(page, "If-None-Match", header(response, "ETag"));
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            for (var name : new String[] {"ETag", "Cache-Control", "Link", "Ledger-Position"}) {
                assertThat(header(same, name)).as(name).isEqualTo(header(response, name));
            }
            assertThat(server.get(page, "If-None-Match", "\"1\"").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_full_page_at_the_end_gets_another_tag_when_it_gets_its_link() {
        var id = server.create("football", 20);
        var before = server.get("/circle/" + id + "/events?limit=1");
        assertThat(header(before, "Cache-Control")).isEqualTo("private, no-cache");
        server.put(id, "{\"capacity\":30,\"version\":1}");
        var after = server.get("/circle/" + id + "/events?limit=1", "If-None-Match", header(before, "ETag"));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).isEqualTo(before.body());
        assertThat(header(after, "Link")).isNotEmpty();
    }

    @Test
    void an_event_that_cannot_be_read_is_shown_without_its_data() {
        var id = football();
        server.ledger.makeUnreadable(2);
        var response = server.get("/circle/" + id + "/events?limit=2");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(node(response).get(0).get("data").isObject()).isTrue();
        assertThat(node(response).get(1).get("data").isNull()).isTrue();
        assertThat(node(response).get(1).get("event_type").asString()).isEqualTo("CircleUpdated");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void a_corrupt_history_is_shown_and_cannot_be_folded_or_blamed() {
        var id = server.create("football", 20);
        server.ledger.force(Circles.stream(id), (CircleCreated)
                server.ledger.rows().getFirst().event());
        assertThat(server.get("/circle/" + id + "/events").statusCode()).isEqualTo(200);
        assertThat(server.get("/circle/" + id + "?as_of_version=1").statusCode())
                .isEqualTo(200);
        problem(server.get("/circle/" + id + "?as_of_version=2"), 500, "corrupt-stream");
        problem(server.get("/circle/" + id + "/blame"), 500, "corrupt-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "/events?limit=0, ?limit",
        "/events?limit=1001, ?limit",
        "/events?limit=x, ?limit",
        "/events?limit=1&limit=2, ?limit",
        "/events?cursor=x, ?cursor",
        // A cursor of the list of circles, c1:1.
        "/events?cursor=YzE6MQ, ?cursor",
        // A version that is none, e1:4294967296.
        "/events?cursor=ZTE6NDI5NDk2NzI5Ng, ?cursor",
        "/events?as_of_version=1, ?as_of_version",
        "/blame?limit=1, ?limit",
        "?as_of_version=0, ?as_of_version",
        "?as_of_version=-1, ?as_of_version",
        "?as_of_version=01, ?as_of_version",
        "?as_of_version=2147483648, ?as_of_version",
        "?as_of_version=, ?as_of_version",
        "?as_of_version=1&as_of_version=1, ?as_of_version",
        "?as_of=, ?as_of",
        "?as_of=yesterday, ?as_of",
        "?as_of=2026-02-29, ?as_of",
        "?as_of=2026-4-1, ?as_of",
        "?as_of=20260401, ?as_of",
        "?as_of=2026-04-01T09:00:00Z&as_of_version=1, ?as_of",
        "?as_at=2026-04-01T09:00:00Z, ?as_at",
    })
    void a_parameter_with_a_fault_is_named(String rest, String pointer) {
        var id = football();
        assertThat(pointers(problem(server.get("/circle/" + id + rest), 400, "invalid-request")))
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/blame", "?as_of_version=1", "?as_of=2026-04-01T09:00:00Z"})
    void a_circle_that_never_was_is_unknown(String rest) {
        server.create("football", 20);
        for (var id : new String[] {NOWHERE, "x", "%00"}) {
            problem(server.get("/circle/" + id + rest), 404, "circle-not-found");
        }
        assertThat(header(server.get("/circle/" + NOWHERE + rest), "Ledger-Position"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/blame", "?as_of_version=1", "?as_of=2999-01-01T00:00:00Z"})
    void an_answer_includes_the_position_that_was_seen_or_is_an_error(String rest) {
        server.ledger.viewsReach(0);
        var id = football();
        var response = server.get("/circle/" + id + rest, "Ledger-Position", "3");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Ledger-Position")).isEqualTo("3");
        var unknown = server.get("/circle/" + id + rest, "Ledger-Position", "4");
        assertThat(problem(unknown, 409, "position-unknown").get("head").asLong())
                .isEqualTo(3);
        problem(server.get("/circle/" + id + rest, "Ledger-Position", "x"), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/blame", "?as_of_version=1", "?as_of=2999-01-01T00:00:00Z"})
    void a_store_that_is_down_is_told(String rest) {
        var id = football();
        server.ledger.trouble(InMemoryCircles.Trouble.STORE_DOWN);
        problem(server.get("/circle/" + id + rest), 503, "store-unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/blame"})
    void a_history_is_only_read(String rest) {
        var id = football();
        var response = server.send(server.request("/circle/" + id + rest).POST(BodyPublishers.noBody()));
        problem(response, 405, "method-not-allowed");
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void a_version_that_was_is_told_for_ever() {
        var id = football();
        var first = server.get("/circle/" + id + "?as_of_version=1");
        assertThat(first.body())
                .isEqualTo(
                        "{\"circle_id\":\"%s\",\"circle_name\":\"football\",\"capacity\":20,\"version\":1,\"status\":\"active\",\"members\":0}"
                                .formatted(id));
        assertThat(header(first, "ETag")).isEqualTo("\"1\"");
        assertThat(header(first, "Ledger-Position")).isEqualTo("3");
        assertThat(header(first, "Cache-Control")).isEqualTo(FOR_EVER);
        var third = server.get("/circle/" + id + "?as_of_version=3");
        assertThat(third.body()).isEqualTo(server.get("/circle/" + id).body());
        assertThat(header(third, "Cache-Control")).isEqualTo(FOR_EVER);
        var same = server.get("/circle/" + id + "?as_of_version=1", "If-None-Match", "\"1\"");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(header(same, "Cache-Control")).isEqualTo(FOR_EVER);
        assertThat(server.get("/circle/" + id + "?as_of_version=1", "If-None-Match", "\"3\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_version_that_is_yet_to_come_is_not_found() {
        var id = football();
        var problem = problem(server.get("/circle/" + id + "?as_of_version=4"), 404, "version-not-found");
        assertThat(problem.get("current_version").asInt()).isEqualTo(3);
        assertThat(problem.get("detail").asString()).contains("version 3 now");
    }

    @ParameterizedTest
    @CsvSource({"Z, 0", "+09:00, 9", "%2B09:00, 9", "-05:00, -5"})
    void a_time_is_taken_with_any_offset(String offset, int hours) {
        var id = football();
        var first = server.ledger.rows().getFirst().occurredAt();
        var local = Timestamp.of(first.atOffset(ZoneOffset.UTC).plusHours(hours).toInstant())
                .replace("Z", offset);
        var response = server.get("/circle/" + id + "?as_of=" + local);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(node(response).get("circle_id").asString()).isEqualTo(id);
    }

    @Test
    void a_time_before_the_creation_says_when_that_was() {
        var id = football();
        var before = Timestamp.of(server.ledger.rows().getFirst().occurredAt().minusNanos(1_000));
        var problem = problem(server.get("/circle/" + id + "?as_of=" + before), 404, "circle-not-yet-created");
        assertThat(problem.get("created_at").asString()).isEqualTo(occurredAt(1));
    }

    @Test
    void the_future_is_now_and_not_kept() {
        var id = football();
        var response = server.get("/circle/" + id + "?as_of=2999-01-01T00:00:00Z");
        assertThat(response.body()).isEqualTo(server.get("/circle/" + id).body());
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void a_time_after_which_something_happened_is_kept() {
        var id = server.create("football", 20);
        var past = occurredAt(1);
        var deadline = Instant.now().plusSeconds(10);
        while (!Instant.now().isAfter(Instant.parse(past).plusNanos(2_000))
                && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        server.put(id, "{\"capacity\":30,\"version\":1}");
        var response = server.get("/circle/" + id + "?as_of=" + past);
        assertThat(header(response, "ETag")).isEqualTo("\"1\"");
        assertThat(header(response, "Cache-Control")).isEqualTo(FOR_EVER);
    }

    @Test
    void a_dissolved_circle_is_gone_and_its_past_is_not() {
        var id = football();
        dissolve(id, 3);
        for (var path :
                new String[] {"", "?as_of_version=4", "?as_of=" + occurredAt(4), "?as_of=2999-01-01T00:00:00Z"}) {
            var response = server.get("/circle/" + id + path);
            var problem = problem(response, 410, "circle-dissolved");
            assertThat(problem.get("history").asString()).isEqualTo("/circle/" + id + "/events");
            assertThat(problem.get("version").asInt()).isEqualTo(4);
            assertThat(header(response, "Link")).isEqualTo("</circle/" + id + "/events>; rel=\"version-history\"");
            assertThat(header(response, "Ledger-Position")).isEqualTo("4");
        }
        assertThat(node(server.get("/circle/" + id + "?as_of_version=3"))
                        .get("circle_name")
                        .asString())
                .isEqualTo("baseball");
        problem(server.get("/circle/" + id + "?as_of_version=5"), 404, "version-not-found");
        problem(server.put(id, "{\"capacity\":50,\"version\":4}"), 409, "circle-dissolved");
    }

    @Test
    void blame_names_the_event_that_set_each_field() {
        var id = server.create("football", 20);
        server.put(id, "{\"capacity\":30,\"version\":1}");
        var response = server.get("/circle/" + id + "/blame");
        assertThat(response.body())
                .isEqualTo(("{\"circle_id\":\"%s\",\"version\":2,\"fields\":{"
                                + "\"circle_name\":{\"value\":\"football\",\"version\":1,"
                                + "\"event_id\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"event_type\":\"CircleCreated\",\"actor\":\"anonymous\",\"occurred_at\":\"%s\","
                                + "\"position\":1},"
                                + "\"capacity\":{\"value\":30,\"version\":2,"
                                + "\"event_id\":\"00000000-0000-0000-0000-000000000002\","
                                + "\"event_type\":\"CircleUpdated\",\"actor\":\"anonymous\",\"occurred_at\":\"%s\","
                                + "\"position\":2}}}")
                        .formatted(id, occurredAt(1), occurredAt(2)));
        assertThat(header(response, "ETag")).isEqualTo("\"2\"");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(server.get("/circle/" + id + "/blame", "If-None-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void blame_of_a_dissolved_circle_names_its_end() {
        var id = football();
        server.ledger.force(Circles.stream(id), new CircleDissolved());
        var blame = node(server.get("/circle/" + id + "/blame"));
        assertThat(blame.get("version").asInt()).isEqualTo(4);
        assertThat(blame.get("fields").get("circle_name").get("value").asString())
                .isEqualTo("baseball");
        assertThat(blame.get("dissolved").get("version").asInt()).isEqualTo(4);
        assertThat(blame.get("dissolved").get("event_type").asString()).isEqualTo("CircleDissolved");
        assertThat(blame.get("dissolved").get("actor").asString()).isEqualTo("test");
    }
}
