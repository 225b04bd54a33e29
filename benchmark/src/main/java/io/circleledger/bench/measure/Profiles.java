package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.report.HotSpots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the server's time goes, path by path, as its own Flight Recorder saw it. */
public final class Profiles {

    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final int CONNECTIONS = 64;
    private static final int MOST_CIRCLES = 200_000;
    private static final int JCMD_SECONDS = 60;

    private final Run run;

    public Profiles(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var sizes = run.sizes();
        try (var ledger = run.ledger("profile")) {
            var ids = new ArrayList<>(new Seeder(ledger.stores()).circles(HOT_CIRCLES));
            ledger.stores().awaitProjection(CATCH_UP);
            var hot = ledger.write("hot", ids);
            ledger.load(Reads.circles(hot, CONNECTIONS, sizes.warmUpMillis()));
            profiled(
                    ledger,
                    "GET one circle, hot",
                    () -> ledger.load(Reads.circles(hot, CONNECTIONS, sizes.profileMillis())));
            profiled(ledger, "projection", () -> {
                ids.addAll(new Seeder(ledger.stores()).circles(Math.min(MOST_CIRCLES, sizes.circles()) - HOT_CIRCLES));
                ledger.stores().awaitProjection(CATCH_UP);
            });
            var cold = ledger.write("cold", Reads.shuffled(ids));
            profiled(
                    ledger,
                    "GET one circle, cold",
                    () -> ledger.load(Reads.circles(cold, CONNECTIONS, sizes.profileMillis())));
            ledger.load(create(sizes.warmUpMillis()));
            profiled(ledger, "POST create", () -> ledger.load(create(sizes.profileMillis())));
        }
    }

    private static final int HOT_CIRCLES = 100;

    private static LoadOrder create(int millis) {
        return LoadOrder.of("create").with("connections", CONNECTIONS).with("millis", millis);
    }

    private void profiled(Ledger ledger, String path, Run.Section load)
            throws IOException, SQLException, InterruptedException {
        run.progress().say("profile: %s", path);
        var recording = ledger.file("recording.jfr");
        Files.deleteIfExists(recording);
        var pid = ledger.server().pid();
        // The sampler by CPU time sees native code too; where there is none, the other one is used.
        jcmd(pid, "JFR.start", "name=bench", "settings=profile", "jdk.CPUTimeSample#enabled=true");
        try {
            load.measure();
        } finally {
            jcmd(pid, "JFR.stop", "name=bench", "filename=" + recording);
        }
        run.results().profile(path, HotSpots.of(recording).lines());
    }

    private void jcmd(long pid, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(arguments));
        var log = run.work().resolve("jcmd.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("jcmd " + String.join(" ", arguments) + " failed; see jcmd.log");
        }
    }
}
