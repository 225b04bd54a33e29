package io.ledger.http.server;

import static io.ledger.http.server.TestClient.header;
import static io.ledger.http.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AuditEntry;
import io.ledger.http.access.RoleIdentities;
import io.ledger.http.server.RawConnection.Response;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose callers have to say who they are. */
class RightsTest {

    private static final String NOTE = "{\"text\":\"football\",\"size\":20}";

    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private final RoleIdentities identities = new RoleIdentities();
    private final NoteServer server = NoteServer.thatKnows(identities, audit::add);

    @AfterEach
    void stop() {
        server.close();
    }

    private Response send(String request, String... headers) throws IOException {
        return sendWithBody(request, "", headers);
    }

    private Response sendWithBody(String request, String body, String... headers) throws IOException {
        try (var connection = new RawConnection(server.port())) {
            var head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            return connection
                    .send("%s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n%s".formatted(request, head, length, body))
                    .receive(!request.startsWith("HEAD"))
                    .orElseThrow();
        }
    }

    private Response create(String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        return sendWithBody("POST /note", NOTE, all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /note, 401, 403, 200, 200, 200, 200",
        "HEAD /note, 401, 403, 200, 200, 200, 200",
        "GET /note/00000000-0000-7000-8000-000000000000, 401, 403, 404, 404, 404, 404",
        "DELETE /note/00000000-0000-7000-8000-000000000000, 401, 403, 403, 403, 403, 403",
        "GET /metrics, 401, 403, 403, 403, 200, 403",
        "GET /health/ready, 200, 200, 200, 200, 200, 200",
        // Not there, not by that method, and not in the table.
        "GET /nowhere, 401, 404, 404, 404, 404, 404",
        "GET /note/, 401, 404, 404, 404, 404, 404",
        "GET //note, 401, 404, 404, 404, 404, 404",
        "GET /x/../note, 401, 404, 404, 404, 404, 404",
        "PATCH /note, 401, 405, 405, 405, 405, 405",
        "OPTIONS /note, 401, 405, 405, 405, 405, 405",
        "TRACE /note, 401, 405, 405, 405, 405, 405",
        "BREW /note, 401, 405, 405, 405, 405, 405",
        "GET /docs, 401, 403, 403, 403, 403, 403",
    })
    void the_answer_is_what_the_table_says(
            String request, int unnamed, int nobody, int viewer, int editor, int operator, int administrator)
            throws IOException {
        assertThat(send(request).status()).as("unnamed").isEqualTo(unnamed);
        assertThat(send(request, "Authorization: Bearer nobody").status())
                .as("nobody")
                .isEqualTo(nobody);
        assertThat(send(request, "Authorization: Bearer viewer").status())
                .as("viewer")
                .isEqualTo(viewer);
        assertThat(send(request, "Authorization: Bearer editor").status())
                .as("editor")
                .isEqualTo(editor);
        assertThat(send(request, "Authorization: Bearer operator").status())
                .as("operator")
                .isEqualTo(operator);
        assertThat(send(request, "Authorization: Bearer administrator").status())
                .as("administrator")
                .isEqualTo(administrator);
        assertThat(send(request, "Authorization: Bearer unknown").status())
                .as("unknown")
                .isEqualTo(unnamed);
    }

    @Test
    void a_refusal_says_nothing_of_what_there_is() throws IOException {
        var id = header(server.send(with("editor", server.request("/note"))), "Location");
        assertThat(id).startsWith("/note/");
        for (var caller : List.of("nobody", "unknown")) {
            var existing = send("GET " + id, "Authorization: Bearer " + caller, "X-Request-Id: x");
            var none = send("GET /note/" + NoteServer.NOWHERE, "Authorization: Bearer " + caller, "X-Request-Id: x");
            assertThat(existing.status()).isEqualTo(none.status()).isIn(401, 403);
            assertThat(existing.body()).isEqualTo(none.body());
            assertThat(existing.headers().keySet()).isEqualTo(none.headers().keySet());
        }
    }

