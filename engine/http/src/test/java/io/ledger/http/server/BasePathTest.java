package io.ledger.http.server;

import static io.ledger.http.server.TestClient.header;
import static io.ledger.http.server.TestClient.node;
import static io.ledger.http.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasePathTest {

    private final NoteServer server = NoteServer.under("/office/ledger");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void where_an_answer_leads_is_under_the_path() {
        server.notes.add("milk", 1);
        server.notes.add("bread", 1);
        var link = header(server.get("/office/ledger/note?limit=1"), "Link");
        assertThat(link).isEqualTo("</office/ledger/note?limit=1&after=1>; rel=\"next\"");
        assertThat(server.get(link.substring(1, link.indexOf('>'))).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/note", "/", "/openapi", "/version", "/office/ledgers/note", "/office", "//office/ledger/note"})
    void outside_of_the_path_there_is_nothing(String path) {
        var problem = problem(server.get(path), 404, "not-found");
        assertThat(problem.get("detail").asString()).contains("begin with /office/ledger;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    void whoever_looks_after_the_server_need_not_know_the_path(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(200);
        assertThat(server.get("/office/ledger" + path).statusCode()).isEqualTo(200);
    }

    @Test
    void without_its_slash_the_path_leads_to_the_console() {
        var response = server.get("/office/ledger");
        assertThat(response.statusCode()).isEqualTo(308);
        assertThat(header(response, "Location")).isEqualTo("/office/ledger/");
    }

    @Test
    void the_description_names_the_path_and_its_page_is_found() {
        assertThat(node(server.get("/office/ledger/openapi"))
                        .at("/servers/0/url")
                        .asString())
                .isEqualTo("/office/ledger");
        assertThat(server.get("/office/ledger/docs").body()).contains("href=\"docs/style.css\"", "href=\"openapi\"");
        assertThat(server.get("/office/ledger/docs/style.css").statusCode()).isEqualTo(200);
    }

    /** They are names and no addresses: a program compares them, under whatever path the server is. */
    @Test
    void problems_keep_their_names() {
        var problem = problem(server.get("/office/ledger/nowhere"), 404, "not-found");
        assertThat(problem.get("type").asString()).isEqualTo("/problems/not-found");
    }
}
