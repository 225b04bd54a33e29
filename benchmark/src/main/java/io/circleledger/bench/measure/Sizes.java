package io.circleledger.bench.measure;

import java.util.List;

/**
 * How much is measured: the whole, or a smoke test of about a minute that shows that all of it works.
 *
 * @param rounds how often everything is measured, one after the other
 * @param runMillis one measurement under load
 * @param warmUpMillis the load before the first measurement
 * @param circles in the ledger that is read
 * @param stages at how many circles the growing ledger is measured; the last is all of them
 * @param histories the lengths that changes are measured at, with how many circles of each
 * @param changes of one measurement, over all circles of a length
 * @param loads the lengths that loads from the log are measured at
 * @param loadsPerRound loads of each length in a round
 * @param rebuildCircles circles of ten events each that the read model is rebuilt from
 * @param profileMillis how long each path is profiled
 */
public record Sizes(
        int rounds,
        int runMillis,
        int warmUpMillis,
        int circles,
        List<Integer> stages,
        List<History> histories,
        int changes,
        List<Integer> loads,
        int loadsPerRound,
        int rebuildCircles,
        int profileMillis) {

    /** Connections that are measured with. */
    public static final List<Integer> CONNECTIONS = List.of(1, 8, 64, 256);

    /** Connections of the bare INSERTs: the embedded MariaDB takes 100 in all. */
    public static final List<Integer> INSERT_CONNECTIONS = List.of(1, 8, 64);

    /** Events of each circle of the ledger that is rebuilt. */
    public static final int REBUILD_EVENTS = 10;

    /** Circles whose histories have one length. */
    public record History(int events, int circles) {}

    public static Sizes whole(int rounds) {
        return new Sizes(
                rounds,
                2_000,
                30_000,
                1_000_000,
                List.of(1_000, 10_000, 100_000, 1_000_000),
                List.of(new History(10, 500), new History(100, 500), new History(1_000, 64), new History(10_000, 32)),
                4_000,
                List.of(5, 100, 1_000, 10_000, 100_000),
                200,
                100_000,
                6_000);
    }

    public static Sizes quick(int rounds) {
        return new Sizes(
                rounds,
                400,
                500,
                10_000,
                List.of(1_000, 10_000),
                List.of(new History(10, 50), new History(100, 10)),
                300,
                List.of(5, 1_000),
                30,
                2_000,
                1_500);
    }
}
