package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Creating circles on a server that lets nobody take a name twice, by turns with one that does. */
public final class UniqueNamesMeasure {

    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final int CONNECTIONS = 64;

    private final Run run;

    public UniqueNamesMeasure(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        try (var free = run.ledger("free", Map.of());
                var unique = run.ledger("unique", Map.of("UNIQUE_NAMES", "true"))) {
            run.progress().say("unique: warming up");
            create(free, run.sizes().warmUpMillis() / 2);
            create(unique, run.sizes().warmUpMillis() / 2);
            for (var round = 0; round < run.sizes().rounds(); round++) {
                var lenient = create(free, run.sizes().runMillis());
                var strict = create(unique, run.sizes().runMillis());
                run.results().add("names/free", lenient);
                run.results().add("names/unique", strict);
                run.progress().say("names          %,9.0f/s   unique %,9.0f/s", lenient, strict);
            }
        }
    }

    /** Leaves the read model as far as the log, so that the next run is not slowed by this one. */
    private static double create(Ledger ledger, int millis) throws IOException, SQLException, InterruptedException {
        var result = ledger.load(
                LoadOrder.of("create").with("connections", CONNECTIONS).with("millis", millis));
        ledger.stores().awaitProjection(CATCH_UP);
        return result.perSecond();
    }
}
