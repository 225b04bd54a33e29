package io.circleledger.bench.measure;

import io.circleledger.bench.MeasurementProgress;
import io.circleledger.bench.load.LoadResult;
import io.circleledger.bench.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * What all sections share.
 *
 * @param project the root of the sources, where the launcher is
 * @param work where everything that is made while measuring goes
 */
public record Run(Path project, Path work, Sizes sizes, Results results, MeasurementProgress progress) {

    /** A part of the run, with stores of its own. */
    @FunctionalInterface
    public interface Section {
        void measure() throws IOException, SQLException, InterruptedException;
    }

    Ledger ledger(String name) throws IOException, SQLException, InterruptedException {
        return ledger(name, Map.of());
    }

    Ledger ledger(String name, Map<String, String> settings) throws IOException, SQLException, InterruptedException {
        progress.say("%s: starting a server with stores of its own", name);
        return Ledger.open(project, work, name, settings);
    }

    /** Keeps throughput and latencies of one more round. */
    void keep(String name, LoadResult result) {
        results.add(name, result.perSecond());
        results.add(name + "/p50", result.latency().p50());
        results.add(name + "/p99", result.latency().p99());
        progress.say(
                "%-14s %,9.0f/s   p50 %,8.0f us   p99 %,8.0f us",
                name,
                result.perSecond(),
                result.latency().p50(),
                result.latency().p99());
    }
}
