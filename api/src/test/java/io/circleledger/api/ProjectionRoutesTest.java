package io.circleledger.api;

import static io.circleledger.api.TestServer.NOWHERE;
import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.routes.Rebuilds;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    void a_read_model_that_does_not_last_says_why() {
        server.ledger.doesNotLast("started over 9 times in a row");
        assertThat(node(server.get("/projection")).get("trouble").asString())
                .isEqualTo("started over 9 times in a row");
    }

    @Test
    void a_parked_circle_is_named_with_its_reason_and_stays_until_it_can_be_read() {
        var id = server.create("Tennis", 20);
        server.ledger.force(Circles.stream(id), new CircleDissolved());
        server.ledger.force(Circles.stream(id), new CircleDissolved());
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

    private HttpResponse<String> beginRebuild() {
        return server.send(server.request("/projection/rebuild").POST(BodyPublishers.noBody()));
    }

    @Test
    void a_rebuild_is_begun_and_says_how_far_it_is() {
        assertThat(server.get("/projection/rebuild").body()).isEqualTo("{\"state\":\"none\"}");
        var begun = beginRebuild();
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(header(begun, "Location")).isEqualTo("/projection/rebuild");
        assertThat(node(begun).get("state").asString()).isEqualTo("running");

        server.rebuilds.reach(Rebuilds.RebuildStage.COMPARING, 7, 20);
        assertThat(server.get("/projection/rebuild").body())
                .isEqualTo("{\"state\":\"running\",\"started_at\":\"2026-04-01T09:00:00Z\","
                        + "\"work\":\"comparing\",\"done\":7,\"total\":20}");
        problem(beginRebuild(), 409, "rebuild-running");

        server.rebuilds.end(new Rebuilds.RebuildResult.ModelSwitch(new GlobalPosition(9), 2));
        assertThat(server.get("/projection/rebuild").body())
                .isEqualTo("{\"state\":\"switched\",\"position\":9,\"changed\":2,"
                        + "\"started_at\":\"2026-04-01T09:00:00Z\",\"ended_at\":\"2026-04-01T09:00:01Z\"}");
        assertThat(beginRebuild().statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @MethodSource
    void a_rebuild_that_changed_nothing_says_why_and_what_to_do(
            Rebuilds.RebuildResult result, String state, String words) {
        server.rebuilds.end(result);
        var document = node(server.get("/projection/rebuild"));
        assertThat(document.get("state").asString()).isEqualTo(state);
        assertThat(document.get("detail").asString()).contains(words).endsWith(".");
    }

    static List<Arguments> a_rebuild_that_changed_nothing_says_why_and_what_to_do() {
        return List.of(
                arguments(
                        new Rebuilds.RebuildResult.TooManyChanges(30, 100),
                        "refused",
                        "30 of 100 circles would change"),
                arguments(new Rebuilds.RebuildResult.OtherRebuild(), "busy", "wait for it"),
                arguments(
                        new Rebuilds.RebuildResult.Obstacle("database 3 is in use"),
                        "prevented",
                        "database 3 is in use"),
                arguments(new Rebuilds.RebuildResult.LostRace(), "outrun", "when there is less to do"),
                arguments(
                        new Rebuilds.RebuildResult.Breakdown("Redis does not answer"),
                        "failed",
                        "Redis does not answer"));
    }
}
