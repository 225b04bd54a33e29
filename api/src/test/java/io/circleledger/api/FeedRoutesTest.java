package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.HttpLimits;
import io.ledger.http.routes.FeedRoutes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedRoutesTest {

    private static final String CHESS = "00000000-0000-7000-8000-000000000001";
    private static final String TENNIS = "00000000-0000-7000-8000-000000000002";

    private final TestServer server = new TestServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.feed.close();
        client.shutdownNow();
        server.close();
    }

    private void fill() {
        server.feed.add(CHESS, "CircleCreated", "{\"name\":\"chess\",\"capacity\":8}");
        server.feed.add(TENNIS, "CircleCreated", "{\"name\":\"tennis\",\"capacity\":8}");
        server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":9}");
        server.feed.add(TENNIS, "CircleDissolved", "{}");
        server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":10}");
    }

    private static List<Integer> positions(HttpResponse<String> response) {
        return node(response)
                .valueStream()
                .map(event -> Integer.parseInt(event.get("position").asString()))
                .toList();
    }

    private static String next(HttpResponse<String> page) {
        return header(page, "Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    @Test
    void a_batch_is_cloud_events_in_the_order_of_the_log() {
        fill();
        var response = server.get("/events?limit=1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/cloudevents-batch+json");
        assertThat(header(response, "Vary")).isEqualTo("Accept, Authorization, Cookie");
        assertThat(response.body())
                .isEqualTo("[{\"specversion\":\"1.0\",\"id\":\"00000000-0000-0000-0000-000000000001\",\"source\":"
                        + "\"/circle/" + CHESS + "\",\"type\":\"CircleCreated\",\"subject\":\"" + CHESS + "\","
                        + "\"time\":\"2026-04-01T09:00:00.123456Z\",\"position\":\"1\",\"streamversion\":1,"
                        + "\"schemaversion\":1,\"actor\":\"mika\",\"correlationid\":\"request-1\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"name\":\"chess\",\"capacity\":8}}]");
        assertThat(positions(server.get("/events"))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void pages_lead_through_the_log_and_only_those_that_are_full_are_kept() {
        fill();
        var first = server.get("/events?limit=2");
        assertThat(positions(first)).containsExactly(1, 2);
        assertThat(header(first, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(header(first, "Ledger-Position")).isEqualTo("5");
        var second = server.get(next(first));
        assertThat(positions(second)).containsExactly(3, 4);
        var last = server.get(next(second));
        assertThat(positions(last)).containsExactly(5);
        assertThat(header(last, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(last, "Link")).isEmpty();

        var again = server.get("/events?after=4&limit=2", "If-None-Match", header(last, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        server.feed.add(CHESS, "CircleDissolved", "{}");
        assertThat(positions(server.get("/events?after=4&limit=2", "If-None-Match", header(last, "ETag"))))
                .containsExactly(5, 6);
        assertThat(positions(server.get("/events?after=6"))).isEmpty();
    }

    @Test
    void a_page_that_somebody_will_mend_is_not_kept() {
        server.feed.add(CHESS, "CircleArchived", "{\"by\": 1}", Optional.of("CircleArchived is unknown"));
        fill();
        var page = server.get("/events?limit=1");
        assertThat(header(page, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(node(page).get(0).get("unreadable").asString()).isEqualTo("CircleArchived is unknown");
    }

    @Test
    void filters_take_one_circle_and_some_types_and_stay_with_the_link() {
        fill();
        assertThat(positions(server.get("/events?circle=" + CHESS))).containsExactly(1, 3, 5);
        assertThat(positions(server.get("/events?type=CircleDissolved&type=CircleCreated")))
                .containsExactly(1, 2, 4);
        var page = server.get("/events?limit=1&type=CircleUpdated&circle=" + CHESS);
        assertThat(positions(page)).containsExactly(3);
        assertThat(next(page)).isEqualTo("/events?after=" + id(3) + "&limit=1&circle=" + CHESS + "&type=CircleUpdated");
        assertThat(header(page, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(positions(server.get(next(page)))).containsExactly(5);
        assertThat(positions(server.get("/events?type=CircleRenamed"))).isEmpty();
    }

    @Test
    void what_somebody_has_seen_is_in_the_answer_or_there_is_none() {
        fill();
        assertThat(server.get("/events", "Ledger-Position", "5").statusCode()).isEqualTo(200);
        for (var unknown : List.of(
                server.get("/events", "Ledger-Position", "6"),
                server.get("/events", "Ledger-Position", "9223372036854775807"),
                server.get("/events", "Accept", FeedRoutes.STREAM, "Ledger-Position", "6"))) {
            assertThat(problem(unknown, 409, "position-unknown").get("head").asLong())
                    .isEqualTo(5);
        }
        server.feed.down();
        problem(server.get("/events"), 503, "store-unavailable");
        problem(server.get("/events?after=2", "Accept", FeedRoutes.STREAM), 503, "store-unavailable");
    }

    /** That of the event at a position, as the documentation says how it is made. */
    private static String id(long position) {
        return id(0, position);
    }

    private static String id(int history, long position) {
        var crc = new CRC32();
        crc.update(new UUID(history, position).toString().getBytes(StandardCharsets.UTF_8));
        return "%d-%08x".formatted(position, crc.getValue());
    }

    @Test
    void an_id_is_checked_against_the_event_that_stands_there() {
        fill();
        assertThat(positions(server.get("/events?after=" + id(3)))).containsExactly(4, 5);
        assertThat(positions(server.get("/events?after=" + id(3).toUpperCase(Locale.ROOT))))
                .containsExactly(4, 5);
        assertThat(positions(server.get("/events?after=0-00000000"))).containsExactly(1, 2, 3, 4, 5);
        for (var refused : List.of(
                server.get("/events?after=3-00000000"),
                server.get("/events?after=0-12345678"),
                server.get("/events?after=" + id(6)),
                server.get("/events?after=6-00000000"),
                server.get("/events?after=" + id(6) + "&type=CircleUpdated"),
                server.get("/events?after=" + id(1, 3), "Accept", FeedRoutes.STREAM),
                server.get("/events", "Accept", FeedRoutes.STREAM, "Last-Event-ID", id(9)))) {
            var problem = problem(refused, 409, "other-history");
            assertThat(problem.get("head").asLong()).isEqualTo(5);
            assertThat(problem.get("after").asString()).isEqualTo(id(5));
            assertThat(problem.get("detail").asString()).contains(id(5));
        }
    }

    @Test
    void a_position_alone_is_taken_unchecked_and_one_beyond_the_end_for_the_end() throws Exception {
        fill();
        assertThat(positions(server.get("/events?after=4"))).containsExactly(5);
        var beyond = server.get("/events?after=99&limit=7");
        assertThat(positions(beyond)).isEmpty();
        assertThat(next(beyond)).isEqualTo("/events?after=" + id(5) + "&limit=7");
        try (var lines = stream("/events?after=9223372036854775807")) {
            assertThat(frame(lines)).as("where it is").containsExactly(":", "id: " + id(5));
            server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":11}");
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(6));
        }
    }

    @Test
    void an_empty_last_event_id_is_as_good_as_none() throws Exception {
        fill();
        try (var lines = stream("/events?after=4", "Last-Event-ID", "")) {
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(5));
        }
    }

    @Test
    void a_log_that_lost_its_end_ends_its_streams_and_refuses_their_ids() throws Exception {
        fill();
        try (var lines = stream("/events?after=4")) {
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(5));
            server.feed.lose(2);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(line).matches(":?");
            }
        }
        server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":12}");
        server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":13}");
        server.feed.add(CHESS, "CircleUpdated", "{\"capacity\":14}");
        var refused = server.get("/events?after=4", "Accept", FeedRoutes.STREAM, "Last-Event-ID", id(5));
        assertThat(problem(refused, 409, "other-history").get("after").asString())
                .isEqualTo(id(1, 6));
        try (var lines = stream("/events?after=" + id(3))) {
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(1, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after=-1, after",
        "after=4-12, after",
        "after=4-123456789, after",
        "after=4-1234567g, after",
        "after=x, after",
        "after=99999999999999999999, after",
        "after=1&after=2, after",
        "limit=0, limit",
        "limit=1001, limit",
        "circle=chess, circle",
        "circle=00000000-0000-7000-8000-000000000001&circle=00000000-0000-7000-8000-000000000002, circle",
        "type=, type",
        "type, type",
        "after=2&type, type",
        "type=Circle%20Created, type",
        "since=1, since"
    })
    void each_wrong_parameter_is_named(String query, String parameter) {
        assertThat(pointers(problem(server.get("/events?" + query), 400, "invalid-request")))
                .containsExactly("?" + parameter);
    }

    @Test
    void all_faults_of_a_stream_are_told_at_once_and_a_stream_has_no_limit() {
        var types = IntStream.rangeClosed(0, HttpLimits.FEED_TYPES)
                .mapToObj(i -> "&type=T" + i)
                .collect(Collectors.joining());
        var response =
                server.get("/events?limit=5&after=x" + types, "Accept", FeedRoutes.STREAM, "Last-Event-ID", "\"7\"");
        assertThat(problem(response, 400, "invalid-request").get("errors")).hasSize(4);
    }

    @Test
    void the_feed_is_only_read() {
        var refused = server.send(server.request("/events").POST(BodyPublishers.ofString("{}")));
        problem(refused, 405, "method-not-allowed");
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
        fill();
        var head = server.send(
                server.request("/events").header("Accept", FeedRoutes.STREAM).method("HEAD", BodyPublishers.noBody()));
        assertThat(header(head, "Content-Type")).isEqualTo(FeedRoutes.BATCH);
        assertThat(header(head, "Content-Length"))
                .isEqualTo(String.valueOf(server.get("/events").body().length()));
    }

    @Test
    void a_stream_that_nobody_may_have_is_503() {
        server.feed.close();
        problem(server.get("/events", "Accept", FeedRoutes.STREAM), 503, "server-busy");
    }

    /** Reads a stream line by line. */
    private BufferedReader stream(String path, String... headers) throws Exception {
        var response = client.send(
                TestServer.with(server.request(path), headers)
                        .header("Accept", FeedRoutes.STREAM)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store, no-transform");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("retry: 1000");
        assertThat(lines.readLine()).isEmpty();
        return lines;
    }

    private static List<String> frame(BufferedReader lines) throws IOException {
        var frame = new ArrayList<String>();
        for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            frame.add(line);
        }
        return frame;
    }

    /** The next frame that is more than a sign of life. */
    private static List<String> event(BufferedReader lines) throws IOException {
        var frame = frame(lines);
        while (frame.getFirst().equals(":")) {
            frame = frame(lines);
        }
        return frame;
    }

    @Test
    void a_stream_tells_what_was_and_what_comes_each_under_its_position() throws Exception {
        fill();
        try (var lines = stream("/events", "Last-Event-ID", "4")) {
            var fifth = event(lines);
            assertThat(fifth).hasSize(2);
            assertThat(fifth.getFirst()).isEqualTo("id: " + id(5));
            assertThat("[" + fifth.getLast().substring("data: ".length()) + "]")
                    .isEqualTo(server.get("/events?after=4").body());
            server.feed.add(TENNIS, "CircleCreated", "{\"name\":\"two\\nlines\",\"capacity\":8}");
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(6));
        }
    }

    @Test
    void the_header_of_one_who_comes_back_wins_over_the_address() throws Exception {
        fill();
        try (var lines = stream("/events?after=1&type=CircleUpdated", "Last-Event-ID", "3")) {
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(5));
        }
        try (var lines = stream("/events?after=1&circle=" + TENNIS, "Ledger-Position", "5")) {
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(2));
            assertThat(event(lines).getFirst()).isEqualTo("id: " + id(4));
        }
    }

    @Test
    void a_silent_stream_shows_that_it_lives_and_where_it_is() throws Exception {
        fill();
        try (var lines = stream("/events?type=CircleRenamed")) {
            assertThat(frame(lines)).as("nothing is for this one, up to 5").containsExactly(":", "id: " + id(5));
            assertThat(frame(lines)).as("nothing new").containsExactly(":");
            assertThat(frame(lines)).containsExactly(":");
        }
    }

    @Test
    void a_feed_that_is_closed_ends_its_streams() throws Exception {
        try (var lines = stream("/events")) {
            server.feed.close();
            var rest = lines.lines().toList();
            assertThat(rest).allMatch(line -> line.isEmpty() || line.equals(":"));
        }
    }

    @Test
    void who_listens_does_not_count_among_the_requests_in_work() throws Exception {
        var streams = new ArrayList<BufferedReader>();
        for (var i = 0; i <= HttpLimits.CONCURRENT_REQUESTS; i++) {
            streams.add(stream("/events"));
        }
        assertThat(server.get("/events").statusCode()).isEqualTo(200);
        server.feed.close();
        for (var stream : streams) {
            stream.close();
        }
    }

    @Test
    void events_are_found_by_whom_and_when_and_newest_first() {
        for (var i = 1; i <= 5; i++) {
            server.feed.add(CHESS, "CircleUpdated", "{}");
        }
        assertThat(positions(server.get("/events?order=desc"))).containsExactly(5, 4, 3, 2, 1);
        var page = server.get("/events?order=desc&limit=2&actor=mika&type=CircleUpdated&circle=" + CHESS);
        assertThat(positions(page)).containsExactly(5, 4);
        assertThat(next(page)).contains("after=4", "order=desc", "actor=mika", "type=CircleUpdated", "circle=" + CHESS);
        assertThat(positions(server.get(next(page)))).containsExactly(3, 2);
        assertThat(positions(server.get("/events?actor=nobody"))).isEmpty();
        assertThat(positions(server.get("/events?from=2026-04-01&to=2026-04-01")))
                .hasSize(5);
        assertThat(positions(server.get("/events?to=2026-04-01T09:00:00Z"))).isEmpty();
        assertThat(positions(server.get("/events?from=2026-04-02"))).isEmpty();
        assertThat(positions(server.get("/events?order=asc&limit=1"))).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, ?from",
        "to=2026-02-30, ?to",
        "from=2026-04-02&to=2026-04-01, ?from",
        "actor=, ?actor",
        "order=newest, ?order",
    })
    void what_cannot_be_looked_for_is_refused(String query, String pointer) {
        assertThat(pointers(problem(server.get("/events?" + query), 400, "invalid-request")))
                .containsExactly(pointer);
    }
}
