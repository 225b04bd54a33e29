package io.circleledger.bench.measure;

import java.io.IOException;
import java.sql.SQLException;

/** How long a start takes, until the first 200 of /health/ready. */
public final class StartUp {

    private final Run run;

    public StartUp(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        var results = run.results();
        try (var ledger = run.ledger("startup")) {
            results.add("start/first", ledger.server().startMillis());
            for (var round = 0; round < run.sizes().rounds(); round++) {
                ledger.restart();
                results.add("start/embedded", ledger.server().startMillis());
                try (var second = Server.start(
                        run.project(),
                        ledger.file("none"),
                        ledger.stores().variables(),
                        run.work().resolve("server.log"))) {
                    results.add("start/external", second.startMillis());
                    run.progress()
                            .say(
                                    "start          embedded stores %.0f ms, external stores %.0f ms",
                                    ledger.server().startMillis(), second.startMillis());
                }
            }
        }
    }
}
