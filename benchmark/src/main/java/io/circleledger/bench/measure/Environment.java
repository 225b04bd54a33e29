package io.circleledger.bench.measure;

import io.circleledger.bench.report.Results;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the figures depend on: machine, versions, settings, and what forcing data to disk costs. */
public final class Environment {

    private static final int FLUSHES = 300;
    private static final int FLUSHED_BYTES = 512;
    private static final int GIT_SECONDS = 5;

    private final Run run;

    public Environment(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var results = run.results();
        machine(results);
        flushes();
        try (var ledger = run.ledger("environment")) {
            var stores = ledger.stores();
            results.fact("Circle Ledger", ledger.server().get("/version").body() + commit());
            results.fact("MariaDB", stores.asked("SELECT VERSION()") + ", embedded");
            results.fact("Redis", stores.redisInfo("redis_version") + ", embedded");
            results.fact("innodb_flush_log_at_trx_commit", stores.asked("SELECT @@innodb_flush_log_at_trx_commit"));
            results.fact("innodb_flush_method", stores.asked("SELECT @@innodb_flush_method"));
            results.fact(
                    "innodb_buffer_pool_size",
                    Long.parseLong(stores.asked("SELECT @@innodb_buffer_pool_size")) / (1 << 20) + " MB");
        }
    }

    private static void machine(Results results) throws IOException {
        var model = firstLine(Path.of("/proc/cpuinfo"), "model name");
        var memory = firstLine(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
        results.fact("Processor", model + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        results.fact("Memory", String.format(Locale.ROOT, "%.0f GB", Double.parseDouble(memory) / (1 << 20)));
        results.fact("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.fact("JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    private static String firstLine(Path file, String beginning) throws IOException {
        if (!Files.isReadable(file)) {
            return "0 unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0 unknown");
    }

    /** What a flush to the disk under the data directory costs, without any database. */
    private void flushes() throws IOException {
        var file = run.work().resolve("flush");
        var micros = new double[FLUSHES];
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (var i = 0; i < FLUSHES; i++) {
                channel.write(ByteBuffer.allocate(FLUSHED_BYTES));
                var start = System.nanoTime();
                channel.force(false);
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(micros);
        run.results()
                .fact(
                        "One fsync of %d appended bytes".formatted(FLUSHED_BYTES),
                        String.format(
                                Locale.ROOT,
                                "p50 %.0f µs, p99 %.0f µs",
                                micros[FLUSHES / 2],
                                micros[FLUSHES * 99 / 100]));
    }

    /** The commit that is measured; nothing where there is no git. */
    private String commit() throws InterruptedException {
        try {
            var git = new ProcessBuilder(List.of("git", "rev-parse", "--short", "HEAD"))
                    .directory(run.project().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var answer = git.inputReader()) {
                var line = answer.readLine();
                git.waitFor(GIT_SECONDS, TimeUnit.SECONDS);
                return line == null ? "" : ", commit " + line;
            }
        } catch (IOException _) {
            return "";
        }
    }
}
