package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ledger.http.routes.FeedRoutes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx in front: one port with a bare {@code proxy_pass}, one that keeps its connections. */
class NginxTest {

    private static final int PORT_ATTEMPTS = 3;

    private final TestServer server = new TestServer();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private int bare;
    private int kept;
    private Process nginx;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        var program = Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx", "/usr/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(program)
                .as("nginx is not installed: what stands behind it is not tried here")
                .isPresent();
        for (var attempt = 1; !listens(program.get(), directory); attempt++) {
            assertThat(attempt).as("nginx does not listen").isLessThan(PORT_ATTEMPTS);
            nginx.destroyForcibly().waitFor();
        }
    }

    /** Starts it on two ports, which somebody else may have taken by then. */
    private boolean listens(Path program, Path directory) throws Exception {
        bare = freePort();
        kept = freePort();
        var file = directory.resolve("nginx.conf");
        Files.writeString(file, configuration(directory));
        nginx = new ProcessBuilder(program.toString(), "-c", file.toString(), "-p", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        return listens(bare) && listens(kept) && nginx.isAlive();
    }

    private String configuration(Path directory) {
        return """
            daemon off;
            master_process off;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              upstream ledger { server 127.0.0.1:%2$d; keepalive 4; }
              server {
                listen 127.0.0.1:%3$d;
                location / { proxy_pass http://127.0.0.1:%2$d; }
              }
              server {
                listen 127.0.0.1:%4$d;
                location / {
                  proxy_pass http://ledger;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host localhost;
                }
              }
            }
            """.formatted(directory, server.port(), bare, kept);
    }

    @AfterEach
    void stop() throws Exception {
        server.feed.close();
        client.shutdownNow();
        if (nginx != null) {
            nginx.destroy();
            assertThat(nginx.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        server.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens(int port) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (nginx.isAlive() && System.nanoTime() < deadline) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (ConnectException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        return false;
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void everything_works_behind_a_bare_proxy_pass() throws Exception {
        for (var port : new int[] {bare, kept, bare, kept}) {
            assertThat(send(request(port, "/version")).body()).isEqualTo("1.2.3");
            assertThat(send(request(port, "/nowhere")).statusCode()).isEqualTo(404);
            var created = send(request(port, "/circle")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"circle_name\":\"Tennis\",\"capacity\":20}")));
            assertThat(created.statusCode()).isEqualTo(201);
            var circle = created.headers().firstValue("Location").orElseThrow();
            assertThat(send(request(port, circle).header("If-None-Match", "\"1\""))
                            .statusCode())
                    .isEqualTo(304);
            assertThat(send(request(port, circle + "?version=1").DELETE()).statusCode())
                    .isEqualTo(204);
            assertThat(send(request(port, "/openapi").header("Accept-Encoding", "gzip"))
                            .headers()
                            .firstValue("Content-Encoding"))
                    .hasValue("gzip");
            assertThat(send(request(port, "/docs")).body()).endsWith("</html>\n");
        }
    }

    @Test
    void events_arrive_through_its_buffers_when_they_happen() throws Exception {
        for (var port : new int[] {bare, kept}) {
            var response = client.send(
                    request(port, "/events").header("Accept", FeedRoutes.STREAM).build(), BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("retry: 1000");
                server.feed.add(TestServer.NOWHERE, "CircleCreated", "{\"name\":\"chess\",\"capacity\":8}");
                assertThat(lines.lines()
                                .filter(line -> line.startsWith("data: "))
                                .findFirst())
                        .isPresent();
            }
        }
    }
}
