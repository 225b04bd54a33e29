package io.circleledger.bench.report;

import io.circleledger.bench.measure.Sizes;
import io.circleledger.bench.report.Plot.Line;
import io.circleledger.bench.report.Plot.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The page about a run, with its plots; what people have written into it stays. */
@SuppressWarnings("AnnotateFormatMethod") // Its annotation is in a library that nothing else here needs.
public final class ReportPage {

    private static final List<String> LOADS = List.of("version", "hot", "cold", "insert", "create");
    private static final List<String> TITLES =
            List.of("GET /version", "GET circle, hot", "GET circle, cold", "bare INSERT", "POST circle");

    private final Results results;
    private final Sizes sizes;
    private final List<Goal> goals;
    private final Remarks remarks;
    private final StringBuilder text = new StringBuilder();

    public ReportPage(Results results, Sizes sizes, List<Goal> goals, Remarks remarks) {
        this.results = results;
        this.sizes = sizes;
        this.goals = goals;
        this.remarks = remarks;
    }

    /** Writes the page and, beside it in {@code benchmarks}, its plots. */
    public void write(Path page, String when) throws IOException {
        var plots = page.resolveSibling("benchmarks");
        Files.createDirectories(plots);
        beginning(when);
        goals();
        missed();
        environment();
        connections(plots);
        openLoop();
        growth(plots);
        others();
        profiles();
        microbenchmarks();
        Files.writeString(page, text.toString());
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private void remark(String name) {
        text.append(remarks.place(name)).append('\n');
    }

    private void beginning(String when) {
        line("# Benchmarks\n");
        line(
                "Written by `./bench` on %s, in %d rounds. Only what stands between the comments `remark` and `end`"
                        + " is kept when it is written again. How it is measured is in"
                        + " [ADR 0018](adr/0018-how-we-measure.md).\n",
                when, sizes.rounds());
        remark("beginning");
    }

    private void goals() {
        line("## Goals\n");
        line("Each is the median over the rounds, with the least and the greatest. A ratio is taken within a round,"
                + " where both sides ran one after the other on the same machine.\n");
        line("| what | compared with | goal | found | least to greatest | |");
        line("|---|---|---|---|---|---|");
        for (var goal : goals) {
            var samples = goal.samples(results);
            var unit = goal.unit().isEmpty() ? "" : " " + goal.unit();
            var limit = goal.bound().sign() + " " + figure(goal.limit()) + unit;
            if (samples.isEmpty()) {
                line("| %s | %s | %s | not measured | | |", goal.title(), goal.comparedWith(), limit);
            } else {
                line(
                        "| %s | %s | %s | **%s**%s | %s | %s |",
                        goal.title(),
                        goal.comparedWith(),
                        limit,
                        figure(samples.median()),
                        unit,
                        range(samples),
                        goal.isMetBy(samples.median()) ? "met" : "**missed**");
            }
        }
        line("");
    }

    private void missed() {
        results.failures().forEach((section, reason) -> line("**%s could not be measured:** %s%n", section, reason));
        var missed = goals.stream()
                .filter(goal -> !goal.samples(results).isEmpty())
                .filter(goal -> !goal.isMetBy(goal.samples(results).median()))
                .toList();
        line("## Where a goal is missed\n");
        line(
                missed.isEmpty()
                        ? "Nowhere that was measured.\n"
                        : "The paths' [profiles](#the-hottest-things-that-remain)"
                                + " say where the time goes; in words:\n");
        missed.forEach(goal -> {
            line("**%s**\n", goal.title());
            remark("missed " + goal.title());
        });
    }

    private void environment() {
        line("## Machine and settings\n");
        line("| | |\n|---|---|");
        results.facts().forEach((name, value) -> line("| %s | %s |", name, value.replace("|", "\\|")));
        line(
                "\nServer, stores and load generator share the machine. The server runs as `./circle-ledger` starts it.\n");
    }

    private void connections(Path plots) throws IOException {
        line("## Throughput and latency against connections\n");
        line("Closed loop: each connection asks again as soon as it is answered. Medians, with least to greatest.\n");
        plot(plots, "throughput", new Plot("Throughput", "connections", "a second", false, lines("", LOADS, false)));
        plot(
                plots,
                "latency-read",
                new Plot("Latency of reads: p50, p99 dashed", "connections", "µs", true, latency(0, 3)));
        plot(
                plots,
                "latency-write",
                new Plot("Latency of writes: p50, p99 dashed", "connections", "µs", true, latency(3, 5)));
        line("| | connections | a second | p50 µs | p99 µs |\n|---|---|---|---|---|");
        for (var i = 0; i < LOADS.size(); i++) {
            for (int connections : Sizes.CONNECTIONS) {
                var name = LOADS.get(i) + "/" + connections;
                if (!results.samples(name).isEmpty()) {
                    line(
                            "| %s | %d | %s | %s | %s |",
                            TITLES.get(i), connections, spread(name), spread(name + "/p50"), spread(name + "/p99"));
                }
            }
        }
        if (!results.samples("insert-commit/1").isEmpty()) {
            line(
                    "| INSERT and COMMIT, two round trips | 1 | %s | %s | %s |",
                    spread("insert-commit/1"), spread("insert-commit/1/p50"), spread("insert-commit/1/p99"));
        }
        line("");
    }

    private List<Line> lines(String suffix, List<String> loads, boolean dashed) {
        var lines = new ArrayList<Line>();
        for (var load : loads) {
            var number = LOADS.indexOf(load);
            lines.add(new Line(
                    TITLES.get(number),
                    number,
                    dashed,
                    points(Sizes.CONNECTIONS, connections -> load + "/" + connections + suffix)));
        }
        return lines;
    }

    private List<Line> latency(int from, int to) {
        var loads = LOADS.subList(from, to);
        var lines = new ArrayList<>(lines("/p50", loads, false));
        lines.addAll(lines("/p99", loads, true));
        return lines;
    }

    private List<Point> points(List<Integer> places, IntFunction<String> name) {
        return places.stream()
                .map(place -> new Point(place, results.samples(name.apply(place))))
                .toList();
    }

    private void openLoop() {
        var names = List.of("hot", "cold", "create");
        if (names.stream()
                .allMatch(name -> results.samples("open/" + name + "/p50").isEmpty())) {
            return;
        }
        line("## Latency at half of the highest throughput\n");
        line("Open loop, 64 connections: requests arrive at a fixed rate, and the latency of each counts from when"
                + " it was due, so a stall is felt by all who would have asked meanwhile.\n");
        line("| | arrivals a second | answered | p50 µs | p99 µs | p99.9 µs |\n|---|---|---|---|---|---|");
        for (var name : names) {
            var open = "open/" + name;
            if (!results.samples(open + "/p50").isEmpty()) {
                line(
                        "| %s | %s | %s | %s | %s | %s |",
                        TITLES.get(LOADS.indexOf(name)),
                        figure(results.samples(open + "/rate").median()),
                        spread(open + "/answered"),
                        spread(open + "/p50"),
                        spread(open + "/p99"),
                        spread(open + "/p999"));
            }
        }
        line("");
    }

    private void growth(Path plots) throws IOException {
        line("## Cost against the length of a history and the number of circles\n");
        var lengths = sizes.histories().stream().map(Sizes.History::events).toList();
        plot(
                plots,
                "history-change",
                new Plot(
                        "PUT on circles with so many events",
                        "events",
                        "a second",
                        false,
                        List.of(new Line(
                                "PUT, 8 connections", 4, false, points(lengths, events -> "change/" + events)))));
        plot(
                plots,
                "history-load",
                new Plot(
                        "Loading a circle from the log",
                        "events",
                        "µs",
                        false,
                        List.of(new Line("load, p50", 3, false, points(sizes.loads(), events -> "load/" + events)))));
        plot(
                plots,
                "circles",
                new Plot(
                        "Reads from a growing ledger, 64 connections",
                        "circles",
                        "a second",
                        true,
                        List.of(
                                new Line(
                                        "GET /version",
                                        0,
                                        false,
                                        points(sizes.stages(), n -> "growth/" + n + "/version")),
                                new Line(
                                        "GET circle, any",
                                        2,
                                        false,
                                        points(sizes.stages(), n -> "growth/" + n + "/read")),
                                new Line(
                                        "first page of 100",
                                        1,
                                        false,
                                        points(sizes.stages(), n -> "growth/" + n + "/first")),
                                new Line(
                                        "last page of 100",
                                        4,
                                        true,
                                        points(sizes.stages(), n -> "growth/" + n + "/last")))));
    }

    private void others() {
        line("## Other figures\n");
        line("| | median | least to greatest |\n|---|---|---|");
        other("first start, with unpacking and an empty database, ms", "start/first");
        other("start to ready, embedded stores, ms", "start/embedded");
        other("start to ready, external stores, ms", "start/external");
        other("start to ready, embedded stores, all circles of the reading ledger, ms", "start/full");
        other("appends a second, 64 writers", "append/untagged");
        other("appends a second, 64 writers, with a tag", "append/tagged");
        other("appends a second, 64 writers, with a tag and a condition", "append/conditional");
        other("appends a second, 64 writers, with a tag and a condition, after a query", "append/queried");
        other("creates a second, names unchecked", "names/free");
        other("creates a second, UNIQUE_NAMES", "names/unique");
        other("reads of a hot circle a second, without identities", "identity/open");
        other("reads of a hot circle a second, with a token", "identity/token");
        other("reads of a hot circle a second, with a JWT", "identity/jwt");
        other("joins a second", "people/join");
        other("PUT on as many others, a second", "people/put");
        other("pages of 100 of a roster, a second, 1 connection", "people/alone");
        other("pages of 100 of a roster, a second, 8 connections", "people/roster");
        other("creates a second while the lag was sampled", "lag/creates");
        other("lag of the read model, p50, ms", "lag/p50");
        other("lag of the read model, p99, ms", "lag/p99");
        other("lag of the read model, longest, ms", "lag/max");
        other("rebuild, whole command with comparison and switch, s", "rebuild/seconds");
        other("rebuild, whole command, events a second", "rebuild/whole");
        other("relay to Kafka, events a second", "relay/cold");
        other("creates a second while a relay follows", "relay/on");
        other("creates a second while Kafka is stopped", "relay/stopped");
        other("first page of 100, pages a second", "list/first");
        other("last page of 100, pages a second", "list/last");
        results.namesOf("change/").stream()
                .filter(name -> !name.endsWith("/p50") && !name.endsWith("/p99"))
                .forEach(name -> other("PUT on circles with " + name.substring(7) + " events, a second", name));
        results.namesOf("load/")
                .forEach(name -> other("load from the log, " + name.substring(5) + " events, µs", name));
        line("");
    }

    private void other(String title, String name) {
        var samples = results.samples(name);
        if (!samples.isEmpty()) {
            line("| %s | %s | %s |", title, figure(samples.median()), range(samples));
        }
    }

    private void profiles() {
        line("## The hottest things that remain\n");
        line("From the server's Flight Recorder under 64 connections. Shares are of the samples.\n");
        if (results.profiles().isEmpty()) {
            line("Not recorded in this run.\n");
        }
        results.profiles().forEach((path, spots) -> {
            line("### %s%n", path);
            spots.forEach(spot -> line("- %s", spot));
            line("");
            remark("profile " + path);
        });
    }

    private void microbenchmarks() {
        line("## Parts that need no store\n");
        line("JMH, average time of one call.\n");
        line("| | ns | least to greatest | bytes allocated |\n|---|---|---|---|");
        results.namesOf("jmh/")
                .forEach(name -> line(
                        "| %s | %s | %s | %s |",
                        name.substring(4),
                        figure(results.samples(name).median()),
                        range(results.samples(name)),
                        figure(results.samples("allocated/" + name.substring(4)).median())));
        line("");
        remark("end");
    }

    private void plot(Path directory, String name, Plot plot) throws IOException {
        if (!plot.isEmpty()) {
            Files.writeString(directory.resolve(name + ".svg"), plot.svg());
            line("![%s](benchmarks/%s.svg)%n", name, name);
        }
    }

    private String spread(String name) {
        var samples = results.samples(name);
        return samples.isEmpty() ? "" : figure(samples.median()) + " (" + range(samples) + ")";
    }

    private static String range(Samples samples) {
        return figure(samples.min()) + " to " + figure(samples.max());
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
