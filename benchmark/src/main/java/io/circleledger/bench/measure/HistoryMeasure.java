package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.stream.Versioned;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the length of a circle's history costs: when it is changed, and when it is loaded. */
public final class HistoryMeasure {

    private static final Duration CATCH_UP = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 8;
    private static final int SNAPSHOT_INTERVAL = 5;
    private static final int LONGEST_RUN_MILLIS = 60_000;

    private final Run run;

    public HistoryMeasure(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var sizes = run.sizes();
        try (var ledger = run.ledger("history")) {
            run.progress().say("history: filling the log");
            var seeder = new Seeder(ledger.stores());
            var loaded = new LinkedHashMap<Integer, StreamId>();
            for (int events : sizes.loads()) {
                loaded.put(
                        events,
                        Circles.stream(seeder.histories(1, events, false).getFirst()));
            }
            var changed = new LinkedHashMap<Sizes.History, Path>();
            for (var history : sizes.histories()) {
                var ids = seeder.histories(history.circles(), history.events(), false);
                changed.put(
                        history,
                        ledger.write(
                                "change-" + history.events(),
                                ids.stream()
                                        .map(id -> id + " " + history.events())
                                        .toList()));
            }
            run.progress()
                    .say(
                            "history: %,d events; waiting for the read model",
                            ledger.stores().head());
            ledger.stores().awaitProjection(CATCH_UP);
            changes(ledger, changed);
            loads(ledger, loaded);
        }
    }

    /** The first round is not kept: in it every circle is loaded for the first time. */
    private void changes(Ledger ledger, Map<Sizes.History, Path> circles) throws IOException {
        for (var round = 0; round <= run.sizes().rounds(); round++) {
            for (var entry : circles.entrySet()) {
                var history = entry.getKey();
                var result = ledger.load(LoadOrder.of("change")
                        .with("connections", CONNECTIONS)
                        .with("millis", LONGEST_RUN_MILLIS)
                        .with("file", entry.getValue())
                        .with("each", Math.max(1, run.sizes().changes() / history.circles())));
                if (round > 0) {
                    run.keep("change/" + history.events(), result);
                }
            }
        }
    }

    private void loads(Ledger ledger, Map<Integer, StreamId> circles) {
        var stores = ledger.stores();
        try (var mariaDb = MariaDb.at(stores.url(), stores.user(), stores.password(), CircleStreams.TABLES)) {
            var store = new MariaDbEventStore<>(
                    mariaDb.database(), CircleStreams.AGGREGATE, new Appender(mariaDb.database(), SNAPSHOT_INTERVAL));
            for (var round = 0; round <= run.sizes().rounds(); round++) {
                var micros = new double[circles.size()][run.sizes().loadsPerRound()];
                for (var i = 0; i < run.sizes().loadsPerRound(); i++) {
                    var length = 0;
                    for (var entry : circles.entrySet()) {
                        micros[length++][i] = loadMicros(store, entry.getKey(), entry.getValue());
                    }
                }
                if (round > 0) {
                    var length = 0;
                    for (int events : circles.keySet()) {
                        run.results().add("load/" + events, median(micros[length++]));
                    }
                }
            }
        }
        circles.keySet()
                .forEach(events -> run.progress()
                        .say(
                                "load           %,7d events: %.0f us",
                                events, run.results().samples("load/" + events).median()));
    }

    private static double loadMicros(MariaDbEventStore<?, ?> store, int events, StreamId id) {
        var start = System.nanoTime();
        var loaded = store.load(id);
        var micros = (System.nanoTime() - start) / 1e3;
        var version = loaded.value().map(Versioned::version).orElse(0);
        if (version != events) {
            throw new IllegalStateException("a circle of " + events + " events was loaded at version " + version);
        }
        return micros;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
