package io.ledger.stores;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The way store processes are run and ended. */
final class StoreProcess {

    /**
     * All that a child gets of our environment: not the server's secrets, and not systemd's
     * notification socket, on which MariaDB would report itself as the server.
     */
    private static final Set<String> PASSED_ON = Set.of("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH");

    private StoreProcess() {}

    /**
     * Describes a child whose output goes to the log.
     *
     * <p>It gets a session of its own, if the machine has {@code setsid} (macOS does not): a Ctrl-C
     * in the terminal reaches this server alone, which can then finish its work before it stops
     * the stores. {@code setsid} replaces itself with the program, so the pid is the program's.
     */
    static ProcessBuilder builder(List<String> command, Path workingDirectory, StoreLog log) {
        var words = new ArrayList<String>();
        setsid().ifPresent(path -> words.add(path.toString()));
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .directory(workingDirectory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().keySet().retainAll(PASSED_ON);
        return builder;
    }

    /** Ends the process: SIGTERM, a bounded wait, SIGKILL. Returns whether SIGTERM was enough. */
    static boolean end(Process process, long stopTimeoutMillis) throws InterruptedException {
        process.destroy();
        if (process.waitFor(stopTimeoutMillis, TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill(process);
        return false;
    }

    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(StoreLimits.KILL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new EmbeddedStoreException("Process " + process.pid() + " does not end after"
                    + " SIGKILL (is its disk hanging?). End it before the next start.");
        }
    }

    /** Runs a program to its end with that input; returns why it failed, or nothing. */
    static Optional<String> runToEnd(ProcessBuilder builder, Path input, long timeoutMillis)
            throws IOException, InterruptedException {
        var process = builder.redirectInput(input.toFile()).start();
        try {
            if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                return Optional.of("did not end within " + timeoutMillis + " ms");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("ended with exit code " + process.exitValue());
        } finally {
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        }
    }

    private static Optional<Path> setsid() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
