package io.circleledger.bench.measure;

import io.ledger.stores.StoresEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A server started as users start it, with {@code ./circle-ledger}, in a process of its own. */
final class Server implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Process process;
    private final Path dataDir;
    private final int port;
    private final double startMillis;
    private final Thread hook;

    private Server(Process process, Path dataDir, int port, long startedNanos)
            throws IOException, InterruptedException {
        this.process = process;
        this.dataDir = dataDir;
        this.port = port;
        // Ctrl-C reaches the server as well; a signal to the harness alone does not.
        this.hook = new Thread(this::terminate);
        Runtime.getRuntime().addShutdownHook(hook);
        var complete = false;
        try {
            startMillis = awaitReady(startedNanos);
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Starts a server, and returns at the first 200 of /health/ready. */
    static Server start(Path project, Path dataDir, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        var port = freePort();
        var started = System.nanoTime();
        var process = command(project, dataDir, environment, List.of("HTTP_PORT=" + port), List.of())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Server(process, dataDir, port, started);
    }

    /** The program with a clean environment, so that a run does not depend on who runs it. */
    static ProcessBuilder command(
            Path project, Path dataDir, Map<String, String> environment, List<String> more, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(project.resolve("circle-ledger").toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(project.toFile());
        var variables = builder.environment();
        variables
                .keySet()
                .removeIf(name -> name.matches("HTTP_.*|DATA.*|REDIS_URL|SNAPSHOT_.*|IDEMPOTENCY_.*"
                        + "|ALLOW_UNSAFE_DATABASE|JAVA_OPTS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
        variables.put("DATA_DIR", dataDir.toString());
        variables.putAll(environment);
        for (var pair : more) {
            var equals = pair.indexOf('=');
            variables.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return builder;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private double awaitReady(long startedNanos) throws InterruptedException {
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server has ended with exit code " + process.exitValue()
                        + " instead of starting; see server.log");
            }
            if (isReady()) {
                return (System.nanoTime() - startedNanos) / 1e6;
            }
            if (System.nanoTime() - startedNanos > START.toNanos()) {
                throw new IllegalStateException("the server was not ready in time; see server.log");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the launcher to the first 200 of /health/ready. */
    double startMillis() {
        return startMillis;
    }

    /** Where the embedded stores answer. */
    Map<String, String> stores() {
        return new TreeMap<>(StoresEnv.read(dataDir)
                .orElseThrow(() -> new IllegalStateException("the server has written no stores.env")));
    }

    /** The memory that the server's own process has in use, in megabytes. */
    double residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("the system does not tell the memory of process " + pid());
    }

    private void terminate() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        terminate();
        client.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The harness is ending: the hook finds a server that has stopped.
        }
    }
}
