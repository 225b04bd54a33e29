package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.load.LoadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Reading one circle and the list, while the ledger grows and when it is at its largest. */
public final class Reads {

    private static final Duration CATCH_UP = Duration.ofMinutes(8);
    private static final int CONNECTIONS = 64;
    private static final int HOT_CIRCLES = 100;
    private static final int PAGE = 100;

    /** The growing ledger is measured this often at each size. */
    private static final int STAGE_ROUNDS = 3;

    private static final long SEED = 20_261_123;

    private final Run run;

    public Reads(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        try (var ledger = run.ledger("read")) {
            var seeder = new Seeder(ledger.stores());
            var ids = new ArrayList<String>();
            for (int circles : run.sizes().stages()) {
                run.progress().say("read: growing to %,d circles", circles);
                ids.addAll(seeder.circles(circles - ids.size()));
                var start = System.nanoTime();
                ledger.stores().awaitProjection(CATCH_UP);
                run.progress().say("read: the read model has them %.1f s later", (System.nanoTime() - start) / 1e9);
                stage(ledger, ids);
            }
            var cold = ledger.write("cold", shuffled(ids));
            var hot = ledger.write("hot", ids.subList(0, Math.min(HOT_CIRCLES, ids.size())));
            rounds(ledger, hot, cold);
            list(ledger, ids.size());
            run.results().add("memory/megabytes", ledger.server().residentMegabytes());
            run.results().fact("Memory of Redis", ledger.stores().redisInfo("used_memory_human"));
            openLoop(ledger, "hot", hot);
            openLoop(ledger, "cold", cold);
            ledger.restart();
            run.results().add("start/full", ledger.server().startMillis());
        }
    }

    private void stage(Ledger ledger, List<String> ids) throws IOException, InterruptedException {
        var circles = ids.size();
        var file = ledger.write("stage-" + circles, shuffled(ids));
        checkCursor(ledger.server());
        var millis = run.sizes().runMillis() / 2;
        var name = "growth/" + circles + "/";
        for (var round = 0; round <= Math.min(STAGE_ROUNDS, run.sizes().rounds()); round++) {
            var version = ledger.load(path("/version", millis));
            var read = ledger.load(circles(file, CONNECTIONS, millis));
            var first = ledger.load(path(firstPage(), millis));
            var last = ledger.load(path(lastPage(circles), millis));
            // In the first round the server meets this size, or all of this, for the first time.
            if (round > 0) {
                run.keep(name + "version", version);
                run.keep(name + "read", read);
                run.keep(name + "first", first);
                run.keep(name + "last", last);
            }
        }
    }

    private void rounds(Ledger ledger, Path hot, Path cold) throws IOException {
        var sizes = run.sizes();
        run.progress().say("read: warming up");
        ledger.load(path("/version", sizes.warmUpMillis()));
        ledger.load(circles(hot, CONNECTIONS, sizes.warmUpMillis()));
        ledger.load(circles(cold, CONNECTIONS, sizes.warmUpMillis()));
        for (var round = 0; round < sizes.rounds(); round++) {
            run.progress().say("read: round %d of %d", round + 1, sizes.rounds());
            for (int connections : Sizes.CONNECTIONS) {
                run.keep(
                        "version/" + connections,
                        ledger.load(path("/version", sizes.runMillis()).with("connections", connections)));
                run.keep("hot/" + connections, ledger.load(circles(hot, connections, sizes.runMillis())));
                run.keep("cold/" + connections, ledger.load(circles(cold, connections, sizes.runMillis())));
            }
        }
    }

    private void list(Ledger ledger, int circles) throws IOException {
        for (var round = 0; round < run.sizes().rounds(); round++) {
            run.keep("list/first", ledger.load(path(firstPage(), run.sizes().runMillis())));
            run.keep(
                    "list/last", ledger.load(path(lastPage(circles), run.sizes().runMillis())));
        }
    }

    private void openLoop(Ledger ledger, String name, Path file) throws IOException {
        var rate = run.results().samples(name + "/" + CONNECTIONS).median() / 2;
        run.progress().say("read: %s in an open loop at %,.0f/s", name, rate);
        for (var round = 0; round < run.sizes().rounds(); round++) {
            keepOpen(
                    run,
                    name,
                    rate,
                    ledger.load(
                            circles(file, CONNECTIONS, run.sizes().runMillis()).with("rate", rate)));
        }
    }

    static void keepOpen(Run run, String name, double rate, LoadResult result) {
        run.results().add("open/" + name + "/rate", rate);
        run.results().add("open/" + name + "/answered", result.perSecond());
        run.results().add("open/" + name + "/p50", result.latency().p50());
        run.results().add("open/" + name + "/p99", result.latency().p99());
        run.results().add("open/" + name + "/p999", result.latency().p999());
    }

    static LoadOrder path(String path, int millis) {
        return LoadOrder.of("path")
                .with("path", path)
                .with("connections", CONNECTIONS)
                .with("millis", millis);
    }

    static LoadOrder circles(Path file, int connections, int millis) {
        return LoadOrder.of("read")
                .with("file", file)
                .with("connections", connections)
                .with("millis", millis);
    }

    static List<String> shuffled(List<String> ids) {
        var shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(SEED));
        return shuffled;
    }

    private static String firstPage() {
        return "/circle?limit=" + PAGE;
    }

    /** The last full page: the circles were created at the positions 1 to {@code circles}. */
    private static String lastPage(int circles) {
        return firstPage() + "&cursor=" + cursor(circles - PAGE);
    }

    private static String cursor(int after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("c1:" + after).getBytes(StandardCharsets.US_ASCII));
    }

    /** Following ten thousand links takes too long, so cursors are made here: as the server does. */
    private static void checkCursor(Server server) throws IOException, InterruptedException {
        var link = server.get(firstPage()).headers().firstValue("Link").orElse("");
        if (!link.contains("cursor=" + cursor(PAGE))) {
            throw new IllegalStateException("the server's cursors have changed, and the bench must follow: " + link);
        }
    }
}