    private static HttpRequest.Builder with(String caller, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + caller)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(NOTE));
    }

    @Test
    void a_problem_says_how_to_get_in() {
        var unnamed = server.get("/note");
        problem(unnamed, 401, "unauthenticated");
        assertThat(header(unnamed, "WWW-Authenticate")).startsWith("Bearer");
        assertThat(problem(server.get("/metrics", "Authorization", "Bearer viewer"), 403, "forbidden")
                        .get("detail")
                        .asString())
                .contains("operator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic dmlld2VyOnZpZXdlcg==",
                "Authorization: viewer",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Bearer viewer, Bearer editor",
                "Authorization: Bearer vie wer",
                "Authorization: Bearer viewer\r\nAuthorization: Bearer viewer",
                "Authorization: Bearer viewer\r\nauthorization: Basic x",
                "Authorization: ",
            })
    void what_is_no_single_bearer_token_is_not_believed(String headers) throws IOException {
        assertThat(send("GET /note", headers).status()).isEqualTo(401);
        assertThat(send("GET /note", headers, "Cookie: session=viewer").status())
                .as("nor is a cookie beside it")
                .isEqualTo(401);
    }

    @Test
    void a_token_counts_alone_beside_a_cookie() throws IOException {
        assertThat(send("GET /note", "Authorization: bearer viewer").status()).isEqualTo(200);
        assertThat(send("GET /note", "Authorization: Bearer unknown", "Cookie: session=viewer")
                        .status())
                .isEqualTo(401);
        assertThat(create("Authorization: Bearer viewer", "Cookie: session=editor", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(403);
        assertThat(create("Authorization: Bearer editor", "Cookie: session=viewer")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_change_by_a_cookie_comes_from_no_other_page() throws IOException {
        var cookie = "Cookie: session=editor";
        for (var header : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://evil.example",
                "Origin: null")) {
            assertThat(create(cookie, header).json().get("type").asString())
                    .as(header)
                    .isEqualTo("/problems/cross-site");
        }
        for (var method : List.of("PUT /note/1", "DELETE /note/1", "PATCH /note", "BREW /note")) {
            assertThat(send(method, cookie, "Sec-Fetch-Site: cross-site")
                            .json()
                            .get("type")
                            .asString())
                    .as(method)
                    .isEqualTo("/problems/cross-site");
        }
        for (var header : List.of("Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Origin: http://localhost")) {
            assertThat(create(cookie, header).status()).as(header).isEqualTo(201);
        }
        assertThat(create(cookie).status()).as("a program says neither").isEqualTo(201);
        assertThat(create("Cookie: session=viewer", "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_another_site_gets_nothing_by_cookie_or_token() throws IOException {
        for (var proof : List.of("Cookie: session=editor", "Authorization: Bearer editor")) {
            for (var request : List.of("GET /note", "GET /news", "POST /note")) {
                assertThat(send(request, proof, "Sec-Fetch-Site: cross-site", "Accept: text/event-stream")
                                .json()
                                .get("type")
                                .asString())
                        .as("%s with %s", request, proof)
                        .isEqualTo("/problems/cross-site");
            }
        }
        assertThat(audit).extracting(AuditEntry::accountId).containsOnly(Optional.empty());
    }

    @Test
    void a_strange_host_is_refused_before_anybody_is_asked() throws IOException {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /note HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer unknown\r\n\r\n");
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1000000000000",
                "Content-Length: 1000000000000\r\nExpect: 100-continue",
                "Content-Length: 65537",
                "Content-Length: 20\r\nContent-Type: text/plain",
                "Content-Length: 20\r\nContent-Encoding: gzip",
                "Transfer-Encoding: chunked",
                "Content-Length: 20\r\nX-Actor: %",
            })
    void the_right_is_checked_before_a_body_is_waited_for(String headers) throws IOException {
        for (var caller : List.of("", "Authorization: Bearer unknown\r\n", "Authorization: Bearer viewer\r\n")) {
            try (var connection = new RawConnection(server.port())) {
                connection.send("POST /note HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n\r\n".formatted(caller, headers));
                assertThat(connection.receive().orElseThrow().status())
                        .isEqualTo(caller.contains("viewer") ? 403 : 401);
            }
        }
    }

    @Test
    void a_body_that_is_too_large_is_told_to_who_may_send_one() throws IOException {
        for (var request : List.of("POST /note", "GET /note")) {
            try (var connection = new RawConnection(server.port())) {
                connection.send(request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer editor\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 65537\r\n\r\n");
                var response = connection.receive().orElseThrow();
                assertThat(response.status()).isEqualTo(413);
                assertThat(response.header("Connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void a_connection_with_an_unread_body_ends_and_one_with_a_small_body_goes_on() throws IOException {
        try (var connection = new RawConnection(server.port())) {
            connection.send("POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nGET /");
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(401);
            connection.send("POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var refused = connection.receive().orElseThrow();
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("Connection")).isEqualTo("close");
            connection.endOfSending();
            assertThat(connection.receive()).isEmpty();
        }
    }

    @Test
    void a_listener_hears_nothing_after_its_token_was_revoked() throws IOException {
        try (var connection = new RawConnection(server.port())) {
            connection.send(String.join(
                    "\r\n",
                    "GET /news HTTP/1.1",
                    "Host: localhost",
                    "Accept: text/event-stream",
                    "Authorization: Bearer viewer",
                    "",
                    ""));
            assertThat(connection.line()).contains("200");
            identities.revoke("viewer");
            var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            var isOpen = true;
            // It would get a comment every 200 ms.
            while (isOpen && System.nanoTime() - end < 0) {
                isOpen = !connection.isClosedByServer();
            }
            assertThat(isOpen).isFalse();
        }
        assertThat(send("GET /news", "Authorization: Bearer viewer").status()).isEqualTo(401);
    }

    @Test
    void x_actor_counts_from_a_trusted_proxy_whose_caller_is_known() throws IOException {
        assertThat(create("X-Actor: somebody").status()).isEqualTo(401);
        assertThat(create("Authorization: Bearer editor", "X-Actor: %").status())
                .isEqualTo(400);
        assertThat(create("Authorization: Bearer editor", "X-Actor: somebody").status())
                .isEqualTo(201);
    }

    @Test
    void refusals_are_kept_and_counted() throws IOException {
        send("GET /note", "X-Forwarded-For: 192.0.2.7", "X-Request-Id: first");
        send("GET /note", "X-Forwarded-For: 192.0.2.7");
        send("GET /metrics", "Authorization: Bearer viewer", "X-Forwarded-For: 192.0.2.7");
        send("GET /note", "Authorization: Bearer viewer");
        assertThat(audit).hasSize(2);
        assertThat(audit.getFirst())
                .isEqualTo(new AuditEntry(
                        "refused", Optional.empty(), "192.0.2.7", "first", Map.of("problem", "unauthenticated")));
        assertThat(audit.getLast().accountId()).contains("id-of-viewer");
        assertThat(server.metrics()
                        .counter("ledger.refusals", "reason", "unauthenticated")
                        .count())
                .isEqualTo(2);
        assertThat(server.metrics()
                        .counter("ledger.refusals", "reason", "forbidden")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void browsers_are_told_to_come_by_tls_where_they_did() throws IOException {
        var plain = send("GET /note", "Authorization: Bearer viewer");
        assertThat(plain.header("Strict-Transport-Security")).isEmpty();
        for (var request : List.of("GET /note", "GET /nowhere", "GET /health/live")) {
            assertThat(send(request, "Authorization: Bearer viewer", "X-Forwarded-Proto: https")
                            .header("Strict-Transport-Security"))
                    .isEqualTo("max-age=31536000");
        }
    }

    @Test
    void every_answer_is_closed_to_other_sites_and_other_callers() throws IOException {
        for (var request : List.of("GET /note", "GET /nowhere", "GET /health/live", "GET /metrics")) {
            var response = send(request, "Authorization: Bearer viewer");
            assertThat(response.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(response.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'; base-uri 'none'; ");
            assertThat(response.header("Cache-Control")).isIn("no-store", "private, no-cache");
        }
        assertThat(send("GET /note", "Authorization: Bearer viewer").header("Vary"))
                .contains("Authorization")
                .contains("Cookie");
    }
}
