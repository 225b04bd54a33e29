package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body in chunks is taken in one form only, and what follows it is never taken for a request by mistake. */
class ChunkedBodyTest {

    private static final String HEAD = String.join(
            "\r\n",
            "POST /note HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "");
    private static final String BODY = "{\"text\":\"Tennis\",\"size\":20}";
    private static final String SIZE = Integer.toHexString(BODY.length());
    private static final String END = "0\r\n\r\n";

    private static NoteServer server;

    @BeforeAll
    static void start() {
        server = new NoteServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "$;",
                "$;a",
                "$;a=b",
                "$ ;a=b",
                "$\t; a = \"b;c\"",
                "0$",
                "0000$",
                "$;a=b;c=\"\\\"\"",
            })
    void extensions_of_a_chunk_are_ignored(String size) throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(HEAD + size.replace("$", SIZE) + "\r\n" + BODY + "\r\n" + END);
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);
            connection.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.receive().orElseThrow().body()).isEqualTo("1.2.3");
        }
    }

    @Test
    void sizes_are_read_in_either_case_and_chunks_however_they_arrive() throws Exception {
        var body = BODY + " ".repeat(0xAb + 0xaB - BODY.length());
        var request = HEAD + "Ab\r\n" + body.substring(0, 0xab) + "\r\n0aB;x\r\n" + body.substring(0xab)
                + "\r\n000;y\r\n\r\n";
        try (var connection = new RawConnection(server.port())) {
            for (var i = 0; i < request.length(); i++) {
                connection.send(request.substring(i, i + 1));
            }
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);
            connection.send(request + request.substring(0, request.length() - 1));
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);
            connection.send(request.substring(request.length() - 1));
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(201);
        }
    }

    /** {@code $} stands for the size, {@code #} for the body of that size. */
    private static final List<String> OTHER_FORMS = List.of(
            "+$\r\n#\r\n0\r\n\r\n",
            "-$\r\n#\r\n0\r\n\r\n",
            " $\r\n#\r\n0\r\n\r\n",
            "$ \r\n#\r\n0\r\n\r\n",
            "$\t\r\n#\r\n0\r\n\r\n",
            "0x$\r\n#\r\n0\r\n\r\n",
            "$g\r\n#\r\n0\r\n\r\n",
            "$_\r\n#\r\n0\r\n\r\n",
            "\r\n#\r\n0\r\n\r\n",
            ";a\r\n#\r\n0\r\n\r\n",
            "\uff12\r\n#\r\n0\r\n\r\n",
            "0000000$\r\n#\r\n0\r\n\r\n",
            "ffffffffffffffff$\r\n#\r\n0\r\n\r\n",
            "$\n#\r\n0\r\n\r\n",
            "$\r#\r\n0\r\n\r\n",
            "$;a\n#\r\n0\r\n\r\n",
            "$;a\rb\r\n#\r\n0\r\n\r\n",
            "$;a\nb\r\n#\r\n0\r\n\r\n",
            "$\r\n#XX0\r\n\r\n",
            "$\r\n#\n0\r\n\r\n",
            "$\r\n#\r0\r\n\r\n",
            "$\r\n# \r\n0\r\n\r\n",
            "$\r\n#0\r\n\r\n",
            "$\r\n#\r\n0\r\nA: b\r\n\r\n",
            "$\r\n#\r\n0\n\n",
            "$\r\n#\r\n0\r\n\n",
            "$\r\n#\r\n+0\r\n\r\n",
            "$\r\n#\r\n-0\r\n\r\n",
            "$\r\n#\r\n\r\n\r\n");

    /** All at once, since the server waits a moment for what else a client sends before it closes. */
    @Test
    void any_other_form_is_refused_and_ends_the_connection() throws Exception {
        var events = server.notes.changes();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var refusals = OTHER_FORMS.stream()
                    .map(chunks -> executor.submit(() -> {
                        checkRefused(chunks);
                        return chunks;
                    }))
                    .toList();
            for (var refusal : refusals) {
                refusal.get();
            }
        }
        assertThat(server.notes.changes()).isEqualTo(events);
    }

    private static void checkRefused(String chunks) throws Exception {
        var smuggled = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n";
        try (var connection = new RawConnection(server.port())) {
            connection.send(HEAD + chunks.replace("$", SIZE).replace("#", BODY) + smuggled);
            var response = connection.receive().orElseThrow();
            assertThat(response.status()).as(chunks).isEqualTo(400);
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(connection.isClosedByServer()).as(chunks).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0\r\n", "2", "2\r\n", "2\r\n{", "2\r\n{}", "2\r\n{}\r\n"})
    void a_body_that_ends_before_its_last_chunk_is_refused(String chunks) throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(HEAD + chunks).endOfSending();
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void an_extension_without_an_end_is_refused() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(HEAD + SIZE + ";" + "a".repeat(1_000));
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(400);
        }
    }

    @Test
    void a_refusal_is_read_even_while_more_is_sent() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send(HEAD + "+1\r\n" + " ".repeat(60_000));
            assertThat(connection.receive().orElseThrow().status()).isEqualTo(400);
        }
    }
}
