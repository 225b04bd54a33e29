package io.ledger.http.server;

import static io.ledger.http.server.NoteServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    private static final String LIST = "/note";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static NoteServer server;

    @BeforeAll
    static void start() {
        server = new NoteServer();
        for (var i = 0; i < 20; i++) {
            server.create("天文研究会" + i, 20);
        }
    }

    @AfterAll
    static void stop() {
        CLIENT.shutdownNow();
        server.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return CLIENT.send(NoteServer.with(server.request(path), headers).build(), BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] body) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "*",
                "br, gzip",
                "gzip;q=0.1",
                "gzip; q=1.000, identity; q=0.5",
                "identity;q=0, gzip;q=0.5",
                "identity;q=0, *",
                "deflate;q=1, *;q=0.2"
            })
    void a_long_answer_is_compressed_for_who_takes_that(String accepted) throws Exception {
        var response = get(LIST, "Accept-Encoding", accepted);
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(response, "Vary")).isEqualTo("Authorization, Cookie, Accept-Encoding");
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(response.body().length));
        var plain = server.get(LIST);
        assertThat(unpacked(response.body())).isEqualTo(plain.body());
        assertThat(response.body().length).isLessThan(plain.body().length() / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br",
                "gzip;q=0",
                "gzip;q=0.000, *",
                "*;q=0",
                "gzip;q=0.5, identity",
                "gzip;q=2",
                "gzip;q=x",
                "gzipped"
            })
    void it_is_not_for_others(String accepted) throws Exception {
        var response = get(LIST, "Accept-Encoding", accepted);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(response, "Vary"))
                .as("a cache has to know")
                .isEqualTo("Authorization, Cookie, Accept-Encoding");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("[{");
    }

    @Test
    void each_form_has_its_tag_and_either_is_known_again() throws Exception {
        var path = "/openapi";
        var plain = header(get(path), "ETag");
        var compressed = header(get(path, "Accept-Encoding", "gzip"), "ETag");
        assertThat(compressed).isEqualTo(plain.replaceAll("\"$", "-gzip\""));
        for (var tag : List.of(plain, compressed, "W/" + compressed, "\"x\", " + compressed)) {
            for (var accepted : List.of("gzip", "identity")) {
                var again = get(path, "Accept-Encoding", accepted, "If-None-Match", tag);
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(tag).contains(header(again, "ETag"));
            }
        }
        assertThat(get(path, "If-None-Match", "\"x-gzip\"").statusCode()).isEqualTo(200);
    }

    @Test
    void a_note_is_short_and_its_tag_the_one_to_change_it_with() throws Exception {
        var id = server.create("文".repeat(100), 20);
        var response = get("/note/" + id, "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo("\"1\"");
        assertThat(server.put(id, "{\"size\":30}", "If-Match", "\"1\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_tells_the_length_that_get_has() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            for (var accepted : List.of("gzip", "identity")) {
                connection.send("HEAD /note HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
                var head = connection.receive(false).orElseThrow();
                assertThat(head.header("Content-Length"))
                        .isEqualTo(String.valueOf(
                                get(LIST, "Accept-Encoding", accepted).body().length));
            }
        }
    }

    @Test
    void what_varies_for_another_reason_varies_for_both() throws Exception {
        for (var i = 0; i < 40; i++) {
            server.news.add("{\"name\":\"chess\",\"size\":8}");
        }
        var response = get("/news", "Accept-Encoding", "gzip");
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        assertThat(Arrays.asList(header(response, "Vary").split(", "))).containsExactly("Accept", "Accept-Encoding");
        server.news.close();
    }
}
