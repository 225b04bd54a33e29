package io.circleledger.bench.measure;

import java.io.IOException;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts that need no store, measured by JMH with short settings, each in a fresh JVM. */
public final class Microbenchmarks {

    private final Run run;

    public Microbenchmarks(Run run) {
        this.run = run;
    }

    public void measure() throws IOException {
        var quick = run.sizes().runMillis() < 1_000;
        var time = TimeValue.milliseconds(quick ? 50 : 500);
        var options = new OptionsBuilder()
                .include("io\\.circleledger\\..*Benchmark")
                .forks(1)
                .warmupIterations(quick ? 1 : 4)
                .warmupTime(time)
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(time)
                .jvmArgs("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .addProfiler("gc")
                .output(run.work().resolve("jmh.log").toString())
                .shouldFailOnError(true)
                .build();
        try {
            for (var result : new Runner(options).run()) {
                var name = result.getPrimaryResult().getLabel();
                var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
                for (var value : result.getBenchmarkResults().iterator().next().getIterationResults()) {
                    run.results().add("jmh/" + name, value.getPrimaryResult().getScore());
                }
                run.results().add("allocated/" + name, allocated == null ? 0 : allocated.getScore());
                run.progress()
                        .say(
                                "jmh            %s",
                                String.format(
                                        Locale.ROOT,
                                        "%s %,.1f ns",
                                        name,
                                        result.getPrimaryResult().getScore()));
            }
        } catch (RunnerException failure) {
            throw new IOException("JMH failed; see jmh.log: " + failure.getMessage(), failure);
        }
    }
}
