package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** The packaged program in a process of its own, seen from the outside. */
final class ServerProcess implements AutoCloseable {

    private static final Path APP = Path.of("target/app/circle-ledger.jar").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);

    /** What it takes besides to write down all that was loaded, on a machine that has other things to do. */
    private static final Duration LEAVE = Duration.ofMinutes(5);

    private static final Pattern READY = Pattern.compile("circle ledger is ready .*url=\"([^\"]+)\"");

    /** Sets the locale as the launcher does. */
    private static final Path LOCALE = Path.of("../.mvn/utf8-locale.sh").toAbsolutePath();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the program without waiting for it; HTTP_PORT is a free one unless it is given. */
    static ServerProcess launch(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        return launch("-XX:AOTCache=" + WarmStart.CACHE, directory, environment, arguments);
    }

    /** Runs a server once, so that its JVM leaves what it has loaded and linked in a file. */
    static void leaveCache(Path file, Path directory, Map<String, String> environment) throws IOException {
        try (var server = ready(launch("-XX:AOTCacheOutput=" + file, directory, environment))) {
            var created = server.post("/circle", "{\"circle_name\":\"football\",\"capacity\":20}");
            server.get(created.headers().firstValue("Location").orElseThrow());
            server.get("/circle?q=ball");
            server.get("/events");
            server.process.destroy();
            server.exitCode(LEAVE);
        }
    }

    private static ServerProcess launch(
            String cache, Path directory, Map<String, String> environment, String... arguments) throws IOException {
        var log = Files.createTempFile(directory, "server", ".log");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(new ArrayList<>(List.of(
                        "sh",
                        "-euc",
                        ". \"$0\"; exec \"$@\"",
                        LOCALE.toString(),
                        java,
                        "-Xmx256m",
                        // The quick compiler alone: these processes live for seconds and start often.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        cache,
                        "-Xlog:aot*=off",
                        "-Xlog:cds*=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        APP.toString())))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.matches("HTTP_.*|DATA_DIR|DATABASE_.*|REDIS_URL|ROLE|PROJECTION_SOURCE|KAFKA_.*"));
        builder.environment().put("HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** Starts the program and waits until it is ready. */
    static ServerProcess start(Path directory, Map<String, String> environment) throws IOException {
        return ready(launch(directory, environment));
    }

    private static ServerProcess ready(ServerProcess server) {
        try {
            server.await(
                    "the server is ready",
                    START,
                    () -> !server.process.isAlive()
                            || READY.matcher(server.log()).find());
            assertThat(server.process.isAlive())
                    .as(() -> "exit code " + server.process.exitValue() + "\n" + server.log())
                    .isTrue();
            server.await(
                    "ready answers 200",
                    START,
                    () -> server.get("/health/ready").statusCode() == 200);
            return server;
        } catch (AssertionError | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String url() {
        var ready = READY.matcher(log());
        assertThat(ready.find()).as(log()).isTrue();
        return ready.group(1);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path).POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json"));
    }

    HttpResponse<String> put(String path, String json) {
        return send(request(path).PUT(BodyPublishers.ofString(json)).header("Content-Type", "application/json"));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(log(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    /** Waits until searches have what was written: a page that is opened then shows it at once. */
    void awaitFound(HttpResponse<String> written) {
        var position = written.headers().firstValue("Ledger-Position").orElseThrow();
        var search = request("/circle?sort=name&limit=1").header("Ledger-Position", position);
        await("the index has it", () -> send(search.GET()).statusCode() == 200);
    }

    void await(String what, BooleanSupplier condition) {
        await(what, LONGEST, condition);
    }

    void await(String what, Duration longest, BooleanSupplier condition) {
        var deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + "\n" + log()).isLessThan(deadline);
            Thread.onSpinWait();
            try {
                Thread.sleep(20);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(failure);
            }
        }
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() {
        process.destroy();
        return exitCode();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for the end and tells how it came. */
    int exitCode() {
        return exitCode(STOP);
    }

    private int exitCode(Duration longest) {
        try {
            assertThat(process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS))
                    .as(log())
                    .isTrue();
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
