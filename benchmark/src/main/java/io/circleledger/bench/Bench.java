package io.circleledger.bench;

import io.circleledger.bench.Options.BenchmarkPart;
import io.circleledger.bench.Options.Measure;
import io.circleledger.bench.load.LoadFailure;
import io.circleledger.bench.measure.AppendMeasure;
import io.circleledger.bench.measure.Environment;
import io.circleledger.bench.measure.HistoryMeasure;
import io.circleledger.bench.measure.Microbenchmarks;
import io.circleledger.bench.measure.PeopleMeasure;
import io.circleledger.bench.measure.Profiles;
import io.circleledger.bench.measure.Reads;
import io.circleledger.bench.measure.Rebuild;
import io.circleledger.bench.measure.Relays;
import io.circleledger.bench.measure.Run;
import io.circleledger.bench.measure.SignedInReads;
import io.circleledger.bench.measure.Sizes;
import io.circleledger.bench.measure.StartUp;
import io.circleledger.bench.measure.UniqueNamesMeasure;
import io.circleledger.bench.measure.Writes;
import io.circleledger.bench.report.Remarks;
import io.circleledger.bench.report.ReportPage;
import io.circleledger.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The program {@code ./bench}: measures part after part and writes the page.
 *
 * <p>A part that fails is told in the page and does not keep the others from being measured; the
 * exit code is then 1.
 */
public final class Bench {

    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private Bench() {}

    /**
     * Measures and writes.
     *
     * @param args the root of the sources, then what the user gave
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var arguments = List.of(args);
        switch (Options.parse(arguments.subList(1, arguments.size()))) {
            case Options.Help() -> System.out.print(Options.USAGE);
            case Options.Unusable(var fault) -> {
                System.err.println("bench: " + fault);
                System.exit(BAD_USAGE);
            }
            case Measure measure -> System.exit(measure(Path.of(arguments.getFirst()), measure));
        }
    }

    private static int measure(Path project, Measure options) throws IOException, InterruptedException {
        var work = Files.createDirectories(project.resolve("target/bench"));
        for (var log : List.of("server.log", "load.log", "jcmd.log")) {
            Files.deleteIfExists(work.resolve(log));
        }
        var sizes = options.quick() ? Sizes.quick(options.rounds()) : Sizes.whole(options.rounds());
        var results = new Results();
        var progress = new MeasurementProgress(System.err);
        var run = new Run(project, work, sizes, results, progress);
        section(run, "environment", new Environment(run)::measure);
        for (var part : options.parts()) {
            section(run, part.title(), section(part, run));
        }
        var page = options.isWhole() ? project.resolve("docs/BENCHMARKS.md") : work.resolve("BENCHMARKS.md");
        results.fact("Duration of the run", progress.seconds() / 60 + " min " + progress.seconds() % 60 + " s");
        new ReportPage(results, sizes, Goals.of(sizes), Remarks.in(page))
                .write(
                        page,
                        LocalDate.now(ZoneOffset.UTC)
                                + (options.quick() ? " as a smoke test, whose figures mean nothing" : ""));
        progress.say("written: %s", page);
        return results.failures().isEmpty() ? 0 : FAILED;
    }

    private static Run.Section section(BenchmarkPart part, Run run) {
        return switch (part) {
            case STARTUP -> new StartUp(run)::measure;
            case APPEND -> new AppendMeasure(run)::measure;
            case CREATE -> new Writes(run)::create;
            case UNIQUE -> new UniqueNamesMeasure(run)::measure;
            case LAG -> new Writes(run)::lag;
            case HISTORY -> new HistoryMeasure(run)::measure;
            case PEOPLE -> new PeopleMeasure(run)::measure;
            case REBUILD -> new Rebuild(run)::measure;
            case RELAY -> new Relays(run)::measure;
            case READ -> new Reads(run)::measure;
            case IDENTITY -> new SignedInReads(run)::measure;
            case JMH -> new Microbenchmarks(run)::measure;
            case PROFILE -> new Profiles(run)::measure;
        };
    }

    private static void section(Run run, String name, Run.Section section) throws InterruptedException {
        try {
            section.measure();
        } catch (IOException | SQLException | RuntimeException failure) {
            var reason = failure instanceof LoadFailure ? String.valueOf(failure.getMessage()) : failure.toString();
            run.results().failed(name, reason);
            run.progress().say("%s FAILED: %s", name, reason);
            failure.printStackTrace();
        }
    }
}
