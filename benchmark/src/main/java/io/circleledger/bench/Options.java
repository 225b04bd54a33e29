package io.circleledger.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code ./bench} is told to do. */
sealed interface Options {

    String USAGE = """
            Usage: ./bench [--quick] [--only NAME] [--rounds N] [--profile] [--help]

            Starts servers with stores of their own, measures them, and writes docs/BENCHMARKS.md with
            plots in docs/benchmarks. Takes about a quarter of an hour; the machine should be quiet.

              --quick      a smoke test of about a minute with small sizes; its figures mean nothing
              --only NAME  one part alone, may be given several times: startup, append, create, unique,
                           lag, history, people, rebuild, relay, read, identity, jmh, profile
              --rounds N   1 to 50 rounds instead of 5 (1 when quick)
              --profile    the profiles alone, as --only profile
              --help       this text

            With --quick, --only or --profile the page goes to target/bench/BENCHMARKS.md.
            """;

    /** A part of a run. */
    enum BenchmarkPart {
        STARTUP,
        APPEND,
        CREATE,
        UNIQUE,
        LAG,
        HISTORY,
        PEOPLE,
        REBUILD,
        RELAY,
        READ,
        IDENTITY,
        JMH,
        PROFILE;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A measurement.
     *
     * @param parts what is measured; all parts give the page in docs
     */
    record Measure(boolean quick, int rounds, Set<BenchmarkPart> parts) implements Options {

        boolean isWhole() {
            return !quick && parts.size() == BenchmarkPart.values().length;
        }
    }

    /** The usage was asked for. */
    record Help() implements Options {}

    /** The arguments are unusable; {@code fault} is a sentence. */
    record Unusable(String fault) implements Options {}

    static Options parse(List<String> arguments) {
        var quick = false;
        var rounds = 0;
        var parts = EnumSet.noneOf(BenchmarkPart.class);
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            var value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (argument) {
                case "--help", "-h" -> {
                    return new Help();
                }
                case "--quick" -> quick = true;
                case "--profile" -> parts.add(BenchmarkPart.PROFILE);
                case "--only" -> {
                    var part = part(value);
                    if (part.isEmpty()) {
                        return new Unusable(
                                "--only takes one of startup, append, create, unique, lag, history, people, rebuild, relay,"
                                        + " read, identity, jmh, profile");
                    }
                    parts.addAll(part);
                    i++;
                }
                case "--rounds" -> {
                    if (!value.matches("[1-9]|[1-4][0-9]|50")) {
                        return new Unusable("--rounds takes a number from 1 to 50");
                    }
                    rounds = Integer.parseInt(value);
                    i++;
                }
                default -> {
                    return new Unusable("\"" + argument + "\" is unknown; see ./bench --help");
                }
            }
        }
        return new Measure(
                quick,
                rounds > 0 ? rounds : quick ? 1 : 5,
                parts.isEmpty() ? EnumSet.allOf(BenchmarkPart.class) : parts);
    }

    private static Set<BenchmarkPart> part(String title) {
        var found = EnumSet.noneOf(BenchmarkPart.class);
        for (var part : BenchmarkPart.values()) {
            if (part.title().equals(title)) {
                found.add(part);
            }
        }
        return found;
    }
}
