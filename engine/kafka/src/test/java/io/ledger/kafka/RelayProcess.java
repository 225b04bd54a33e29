package io.ledger.kafka;

import io.ledger.stores.DatabaseAccess;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link RelayProgram} that runs. */
final class RelayProcess implements AutoCloseable {

    private final Process process;

    private RelayProcess(Process process) {
        this.process = process;
    }

    static RelayProcess start(DatabaseAccess access, KafkaSettings settings, Path log) throws IOException {
        var holder = "process-" + UUID.randomUUID();
        return new RelayProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        classPath(),
                        RelayProgram.class.getName(),
                        access.jdbcUrl(),
                        access.user(),
                        access.password(),
                        settings.bootstrapServers(),
                        settings.topic(),
                        Integer.toString(settings.replication()),
                        holder))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** That of the tests, whichever way they were started. */
    private static String classPath() {
        if (RelayProgram.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops the process as it is, with all its threads, until it is let go on. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var signal = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!signal.waitFor(10, TimeUnit.SECONDS) || signal.exitValue() != 0) {
            throw new IOException("The process cannot be sent SIG" + name);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
