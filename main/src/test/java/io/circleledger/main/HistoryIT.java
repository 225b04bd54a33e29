package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a circle was, how it came to that, and who did it, told by the whole server. */
class HistoryIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    @Test
    void theFootballCircleIsRememberedToItsEndAndAfter() throws Exception {
        try (var server = ServerProcess.start(directory, Map.of("TRUST_X_ACTOR", "true"))) {
            var circle = server.post("/circle", "{\"circle_name\":\"football\",\"capacity\":20}")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            awaitTheNextMicrosecond();
            status(200, server.put(circle, "{\"capacity\":30,\"version\":1}"));
            awaitTheNextMicrosecond();
            status(
                    200,
                    server.send(server.request(circle)
                            .header("Content-Type", "application/json")
                            .header("X-Actor", "%E7%94%B0%E4%B8%AD")
                            .header("X-Request-Id", "request-3")
                            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                            .PUT(BodyPublishers.ofString(
                                    "{\"circle_name\":\"baseball\",\"capacity\":40,\"version\":2}"))));

            var second = theHistoryHasThreeEvents(server, circle);
            thePastIsAsItWas(server, circle, second);
            theLastEventIsBlamedForBothFields(server, circle);
            // Lines about requests are written a moment later.
            server.await(
                    "the request is in the log",
                    () -> Stream.of(
                                    "actor=\"田中\"",
                                    "request_id=\"request-3\"",
                                    "trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"")
                            .allMatch(server.log()::contains));

            status(204, server.send(server.request(circle + "?version=3").DELETE()));
            theEndTakesNothingAway(server, circle, second);
            assertThat(server.terminate()).as(server.log()).isZero();
        }
    }

    /** Tells when the second event happened. */
    private static Instant theHistoryHasThreeEvents(ServerProcess server, String circle) {
        var events = json(200, server.get(circle + "/events"));
        assertThat(events.valueStream().map(event -> event.get("event_type").asString() + event.get("data")))
                .containsExactly(
                        "CircleCreated{\"name\":\"football\",\"capacity\":20}",
                        "CircleUpdated{\"capacity\":30}",
                        "CircleUpdated{\"name\":\"baseball\",\"capacity\":40}");
        assertThat(events.valueStream().map(event -> event.get("actor").asString()))
                .containsExactly("anonymous", "anonymous", "田中");
        for (var event : events) {
            assertThat(event.propertyNames())
                    .containsExactly("position", "version", "event_id", "event_type", "occurred_at", "actor", "data");
        }
        return Instant.parse(events.get(1).get("occurred_at").asString());
    }

    private static void thePastIsAsItWas(ServerProcess server, String circle, Instant second) {
        assertThat(json(200, server.get(circle + "?as_of_version=1")).toString())
                .contains("\"football\"", "\"capacity\":20", "\"version\":1");
        var inTokyo = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(second.atZone(ZoneId.of("Asia/Tokyo")));
        assertThat(json(200, server.get(circle + "?as_of=" + inTokyo)).toString())
                .contains("\"football\"", "\"capacity\":30", "\"version\":2");
        assertThat(json(404, server.get(circle + "?as_of_version=5"))
                        .get("current_version")
                        .asInt())
                .isGreaterThan(2);
        status(404, server.get(circle + "?as_of=2020-01-01T00:00:00Z"));
    }

    private static void theLastEventIsBlamedForBothFields(ServerProcess server, String circle) {
        var fields = json(200, server.get(circle + "/blame")).get("fields");
        assertThat(fields.propertyNames()).containsExactly("circle_name", "capacity");
        for (var field : fields) {
            assertThat(field.get("version").asInt()).isEqualTo(3);
            assertThat(field.get("actor").asString()).isEqualTo("田中");
        }
        assertThat(fields.get("circle_name").get("value").asString()).isEqualTo("baseball");
        assertThat(fields.get("capacity").get("value").asInt()).isEqualTo(40);
    }

    private static void theEndTakesNothingAway(ServerProcess server, String circle, Instant second) {
        var gone = server.get(circle);
        assertThat(json(410, gone).get("history").asString()).isEqualTo(circle + "/events");
        assertThat(gone.headers().firstValue("Link")).contains("<" + circle + "/events>; rel=\"version-history\"");
        assertThat(json(200, server.get(circle + "/events")).get(3).get("data").toString())
                .isEqualTo("{}");
        thePastIsAsItWas(server, circle, second);
        status(410, server.get(circle + "?as_of_version=4"));
        var refused = json(409, server.put(circle, "{\"capacity\":50,\"version\":4}"));
        assertThat(refused.get("type").asString()).isEqualTo("/problems/circle-dissolved");
        assertThat(refused.get("detail").asString()).contains("takes no change");
    }

    /** Lets two events have two times, which is all that a time can tell apart. */
    private static void awaitTheNextMicrosecond() {
        var begin = Instant.now();
        while (Instant.now().isBefore(begin.plusNanos(2_000))) {
            Thread.onSpinWait();
        }
    }

    private static void status(int expected, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
    }

    private static JsonNode json(int expected, HttpResponse<String> response) {
        status(expected, response);
        return JSON.readTree(response.body());
    }
}
