package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRoutesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_search_is_by_name_capacity_or_both() {
        server.create("Tennis club", 20);
        server.create("Chess club", 30);
        server.create("Tennis", 40);

        assertThat(names(server.get("/circle?q=TENNIS"))).containsExactly("Tennis club", "Tennis");
        assertThat(names(server.get("/circle?q=%20s%20c%20"))).containsExactly("Tennis club", "Chess club");
        assertThat(names(server.get("/circle?min_capacity=0&max_capacity=100000")))
                .hasSize(3);
        assertThat(names(server.get("/circle?min_capacity=30"))).containsExactly("Chess club", "Tennis");
        assertThat(names(server.get("/circle?max_capacity=30&q=club&order=desc")))
                .containsExactly("Chess club", "Tennis club");
        assertThat(names(server.get("/circle?sort=name"))).containsExactly("Chess club", "Tennis", "Tennis club");
        assertThat(names(server.get("/circle?sort=capacity&order=desc")))
                .containsExactly("Tennis", "Chess club", "Tennis club");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%E2%80%8B", "%E2%80%8B%20%E2%80%8B", "%E3%80%80"})
    void a_text_of_what_is_not_seen_is_refused_as_a_blank_one(String text) {
        server.create("Chess club", 30);

        assertThat(pointers(problem(server.get("/circle?q=" + text), 400, "invalid-request")))
                .containsExactly("?q");
    }

    @Test
    void names_are_folded_in_their_order() {
        assertThat(server.get("/folding?text=%20Chess%E2%80%8B&text=CHESS&text=")
                        .body())
                .isEqualTo("[\"chess\",\"chess\",\"\"]");
    }

    @Test
    void only_so_many_names_of_such_a_length_are_folded() {
        for (var query : List.of("", "?text=x&other=y", "?text=" + "x".repeat(201), "?x" + "&text=x".repeat(21))) {
            assertThat(server.get("/folding" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(server.get("/folding?text=" + "x".repeat(200)).statusCode()).isEqualTo(200);
    }

    /** Its key is no Base64. */
    @Test
    void a_cursor_that_was_made_up_is_refused() {
        server.create("a", 20);
        server.create("b", 20);
        var next = next(server.get("/circle?sort=name&limit=1"));
        var cursor =
                next.substring(next.indexOf("cursor=") + "cursor=".length()).replaceAll("[&>].*", "");
        var content = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        var forged = content.substring(0, content.lastIndexOf(':') + 1) + "?!";

        var path = "/circle?sort=name&limit=1&cursor="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(StandardCharsets.UTF_8));
        assertThat(pointers(problem(server.get(path), 400, "invalid-request"))).containsExactly("?cursor");
    }

    @Test
    void dissolved_circles_are_listed_for_those_who_ask() {
        var lives = server.create("Tennis", 20);
        var ended = server.create("Chess", 30);
        server.ledger.force(Circles.stream(ended), new CircleDissolved());

        var list = server.get("/circle?status=dissolved");
        assertThat(list.body())
                .isEqualTo("[{\"circle_id\":\"" + ended
                        + "\",\"circle_name\":\"Chess\",\"capacity\":30,\"version\":2,\"status\":\"dissolved\","
                        + "\"members\":0,"
                        + "\"dissolved_at\":\"1970-01-01T00:00:00.000000Z\"}]");
        assertThat(header(list, "Total-Count")).isEqualTo("1");
        assertThat(names(server.get("/circle?status=active"))).containsExactly("Tennis");
        assertThat(names(server.get("/circle?status=active&q=chess"))).isEmpty();
        assertThat(names(server.get("/circle?status=dissolved&q=chess"))).containsExactly("Chess");
        assertThat(names(server.get("/circle?status=all&sort=name"))).containsExactly("Chess", "Tennis");
        assertThat(names(server.get("/circle?status=active&status=dissolved"))).containsExactly("Tennis", "Chess");
        assertThat(walk("/circle?status=all&limit=1")).containsExactly(lives, ended);
        var next = next(server.get("/circle?status=all&limit=1"));
        assertThat(pointers(problem(server.get(next.replace("status=active&", "")), 400, "invalid-request")))
                .containsExactly("?cursor");
        assertThat(pointers(problem(server.get("/circle?status=gone"), 400, "invalid-request")))
                .containsExactly("?status");
    }

    @Test
    void a_list_is_shown_as_it_was() {
        var id = Circles.stream("01990000-0000-7000-8000-000000000001");
        var gone = Circles.stream("01990000-0000-7000-8000-000000000002");
        server.ledger.force(id, CircleSamples.created("Tennis", 20));
        server.ledger.force(gone, CircleSamples.created("Chess", 30));
        server.ledger.force(gone, new CircleDissolved());
        server.put(id.id(), "{\"circle_name\":\"Padel\",\"version\":1}");
        server.create("Go", 9);

        for (var then : List.of("2026-04-01", "2026-04-01T09:00:00%2B09:00", "1970-01-01T00:00:00Z")) {
            assertThat(names(server.get("/circle?as_of=" + then))).as(then).containsExactly("Tennis");
            assertThat(names(server.get("/circle?as_of=%s&q=padel".formatted(then))))
                    .isEmpty();
            assertThat(names(server.get("/circle?as_of=%s&status=all&sort=name".formatted(then))))
                    .containsExactly("Chess", "Tennis");
            assertThat(walk("/circle?status=all&limit=1&as_of=" + then)).containsExactly(id.id(), gone.id());
        }
        var past = server.get("/circle?as_of=2026-04-01&status=dissolved");
        assertThat(names(past)).containsExactly("Chess");
        assertThat(header(past, "Total-Count")).isEqualTo("1");
        assertThat(header(past, "Ledger-Position")).isEqualTo("5");
        assertThat(names(server.get("/circle?as_of=1969-12-30"))).isEmpty();
        assertThat(names(server.get("/circle?as_of=9999-01-01"))).containsExactly("Padel", "Go");
        var next = next(server.get("/circle?as_of=2026-04-01&status=all&limit=1"));
        assertThat(pointers(problem(
                        server.get(next.replace("as_of=2026-04-01", "as_of=2026-04-02")), 400, "invalid-request")))
                .containsExactly("?cursor");
        assertThat(pointers(problem(server.get("/circle?as_of=soon"), 400, "invalid-request")))
                .containsExactly("?as_of");
    }

    @Test
    void the_links_lead_through_all_pages_of_the_same_search() {
        for (var i = 0; i < 7; i++) {
            server.create("部 & \"" + (i % 3), 10 + i % 2);
        }
        for (var sort : List.of("created", "name", "capacity")) {
            for (var order : List.of("asc", "desc")) {
                var path = "/circle?q=%E9%83%A8%20%26&min_capacity=4&sort=" + sort + "&order=" + order;
                var whole = node(server.get(path))
                        .valueStream()
                        .map(circle -> circle.get("circle_id").asString())
                        .toList();

                assertThat(whole).hasSize(7);
                assertThat(header(server.get(path + "&limit=2"), "Total-Count")).isEqualTo("7");
                assertThat(walk(path + "&limit=2")).as(path).isEqualTo(whole);
            }
        }
    }

    @Test
    void the_cursor_of_another_search_is_refused() {
        server.create("Tennis", 20);
        server.create("Tennis", 20);
        var next = next(server.get("/circle?q=tennis&sort=name&limit=1"));
        assertThat(server.get(next).statusCode()).isEqualTo(200);

        for (var other : List.of(
                next.replace("q=tennis", "q=chess"),
                next.replace("q=tennis&", ""),
                next.replace("sort=name", "sort=capacity"),
                next.replace("order=asc", "order=desc"),
                next + "&min_capacity=5",
                next.replaceAll("\\?.*&cursor", "?cursor"),
                next.replace("cursor=", "cursor=AA"))) {
            assertThat(other).isNotEqualTo(next);
            assertThat(pointers(problem(server.get(other), 400, "invalid-request")))
                    .as(other)
                    .containsExactly("?cursor");
        }
        var plain = next(server.get("/circle?limit=1"));
        problem(server.get(plain + "&q=tennis"), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "q=, ?q",
        "q=%20%E3%80%80, ?q",
        "q=%FF, ?q",
        "q=a%00b, ?q",
        "min_capacity=-1, ?min_capacity",
        "min_capacity=40000, ?min_capacity",
        "max_capacity=2, ?max_capacity",
        "max_capacity=1e3, ?max_capacity",
        "min_capacity=x, ?min_capacity",
        "min_capacity=20&max_capacity=10, ?min_capacity",
        "sort=size, ?sort",
        "order=up, ?order",
        "sort=name&cursor=x, ?cursor",
    })
    void a_fault_is_pointed_at(String query, String parameter) {
        assertThat(pointers(problem(server.get("/circle?" + query), 400, "invalid-request")))
                .containsExactly(parameter);
    }

    @Test
    void all_faults_are_told_at_once_and_a_long_text_is_one() {
        var long100 = "%F0%9F%91%8D".repeat(100);
        assertThat(server.get("/circle?q=" + long100).statusCode()).isEqualTo(200);
        assertThat(pointers(problem(
                        server.get("/circle?q=" + long100 + "a&sort=x&order=y&limit=0"), 400, "invalid-request")))
                .containsExactlyInAnyOrder("?q", "?sort", "?order", "?limit");
    }

    @Test
    void a_search_includes_the_position_that_is_asked_for_or_says_that_it_cannot() {
        server.create("Tennis", 20);
        server.create("Tennis", 20);
        server.ledger.viewsReach(1);
        var behind = server.get("/circle?q=tennis", "Ledger-Position", "2");
        problem(behind, 503, "read-model-behind");
        assertThat(header(behind, "Retry-After")).isNotBlank();

        server.ledger.viewsReach(2);
        var response = server.get("/circle?q=tennis", "Ledger-Position", "2");
        assertThat(names(response)).hasSize(2);
        assertThat(header(response, "Ledger-Position")).isEqualTo("2");
    }

    private List<String> walk(String path) {
        var ids = new ArrayList<String>();
        for (var page = path; !page.isEmpty(); ) {
            var response = server.get(page);
            node(response)
                    .valueStream()
                    .forEach(circle -> ids.add(circle.get("circle_id").asString()));
            page = next(response);
        }
        return ids;
    }

    private static String next(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var link = header(response, "Link");
        return link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }

    private static List<String> names(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return node(response)
                .valueStream()
                .map(circle -> circle.get("circle_name").asString())
                .toList();
    }
}
