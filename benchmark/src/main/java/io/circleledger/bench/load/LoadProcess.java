package io.circleledger.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The load generator in a JVM of its own, so that its garbage and its compiler are neither the
 * harness's nor the server's.
 */
public final class LoadProcess implements AutoCloseable {

    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private LoadProcess(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param errors where its error output goes
     */
    public static LoadProcess start(Path errors) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName());
        return new LoadProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start());
    }

    /**
     * Has an order carried out.
     *
     * @throws LoadFailure when anything answered as it should not
     */
    public LoadResult run(LoadOrder order) throws IOException {
        orders.println(order.line());
        var answer = answers.readLine();
        if (answer == null) {
            throw new LoadFailure("the load generator has ended; see load.log");
        }
        return LoadResult.parse(answer);
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
