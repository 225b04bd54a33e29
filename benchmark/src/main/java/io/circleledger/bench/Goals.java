package io.circleledger.bench;

import io.circleledger.bench.measure.Sizes;
import io.circleledger.bench.report.Goal;
import io.circleledger.bench.report.Goal.Bound;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What Circle Ledger sets out to reach. */
final class Goals {

    private Goals() {}

    static List<Goal> of(Sizes sizes) {
        return Stream.of(againstOthers(), ofFeatures(), againstItself(sizes), absolute(sizes))
                .flatMap(List::stream)
                .toList();
    }

    /** Against what the parts below cost alone. */
    private static List<Goal> againstOthers() {
        return List.of(
                ratio(
                        "GET one circle, hot, 64 connections",
                        "hot/64",
                        "GET /version",
                        "version/64",
                        Bound.AT_LEAST,
                        0.85),
                ratio(
                        "GET one circle, cold, 64 connections",
                        "cold/64",
                        "GET /version",
                        "version/64",
                        Bound.AT_LEAST,
                        0.5),
                ratio(
                        "POST create, durable, projection running, 64 connections",
                        "create/64",
                        "bare INSERTs, 64 connections",
                        "insert/64",
                        Bound.AT_LEAST,
                        1),
                ratio(
                        "POST create, 1 connection, p50",
                        "create/1/p50",
                        "INSERT and COMMIT from a JDBC loop, p50",
                        "insert-commit/1/p50",
                        Bound.AT_MOST,
                        1.5));
    }

    /** Against itself, without what a feature costs. */
    private static List<Goal> ofFeatures() {
        return List.of(
                ratio(
                        "append with a tag, 64 writers",
                        "append/tagged",
                        "without",
                        "append/untagged",
                        Bound.AT_LEAST,
                        0.85),
                ratio(
                        "POST create with UNIQUE_NAMES, 64 connections",
                        "names/unique",
                        "without",
                        "names/free",
                        Bound.AT_LEAST,
                        0.7),
                ratio(
                        "GET one circle with a token, hot, 64 connections",
                        "identity/token",
                        "without identities",
                        "identity/open",
                        Bound.AT_LEAST,
                        0.8),
                ratio(
                        "GET one circle with a JWT, hot, 64 connections",
                        "identity/jwt",
                        "without identities",
                        "identity/open",
                        Bound.AT_LEAST,
                        0.8),
                ratio(
                        "a person joins a circle, 64 connections",
                        "people/join",
                        "PUT on as many others",
                        "people/put",
                        Bound.AT_LEAST,
                        0.8),
                ratio(
                        "POST create while a relay follows, 64 connections",
                        "relay/on",
                        "without a relay",
                        "relay/off",
                        Bound.AT_LEAST,
                        0.9),
                ratio(
                        "POST create while Kafka is stopped, 64 connections",
                        "relay/stopped",
                        "without a relay",
                        "relay/off",
                        Bound.AT_LEAST,
                        0.95));
    }

    /** Against itself, with less. */
    private static List<Goal> againstItself(Sizes sizes) {
        var shortest = sizes.histories().getFirst().events();
        var longest = sizes.histories().getLast().events();
        var fewest = sizes.loads().getFirst();
        var most = sizes.loads().getLast();
        return List.of(
                ratio(
                        "PUT on circles with " + number(longest) + " events",
                        "change/" + longest,
                        "with " + number(shortest),
                        "change/" + shortest,
                        Bound.AT_LEAST,
                        0.95),
                ratio(
                        "page " + number(sizes.circles() / 100) + " of the list at " + number(sizes.circles())
                                + " circles",
                        "list/last",
                        "page 1",
                        "list/first",
                        Bound.AT_LEAST,
                        0.9),
                ratio(
                        "load from the log of a circle with " + number(most) + " events",
                        "load/" + most,
                        "with " + number(fewest),
                        "load/" + fewest,
                        Bound.AT_MOST,
                        1.5));
    }

    private static Goal roster(Sizes sizes, String figure, String connections) {
        return new Goal(
                "page of 100 of a roster at " + number(sizes.circles() / 10) + " people, p99, " + connections,
                figure,
                "",
                "",
                Bound.AT_MOST,
                20_000,
                "µs");
    }

    private static List<Goal> absolute(Sizes sizes) {
        return List.of(
                new Goal("lag of the read model, p99, creates flat out", "lag/p99", "", "", Bound.AT_MOST, 100, "ms"),
                roster(sizes, "people/alone/p99", "1 connection"),
                roster(sizes, "people/roster/p99", "8 connections"),
                new Goal(
                        "rebuild of " + number(sizes.rebuildCircles() * Sizes.REBUILD_EVENTS) + " events of "
                                + number(sizes.rebuildCircles()) + " circles: log read, documents written",
                        "rebuild/building",
                        "",
                        "",
                        Bound.AT_LEAST,
                        200_000,
                        "events/s"),
                new Goal(
                        "relay to Kafka of "
                                + number(sizes.rebuildCircles() * Sizes.REBUILD_EVENTS)
                                + " events, from a cold start",
                        "relay/cold",
                        "",
                        "",
                        Bound.AT_LEAST,
                        50_000,
                        "events/s"),
                new Goal(
                        "memory of the server with " + number(sizes.circles()) + " circles, after the load",
                        "memory/megabytes",
                        "",
                        "",
                        Bound.AT_MOST,
                        600,
                        "MB"));
    }

    private static Goal ratio(
            String title, String figure, String comparedWith, String reference, Bound bound, double limit) {
        return new Goal(title, figure, comparedWith, reference, bound, limit, "");
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
