package io.circleledger.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast {@code ./circle-ledger rebuild} builds the read model anew, beside a running server. */
public final class Rebuild {

    private static final Duration CATCH_UP = Duration.ofMinutes(8);

    /** A rebuild is long; more rounds would tell little more. */
    private static final int MOST_ROUNDS = 3;

    private final Run run;

    public Rebuild(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var circles = run.sizes().rebuildCircles();
        var events = circles * Sizes.REBUILD_EVENTS;
        try (var ledger = run.ledger("rebuild")) {
            run.progress().say("rebuild: filling the log with %,d events of %,d circles", events, circles);
            new Seeder(ledger.stores()).histories(circles, Sizes.REBUILD_EVENTS, true);
            run.progress().say("rebuild: waiting for the read model");
            var start = System.nanoTime();
            ledger.stores().awaitProjection(CATCH_UP);
            run.progress().say("rebuild: the server's projection was there %.1f s later", seconds(start));
            for (var round = 0; round < Math.min(MOST_ROUNDS, run.sizes().rounds()); round++) {
                round(ledger, events);
            }
        }
    }

    private void round(Ledger ledger, int events) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var process = Server.command(run.project(), ledger.dataDir(), Map.of(), List.of(), List.of("rebuild"))
                .redirectErrorStream(true)
                .start();
        var hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var output = new ArrayList<String>();
            var phases = phases(process.inputReader(), start, output);
            var code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("rebuild ended with exit code " + code + ": " + output);
            }
            var seconds = seconds(start);
            run.results().add("rebuild/events-per-second", events / seconds);
            run.results().add("rebuild/seconds", seconds);
            run.results().fact("Phases of a rebuild", String.join(", ", phases));
            run.progress().say("rebuild        %,9.0f events/s in %.1f s", events / seconds, seconds);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** When each kind of work was first told of, in seconds since the start. */
    private static List<String> phases(BufferedReader lines, long start, List<String> output) throws IOException {
        var begun = new LinkedHashMap<String, String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.startsWith("circle-ledger: ") && line.contains(",")) {
                var what = line.substring("circle-ledger: ".length(), line.indexOf(','));
                begun.putIfAbsent(what, "%s from %.1f s".formatted(what, seconds(start)));
            }
        }
        return List.copyOf(begun.values());
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
