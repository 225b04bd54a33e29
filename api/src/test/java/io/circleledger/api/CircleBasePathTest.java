package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.json;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircleBasePathTest {

    private final TestServer server = TestServer.under("/office/ledger");

    @AfterEach
    void stop() {
        server.feed.close();
        server.close();
    }

    private HttpResponse<String> post(String path) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json("circle_name", "football", "capacity", 20))));
    }

    private String created() {
        var response = post("/office/ledger/circle");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(header(response, "Location")).startsWith("/office/ledger/circle/");
        return header(response, "Location");
    }

    @Test
    void where_an_answer_leads_is_under_the_path() {
        var circle = created();
        created();
        assertThat(server.get(circle).statusCode()).isEqualTo(200);
        server.feed.add(TestServer.NOWHERE, "CircleCreated", "{\"name\":\"chess\",\"capacity\":8}");
        server.feed.add(TestServer.NOWHERE, "CircleUpdated", "{\"capacity\":9}");

        for (var path : new String[] {"/circle?limit=1", "/circle?limit=1&sort=name", "/events?limit=1"}) {
            var link = header(server.get("/office/ledger" + path), "Link");
            assertThat(link).startsWith("</office/ledger" + path.substring(0, 4));
            var next = link.substring(1, link.indexOf('>'));
            assertThat(server.get(next).statusCode()).as(next).isEqualTo(200);
        }
    }

    @Test
    void a_dissolved_circle_leads_to_its_history() {
        var circle = created();
        assertThat(server.send(server.request(circle + "?version=1").DELETE()).statusCode())
                .isEqualTo(204);
        var gone = server.get(circle);
        assertThat(problem(gone, 410, "circle-dissolved").get("history").asString())
                .isEqualTo(circle + "/events");
        assertThat(header(gone, "Link")).isEqualTo("<" + circle + "/events>; rel=\"version-history\"");
    }

    /** They are names and no addresses: a program compares them, under whatever path the server is. */
    @Test
    void problems_and_events_keep_their_names() {
        server.feed.add(TestServer.NOWHERE, "CircleCreated", "{\"name\":\"chess\",\"capacity\":8}");
        assertThat(problem(server.get("/office/ledger/nowhere"), 404, "not-found")
                        .get("type")
                        .asString())
                .isEqualTo("/problems/not-found");
        assertThat(node(server.get("/office/ledger/events")).at("/0/source").asString())
                .startsWith("/circle/");
    }
}
