import java.io.IOException;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A start of the server in a temporary directory, some use of it, and a stop: what the launcher has the server's JVM
 * record after a build (docs/adr/0026-a-recorded-start.md).
 *
 * <p>The arguments are the command that starts the server. What the server says goes to standard output.
 */
final class Rehearsal {

    private static final int CIRCLES = 60;
    private static final int CHANGES = 4;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** A start that unpacks the stores first. */
    private static final long START_SECONDS = 120;

    /** A stop at which the JVM writes its record. */
    private static final long STOP_SECONDS = 120;

    private static final long POLL_MILLIS = 50;
    private static final Pattern READY = Pattern.compile("circle ledger is ready .*url=\"([^\"]+)\"");

    /** Settings of the server that is to be run later are none of the rehearsal's. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR");

    private final String url;
    private final HttpClient client;

    private Rehearsal(String url, HttpClient client) {
        this.url = url;
        this.client = client;
    }

    public static void main(String[] command) throws Exception {
        var directory = Files.createTempDirectory("circle-ledger-rehearsal");
        try {
            run(List.of(command), directory);
        } finally {
            delete(directory);
        }
    }

    private static void run(List<String> command, Path directory) throws IOException, InterruptedException {
        var log = directory.resolve("server.log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        builder.environment().put("HTTP_PORT", "0");
        builder.environment().put("DATA_DIR", directory.resolve("data").toString());
        var server = builder.start();
        var killer = new Thread(() -> stopNow(server));
        Runtime.getRuntime().addShutdownHook(killer);
        try (var client = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
            new Rehearsal(url(server, log), client).requests();
            server.destroy();
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || server.exitValue() != 0) {
                throw new IllegalStateException("the server did not stop as it should");
            }
        } finally {
            stopNow(server);
            System.out.print(Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    private static void stopNow(Process server) {
        if (server.isAlive()) {
            server.destroy();
            try {
                server.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            server.destroyForcibly();
        }
    }

    private static String url(Process server, Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            var ready = READY.matcher(Files.readString(log, StandardCharsets.UTF_8));
            if (ready.find()) {
                return ready.group(1);
            }
            if (server.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server ended with " + server.exitValue());
            }
            if (System.nanoTime() >= deadline) {
                throw new IllegalStateException("the server is not ready in time");
            }
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
        rebuild();
    }

    private void rebuild() throws IOException, InterruptedException {
        send(202, "POST", "/projection/rebuild", "");
        var deadline = System.nanoTime() + ANSWER.toNanos();
        while (send(200, "GET", "/projection/rebuild", "").body().contains("\"state\":\"running\"")) {
            if (System.nanoTime() >= deadline) {
                throw new IllegalStateException("the rebuild does not end");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private HttpResponse<String> send(int expected, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url).resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(
                    "%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
