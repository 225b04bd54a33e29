package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/1.0, as nginx does to what is behind it unless it is told otherwise. */
class OldHttpTest {

    private static final String BODY = "{\"text\":\"Tennis\",\"size\":20}";

    private static NoteServer server;

    @BeforeAll
    static void start() {
        server = new NoteServer();
    }

    @AfterAll
    static void stop() {
        server.news.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: x\r\n",
                "Host: 127.0.0.1:8080\r\nConnection: close\r\n",
                "Connection: keep-alive, close\r\n",
                "Connection: Upgrade\r\nAccept: */*\r\n"
            })
    void a_request_is_answered_and_the_connection_closed(String headers) throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /health/live HTTP/1.0\r\n" + headers + "\r\n");
            var response = connection.receive().orElseThrow();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"status\":\"live\"}");
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(response.headers()).doesNotContainKey("transfer-encoding");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void a_connection_is_kept_for_a_client_that_asks_for_it() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            for (var path : new String[] {"/version", "/nowhere", "/version"}) {
                connection.send("GET " + path + " HTTP/1.0\r\nconnection: Keep-Alive\r\n\r\n");
                assertThat(connection.receive().orElseThrow().header("Connection"))
                        .isEqualToIgnoringCase("keep-alive");
            }
            connection.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.receive().orElseThrow().headers()).doesNotContainKey("connection");
            connection.send("HEAD /version HTTP/1.0\r\n\r\n");
            assertThat(connection.receive(false).orElseThrow().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void a_body_is_taken_and_nothing_is_said_before_the_answer() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("POST /note HTTP/1.0\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                    + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void a_stream_comes_without_chunks_until_the_connection_ends() throws Exception {
        server.news.add("{\"name\":\"chess\",\"size\":8}");
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /news HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n");
            var response = connection.receive().orElseThrow();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(connection.line()).isEqualTo("retry: 1000");
            assertThat(connection.line()).isEmpty();
            assertThat(connection.line()).startsWith("id: 1");
            assertThat(connection.line()).startsWith("data: {");
            server.news.close();
            while (!connection.isClosedByServer()) {
                Thread.onSpinWait();
            }
        }
    }
}
