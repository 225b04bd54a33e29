package io.circleledger.main;

import io.circleledger.main.Configuration.Reading.Unusable;
import io.circleledger.main.Configuration.Reading.Usable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import java.util.Comparator;
import java.util.Map;

/**
 * A start of the server in a temporary directory, some use of it, and a stop.
 *
 * <p>The launcher has the JVM record it: which classes are loaded and which methods are hot. With that
 * record the next starts are about twice as fast, and the first requests are (JEP 483, 514, 515).
 */
final class Rehearsal {

    private static final int CIRCLES = 60;
    private static final int CHANGES = 4;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String url;
    private final HttpClient client;

    private Rehearsal(String url, HttpClient client) {
        this.url = url;
        this.client = client;
    }

    /** @throws StartFailure when the server does not start, or does not answer as it should */
    static void run(String version) throws InterruptedException {
        try {
            var directory = Files.createTempDirectory("circle-ledger-rehearsal");
            try {
                run(configuration(directory), version);
            } finally {
                delete(directory);
            }
        } catch (IOException failure) {
            throw new StartFailure("the rehearsal failed: " + failure.getMessage(), failure);
        }
    }

    private static Configuration configuration(Path directory) {
        return switch (Configuration.read(Map.of("HTTP_PORT", "0", "DATA_DIR", directory.toString()))) {
            case Usable(var configuration) -> configuration;
            case Unusable(var faults) -> throw new IllegalStateException(String.join("; ", faults));
        };
    }

    private static void run(Configuration configuration, String version) throws IOException, InterruptedException {
        try (var application = Application.start(configuration, version);
                var client = HttpClient.newBuilder().connectTimeout(LONGEST).build()) {
            new Rehearsal("http://127.0.0.1:" + application.port(), client).requests();
        }
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new RebuildCommand(nowhere, nowhere).rebuild(configuration, Subcommand.DEFAULT_SHARE_PERCENT);
            new VerifyCommand(nowhere).verify(configuration);
        }
    }

    private void requests() throws IOException, InterruptedException {
        for (var i = 0; i < CIRCLES; i++) {
            var created = send(201, "POST", "/circle", "{\"circle_name\":\"circle %d\",\"capacity\":20}".formatted(i));
            var circle = created.headers().firstValue("Location").orElseThrow();
            for (var version = 1; version <= CHANGES; version++) {
                send(200, "PUT", circle, "{\"capacity\":%d,\"version\":%d}".formatted(20 + version, version));
                send(200, "GET", circle, "");
            }
            send(200, "GET", circle + "/events", "");
            send(200, "GET", circle + "?as_of_version=2", "");
            send(200, "GET", circle + "/blame", "");
            send(409, "PUT", circle, "{\"capacity\":3,\"version\":1}");
            if (i % 2 == 0) {
                send(204, "DELETE", circle + "?version=" + (CHANGES + 1), "");
                send(410, "GET", circle, "");
            }
            send(200, "GET", "/circle?limit=10", "");
            send(200, "GET", "/health/ready", "");
        }
        send(200, "GET", "/metrics", "");
        send(200, "GET", "/projection", "");
    }

    private HttpResponse<String> send(int expected, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new StartFailure(
                    "the rehearsal failed: %s %s answered %d".formatted(method, path, answer.statusCode()));
        }
        return answer;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Rehearsal::deleteOne);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
