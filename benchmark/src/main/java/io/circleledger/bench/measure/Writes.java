package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.load.LoadResult;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Creating circles, beside bare INSERTs into the same database; and how soon they can be read. */
public final class Writes {

    /** The read model after the heaviest run. */
    private static final Duration CATCH_UP = Duration.ofMinutes(3);

    private static final int CONNECTIONS = 64;
    private static final int SAMPLE_MILLIS = 2;

    private final Run run;

    public Writes(Run run) {
        this.run = run;
    }

    public void create() throws IOException, SQLException, InterruptedException {
        try (var ledger = run.ledger("create")) {
            tableOfTheSameShape(ledger.stores());
            run.progress().say("create: warming up");
            createCircles(ledger, CONNECTIONS, run.sizes().warmUpMillis());
            ledger.load(inserts(ledger, CONNECTIONS, "with", run.sizes().warmUpMillis() / 2));
            for (var round = 0; round < run.sizes().rounds(); round++) {
                run.progress()
                        .say("create: round %d of %d", round + 1, run.sizes().rounds());
                round(ledger);
            }
            openLoop(ledger);
        }
    }

    private void round(Ledger ledger) throws IOException, SQLException, InterruptedException {
        var millis = run.sizes().runMillis();
        for (int connections : Sizes.CONNECTIONS) {
            if (Sizes.INSERT_CONNECTIONS.contains(connections)) {
                run.keep("insert/" + connections, ledger.load(inserts(ledger, connections, "with", millis)));
            }
            if (connections == 1) {
                run.keep("insert-commit/1", ledger.load(inserts(ledger, connections, "apart", millis)));
            }
            run.keep("create/" + connections, createCircles(ledger, connections, millis));
        }
    }

    /** Leaves the read model as far as the log, so that the next run is not slowed by this one. */
    private LoadResult createCircles(Ledger ledger, int connections, int millis)
            throws IOException, SQLException, InterruptedException {
        var result = ledger.load(
                LoadOrder.of("create").with("connections", connections).with("millis", millis));
        ledger.stores().awaitProjection(CATCH_UP);
        return result;
    }

    private static LoadOrder inserts(Ledger ledger, int connections, String commit, int millis) {
        return LoadOrder.of("insert")
                .with("connections", connections)
                .with("millis", millis)
                .with("commit", commit)
                .with("url", ledger.stores().url())
                .with("user", ledger.stores().user())
                .with("password", ledger.stores().password());
    }

    private static void tableOfTheSameShape(Stores stores) throws SQLException {
        try (var statement = stores.database().createStatement()) {
            statement.execute("CREATE TABLE bench_events LIKE circle_events");
        }
    }

    /** Half of what the server can do, arriving evenly: what a user waits on an ordinary day. */
    private void openLoop(Ledger ledger) throws IOException, SQLException, InterruptedException {
        var rate = run.results().samples("create/" + CONNECTIONS).median() / 2;
        run.progress().say("create: open loop at %,.0f/s", rate);
        for (var round = 0; round < run.sizes().rounds(); round++) {
            var result = ledger.load(LoadOrder.of("create")
                    .with("connections", CONNECTIONS)
                    .with("millis", run.sizes().runMillis())
                    .with("rate", rate));
            Reads.keepOpen(run, "create", rate, result);
            ledger.stores().awaitProjection(CATCH_UP);
        }
    }

    public void lag() throws IOException, SQLException, InterruptedException {
        try (var ledger = run.ledger("lag")) {
            createCircles(ledger, CONNECTIONS, run.sizes().warmUpMillis());
            for (var round = 0; round < run.sizes().rounds(); round++) {
                var result = ledger.load(LoadOrder.of("create")
                        .with("connections", CONNECTIONS)
                        .with("millis", 2 * run.sizes().runMillis())
                        .with("redis", ledger.stores().redisUrl())
                        .with("every_millis", SAMPLE_MILLIS));
                ledger.stores().awaitProjection(CATCH_UP);
                var lag = result.lag();
                run.results().add("lag/creates", result.perSecond());
                run.results().add("lag/p50", lag.p50() / 1e3);
                run.results().add("lag/p99", lag.p99() / 1e3);
                run.results().add("lag/max", lag.max() / 1e3);
                run.progress()
                        .say(
                                "lag            %,9.0f/s   p50 %.1f ms   p99 %.1f ms   of %d samples",
                                result.perSecond(), lag.p50() / 1e3, lag.p99() / 1e3, lag.samples());
            }
        }
    }
}
