package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.json;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.Circles;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleRoutesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_circle_is_created_read_and_changed() {
        var created = server.post("{\"circle_name\":\"Tennis\",\"capacity\":20}");
        assertThat(created.statusCode()).isEqualTo(201);
        var id = node(created).get("circle_id").asString();
        assertThat(header(created, "Location")).isEqualTo("/circle/" + id);
        assertThat(header(created, "ETag")).isEqualTo("\"1\"");
        assertThat(header(created, "Ledger-Position")).isEqualTo("1");
        assertThat(created.body()).isEqualTo("{\"circle_id\":\"%s\",\"version\":1,\"position\":1}".formatted(id));

        var changed = server.put(id, "{\"capacity\":30}", "If-Match", "\"1\"");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isEqualTo("\"2\"");
        assertThat(header(changed, "Ledger-Position")).isEqualTo("2");
        assertThat(changed.body()).isEqualTo("{\"circle_id\":\"%s\",\"version\":2,\"position\":2}".formatted(id));

        var read = server.get("/circle/" + id);
        assertThat(read.body())
                .isEqualTo(
                        "{\"circle_id\":\"%s\",\"circle_name\":\"Tennis\",\"capacity\":30,\"version\":2,\"status\":\"active\",\"members\":0}"
                                .formatted(id));
        assertThat(header(read, "ETag")).isEqualTo("\"2\"");
        assertThat(header(read, "Ledger-Position")).isEqualTo("2");
        assertThat(header(read, "Content-Type")).isEqualTo("application/json");
        assertThat(header(read, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(read.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void the_version_may_come_in_the_body_or_in_both_places() {
        var id = server.create("Tennis", 20);
        assertThat(server.put(id, "{\"capacity\":21,\"version\":1}").statusCode())
                .isEqualTo(200);
        assertThat(server.put(id, "{\"capacity\":22,\"version\":2}", "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.ledger.size()).isEqualTo(3);
    }

    @Test
    void a_change_that_changes_nothing_succeeds_and_records_nothing() {
        var id = server.create("Tennis", 20);
        server.create("Chess", 20);
        var response = server.put(id, "{\"circle_name\":\"Tennis\",\"version\":1}");
        assertThat(response.body()).isEqualTo("{\"circle_id\":\"%s\",\"version\":1,\"position\":1}".formatted(id));
        assertThat(server.ledger.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "テニスサークル",
                "👩‍👩‍👧‍👦 family 👩🏽‍🚀",
                "Robert'); DROP TABLE circle_events;--",
                "\"quoted\" \\ back / slash <script>",
                "Cafe\u0301",
                "ﷺ"
            })
    void a_name_comes_back_byte_for_byte_in_nfc(String name) {
        var id = server.create(name, 20);
        var read = node(server.get("/circle/" + id));
        assertThat(read.get("circle_name").asString()).isEqualTo(Normalizer.normalize(name, Normalizer.Form.NFC));
        assertThat(node(server.get("/circle")).get(0)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "*", "\"9\", \"1\"", "\"9\",,W/\"1\" , \"x\"", "\"a,b\",\"1\""})
    void a_reader_who_has_the_version_gets_304_and_no_body(String ifNoneMatch) {
        var id = server.create("Tennis", 20);
        var response = server.get("/circle/" + id, "If-None-Match", ifNoneMatch);
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo("\"1\"");
        assertThat(header(response, "Ledger-Position")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "1", "\"1", "\"2\", \"3\"", "\"\"", "W/1", "\"x\" \"1\""})
    void a_reader_who_has_another_version_gets_the_circle(String ifNoneMatch) {
        var id = server.create("Tennis", 20);
        assertThat(server.get("/circle/" + id, "If-None-Match", ifNoneMatch).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/circle", "/version", "/health/live", "/health/ready", "/circle/{id}", "/nowhere"})
    void head_answers_as_get_does_without_a_body(String pattern) {
        var path = pattern.replace("{id}", server.create("Tennis", 20));
        var get = server.get(path);
        var head = server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        for (var name : new String[] {"Content-Type", "Content-Length", "ETag", "Ledger-Position", "Cache-Control"}) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
    }

    @Test
    void the_list_is_paged_by_links_in_the_order_of_creation_without_the_dissolved() {
        var ids = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            ids.add(server.create("Circle " + i, 20));
        }
        server.ledger.force(Circles.stream(ids.remove(2)), new CircleDissolved());

        var seen = new ArrayList<String>();
        var path = "/circle?limit=2";
        var pages = 0;
        while (!path.isEmpty()) {
            var page = server.get(path);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(header(page, "Ledger-Position")).isEqualTo("6");
            assertThat(header(page, "Total-Count")).isEqualTo("4");
            node(page).forEach(circle -> seen.add(circle.get("circle_id").asString()));
            var link = header(page, "Link");
            path = link.isEmpty() ? "" : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
            pages++;
        }
        assertThat(seen).isEqualTo(ids);
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void an_empty_ledger_lists_nothing() {
        var response = server.get("/circle");
        assertThat(response.body()).isEqualTo("[]");
        assertThat(header(response, "Ledger-Position")).isEqualTo("0");
        assertThat(header(response, "Link")).isEmpty();
    }

    @Test
    void a_reader_sees_what_it_has_seen_even_where_the_views_are_behind() {
        server.ledger.viewsReach(0);
        var id = server.create("Tennis", 20);
        var response = server.get("/circle/" + id, "Ledger-Position", "1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Ledger-Position")).isEqualTo("1");
        problem(server.get("/circle", "Ledger-Position", "1"), 503, "read-model-behind");
    }

    @Test
    void of_sixteen_writers_with_one_version_exactly_one_wins() throws Exception {
        var id = server.create("Tennis", 20);
        var start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = IntStream.range(0, 16)
                    .mapToObj(i -> executor.submit(() -> {
                        start.await();
                        return server.put(id, json("capacity", 100 + i), "If-Match", "\"1\"");
                    }))
                    .toList();
            start.countDown();
            var won = 0;
            for (var writer : writers) {
                var response = writer.get();
                if (response.statusCode() == 200) {
                    won++;
                } else {
                    assertThat(problem(response, 412, "version-conflict")
                                    .get("current_version")
                                    .asInt())
                            .isEqualTo(2);
                }
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(server.ledger.size()).isEqualTo(2);
    }

    @Test
    void version_is_plain_text() {
        var response = server.get("/version");
        assertThat(response.body()).isEqualTo("1.2.3");
        assertThat(header(response, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void an_event_carries_the_id_of_its_request() {
        server.send(server.request("/circle")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "Req.7_a-b")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
        var metadata = server.ledger.rows().getFirst().metadata();
        assertThat(metadata.actor()).isEqualTo("anonymous");
        assertThat(metadata.correlationId()).isEqualTo("Req.7_a-b");
        assertThat(metadata.causationId()).isEqualTo("Req.7_a-b");
    }
}
