package io.circleledger.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How fast {@code ./circle-ledger rebuild} builds the read model anew, beside a running server: the building itself,
 * from the first event read to the last document written, and the whole command, which starts a JVM before that and
 * compares the two models after it.
 */
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
            var building = phase(phases, "comparing") - phase(phases, "building");
            run.results().add("rebuild/building", events / building);
            run.results().add("rebuild/whole", events / seconds);
            run.results().add("rebuild/seconds", seconds);
            run.results()
                    .fact(
                            "Phases of a rebuild",
                            phases.entrySet().stream()
                                    .map(phase -> "%s from %.1f s".formatted(phase.getKey(), phase.getValue()))
                                    .collect(Collectors.joining(", ")));
            run.progress()
                    .say(
                            "rebuild        %,9.0f events/s, whole command %,9.0f events/s in %.1f s",
                            events / building, events / seconds, seconds);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** When each kind of work was first told of, in seconds since the start. */
    private static Map<String, Double> phases(BufferedReader lines, long start, List<String> output)
            throws IOException {
        var begun = new LinkedHashMap<String, Double>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.startsWith("circle-ledger: ") && line.contains(",")) {
                begun.putIfAbsent(line.substring("circle-ledger: ".length(), line.indexOf(',')), seconds(start));
            }
        }
        return begun;
    }

    private static double phase(Map<String, Double> phases, String name) {
        var begun = phases.get(name);
        if (begun == null) {
            throw new IllegalStateException("rebuild did not tell when it began with " + name + ": " + phases);
        }
        return begun;
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
