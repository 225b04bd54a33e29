package io.ledger.http.routes;

import static io.ledger.http.server.NoteServer.header;
import static io.ledger.http.server.NoteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.KnownFailures;
import io.ledger.http.server.NoteServer;
import io.ledger.http.server.RequestTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebFileRoutesTest {

    private static final WebFileRoutes.Source PAGE = new WebFileRoutes.Source(
            "index.html", "text/html; charset=utf-8", "<script src=/console/{edition}/app.js></script>サークル");
    private static final WebFileRoutes.Source SCRIPT =
            new WebFileRoutes.Source("app.js", "text/javascript; charset=utf-8", "say('サークル');");

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpApi api = started(SCRIPT);

    private static HttpApi started(WebFileRoutes.Source... others) {
        var api = new HttpApi(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        "",
                        "1.2.3",
                        AccessSettings.open(AllowedHosts.LOOPBACK, false),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                RequestTraces.NONE,
                KnownFailures.NONE,
                List.of(new WebFileRoutes(PAGE, List.of(others))));
        api.start();
        return api;
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        api.close();
    }

    private HttpResponse<byte[]> get(HttpApi from, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + from.port() + path))
                .timeout(Duration.ofSeconds(20));
        try {
            return client.send(NoteServer.with(request, headers).build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String script() {
        return text(get(api, "/")).replaceAll("^<script src=(/console/[0-9a-f]{16}/app\\.js)>.*", "$1");
    }

    @Test
    void the_page_names_its_edition_and_is_asked_for_again() {
        var page = get(api, "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(text(page)).contains("サークル").doesNotContain("{edition}");
        var again = get(api, "/", "If-None-Match", header(page, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void a_file_of_an_edition_never_changes() {
        var script = get(api, script());
        assertThat(text(script)).isEqualTo(SCRIPT.content());
        assertThat(header(script, "Content-Type")).isEqualTo(SCRIPT.mediaType());
        assertThat(header(script, "Cache-Control")).startsWith("public, max-age=31536000, immutable");
        assertThat(header(script, "X-Content-Type-Options")).isEqualTo("nosniff");
        var other = started(new WebFileRoutes.Source("app.js", SCRIPT.mediaType(), "say('other');"));
        try {
            assertThat(get(other, script()).statusCode()).isEqualTo(404);
        } finally {
            other.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.5", "*", "GZIP"})
    void who_can_read_it_gets_it_compressed(String accepted) throws IOException {
        var script = get(api, script(), "Accept-Encoding", accepted);
        assertThat(header(script, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(script, "Vary")).isEqualTo("Accept-Encoding");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(script.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SCRIPT.content());
        }
        assertThat(header(script, "ETag")).isNotEqualTo(header(get(api, script()), "ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "gzip; q=0.0, br", "x-gzippy"})
    void who_cannot_gets_it_as_it_is(String accepted) {
        var script = get(api, script(), "Accept-Encoding", accepted);
        assertThat(header(script, "Content-Encoding")).isEmpty();
        assertThat(text(script)).isEqualTo(SCRIPT.content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/0000000000000000/app.js", "/console/x/../../pom.xml", "/console/app.js"})
    void what_is_no_file_of_it_is_not_found(String path) {
        assertThat(get(api, path).statusCode()).isEqualTo(404);
    }

    @Test
    void a_file_it_does_not_have_is_a_problem_that_says_what_to_do() {
        var missing = client(script().replace("app.js", "none.js"));
        problem(missing, 404, "not-found");
        assertThat(missing.body()).contains("load its page at / again");
    }

    private HttpResponse<String> client(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
