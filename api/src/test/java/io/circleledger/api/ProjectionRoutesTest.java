package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectionRoutesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> retry(String id) {
        return server.send(server.request("/projection/parked/" + id + "/retry").POST(BodyPublishers.noBody()));
    }

    @Test
    void the_projection_says_how_far_it_is() {
        server.create("Tennis", 20);
        server.create("Chess", 20);
        server.ledger.viewsReach(1);
        var response = server.get("/projection");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"position\":1,\"head\":2,\"lag_positions\":1,\"lag_seconds\":0.0,"
                        + "\"audited\":7,\"diverged\":2,\"parked\":[],"
                        + "\"search\":{\"position\":1,\"lag_positions\":1,\"lag_seconds\":1.5,\"parked\":[]}}");
    }

    @Test
    void a_parked_circle_is_named_with_its_reason_and_stays_until_it_can_be_read() {
        var id = server.create("Tennis", 20);
        server.ledger.force(new CircleId(id), new CircleDissolved());
        server.ledger.force(new CircleId(id), new CircleDissolved());
        var parked = node(server.get("/projection")).get("parked");
        assertThat(parked).hasSize(1);
        assertThat(parked.get(0).propertyNames())
                .containsExactly("circle_id", "version", "position", "reason", "since");
        assertThat(parked.get(0).get("circle_id").asString()).isEqualTo(id);
        assertThat(parked.get(0).get("version").asInt()).isEqualTo(3);

        var problem = problem(retry(id), 409, "still-parked");
        assertThat(problem.get("version").asInt()).isEqualTo(3);
    }

    @Test
    void a_circle_that_can_be_read_is_shown() {
        var id = server.create("Tennis", 20);
        assertThat(retry(id).statusCode()).isEqualTo(200);
        problem(retry(NOWHERE), 404, "circle-not-found");
        problem(retry("x"), 404, "circle-not-found");
    }
}
