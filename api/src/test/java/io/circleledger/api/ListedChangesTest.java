package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists of circles with when, and by whom, each was created and changed. */
class ListedChangesTest {

    private final TestServer server = TestServer.thatTrustsActors();

    @AfterEach
    void stop() {
        server.close();
    }

    private String created(String actor, String name) {
        var response = server.send(server.request("/circle")
                .header("X-Actor", actor)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name))));
        return node(response).get("circle_id").asString();
    }

    private List<JsonNode> events(String id) {
        return list("/circle/" + id + "/events");
    }

    private List<JsonNode> list(String path) {
        var rows = new ArrayList<JsonNode>();
        node(server.get(path)).forEach(rows::add);
        return rows;
    }

    /** What a row says of an event, against what the history says of it. */
    private static void assertChanged(JsonNode row, JsonNode first, JsonNode last) {
        assertThat(row.get("created_at")).isEqualTo(first.get("occurred_at"));
        assertThat(row.get("changed_at")).isEqualTo(last.get("occurred_at"));
        assertThat(row.get("changed_by")).isEqualTo(last.get("actor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&q=e", "&sort=name", "&status=all", "&order=desc"})
    void eachCircleHasWhatItsHistoryHasOfTheListedVersion(String search) {
        var chess = created("hana", "chess");
        created("%22taro%22", "tennis");
        server.put(chess, "{\"capacity\":30,\"version\":1}", "X-Actor", "%E8%8A%B1%E5%AD%90");

        var rows = list("/circle?with=changes" + search);

        assertThat(rows).hasSize(2);
        for (var row : rows) {
            var events = events(row.get("circle_id").asString());
            assertChanged(row, events.getFirst(), events.getLast());
        }
        assertThat(rows)
                .extracting(row -> row.get("changed_by").asString())
                .containsExactlyInAnyOrder("花子", "\"taro\"");
    }

    @Test
    void aListWithoutThemIsWhatItWas() {
        var id = created("hana", "chess");
        assertThat(server.get("/circle").body())
                .isEqualTo(
                        "[{\"circle_id\":\"" + id
                                + "\",\"circle_name\":\"chess\",\"capacity\":20,\"version\":1,\"status\":\"active\",\"members\":0}]");
    }

    @Test
    void aDissolvedCircleSaysWhoHasDissolvedIt() {
        var id = created("hana", "chess");
        server.send(server.request("/circle/" + id + "?version=1")
                .header("X-Actor", "mika")
                .DELETE());

        var row = list("/circle?status=dissolved&with=changes").getFirst();

        assertChanged(row, events(id).getFirst(), events(id).getLast());
        assertThat(row.get("changed_by").asString()).isEqualTo("mika");
        assertThat(row.get("changed_at")).isEqualTo(row.get("dissolved_at"));
    }

    @Test
    void aListOfThePastHasTheChangesOfItsTime() {
        var id = created("hana", "chess");
        var then = events(id).getFirst().get("occurred_at").asString();
        server.put(id, "{\"capacity\":30,\"version\":1}", "X-Actor", "mika");

        var row = list("/circle?with=changes&as_of=" + then).getFirst();

        assertThat(row.get("version").asInt()).isEqualTo(1);
        assertChanged(row, events(id).getFirst(), events(id).getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/circle?limit=1&with=changes", "/circle?limit=1&with=changes&sort=name"})
    void theNextPageHasThemToo(String path) {
        created("hana", "chess");
        created("mika", "tennis");

        var next = header(server.get(path), "Link").replaceAll("<(.*)>.*", "$1");

        assertThat(next).endsWith("&with=changes");
        assertThat(list(next))
                .extracting(row -> row.get("changed_by").asString())
                .containsExactly("mika");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with=", "with=history", "with=changes,members", "with=Changes"})
    void anythingElseIsRefused(String with) {
        var response = server.get("/circle?" + with);
        assertThat(response.body()).contains("use changes, or leave this out");
        assertThat(pointers(problem(response, 400, "invalid-request"))).containsExactly("?with");
    }

    @Test
    void aFileHasNone() {
        var response = server.get("/circle?format=csv&with=changes");
        assertThat(pointers(problem(response, 400, "invalid-request"))).containsExactly("?with");
        assertThat(response.body()).contains("leave this out, or ask for JSON");
    }
}
