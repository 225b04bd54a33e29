package io.circleledger.bench.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A discrete-event model of the log's lock: many servers, each with group commit, that take turns at the row of
 * {@code log_head}.
 *
 * <p>Each server has one writer. It takes up to 256 of the waiting appends, waits for the lock in the order of arrival,
 * holds it for a fixed time and a time for each append, and lets it go. The commit then waits for the disk, which writes
 * for all that wait at the same time. With a binary log both flushes are made before the lock is let go, so none is
 * shared. What the model leaves out, and how far it is from what was measured, is in {@code docs/SCALE.md}.
 *
 * <p>This file needs nothing but a JDK: {@code java LogLockModel.java [seed]}.
 */
public final class LogLockModel {

    /** Appends in one transaction, as in the server. */
    static final int BATCH = 256;

    /** Appends that wait at one server; further ones are refused. */
    static final int QUEUE = 1_024;

    /** How long MariaDB lets a transaction wait for the lock. */
    private static final double LOCK_WAIT_SECONDS = 5;

    /** Connections that each server keeps. */
    private static final int POOL = 16;

    private static final long SEED = 17;

    /**
     * What a commit costs, in seconds.
     *
     * @param fixed under the lock, whatever the number of appends
     * @param append under the lock, for each append
     * @param flush the median of a flush
     * @param spread the standard deviation of the flush's logarithm
     * @param flushesUnderLock how many flushes the lock waits for: {@link #AFTERWARDS}, or {@link #BINARY_LOG}
     */
    record LockCosts(double fixed, double append, double flush, double spread, int flushesUnderLock) {

        /** Without a binary log the lock is let go first, and then the commit waits for its flush. */
        static final int AFTERWARDS = 0;

        /** With a binary log, InnoDB's flush and that of the binary log come first. */
        static final int BINARY_LOG = 2;

        /** As measured: how the four figures were found is in docs/SCALE.md. */
        static final LockCosts MEASURED =
                new LockCosts(225e-6, 17.9e-6, 134e-6, Math.log(476.0 / 134) / 2.326, AFTERWARDS);

        LockCosts flushingUnderLock(int flushes) {
            return new LockCosts(fixed, append, flush, spread, flushes);
        }

        double meanFlush() {
            return flush * Math.exp(spread * spread / 2);
        }

        double work(int appends) {
            return fixed + append * appends;
        }
    }

    /**
     * Who appends, and how long it is looked at.
     *
     * @param appendsPerSecond of all servers together, at random times; 0 if clients wait for their answers instead
     * @param clients of each server, who append again as soon as they are answered
     */
    record AppendLoad(int servers, double appendsPerSecond, int clients, double warmUpSeconds, double seconds) {

        static AppendLoad open(int servers, double appendsPerSecond) {
            return new AppendLoad(servers, appendsPerSecond, 0, 10, 20);
        }

        static AppendLoad closed(int servers, int clients) {
            return new AppendLoad(servers, 0, clients, 2, 10);
        }
    }

    /**
     * What was seen after the warm-up.
     *
     * @param appendsPerSecond that were answered
     * @param refused part of the appends that found a full queue
     * @param batch appends for each commit
     * @param lockHeld part of the time in which somebody had the lock
     * @param waiting connections that waited for the lock, on average
     * @param mostWaiting the largest number of them
     * @param longestLockWait in seconds
     */
    record LockFigures(
            double appendsPerSecond,
            double refused,
            double meanSeconds,
            double p50Seconds,
            double p99Seconds,
            double batch,
            double lockHeld,
            double waiting,
            int mostWaiting,
            double longestLockWait) {}

    private enum LockEventKind {
        APPEND,
        RELEASE,
        FLUSHED
    }

    private record LockEvent(double at, long number, LockEventKind kind, int server) implements Comparable<LockEvent> {

        @Override
        public int compareTo(LockEvent other) {
            var byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** One server: appends that wait, by their times of arrival, and those in the transaction under way. */
    private static final class AppendingServer {
        final Queue<Double> queue = new ArrayDeque<>();
        double[] batch = {};
        double askedForLock;
    }

    private final LockCosts costs;
    private final AppendLoad load;
    private final Random random;
    private final List<AppendingServer> servers;
    private final PriorityQueue<LockEvent> events = new PriorityQueue<>();
    private final Deque<Integer> waitingForLock = new ArrayDeque<>();
    private final Deque<Integer> waitingForDisk = new ArrayDeque<>();
    private final Deque<Integer> onDisk = new ArrayDeque<>();
    private boolean isLocked;
    private double now;
    private long numbers;

    private double[] latencies = new double[1 << 16];
    private int answered;
    private long offered;
    private long refused;
    private long commits;
    private double held;
    private double waited;
    private int mostWaiting;
    private double longestLockWait;

    private LogLockModel(LockCosts costs, AppendLoad load, long seed) {
        this.costs = costs;
        this.load = load;
        this.random = new Random(seed);
        this.servers = IntStream.range(0, load.servers())
                .mapToObj(_ -> new AppendingServer())
                .toList();
    }

    static LockFigures run(LockCosts costs, AppendLoad load, long seed) {
        return new LogLockModel(costs, load, seed).run();
    }

    private LockFigures run() {
        if (load.clients() > 0) {
            for (var server = 0; server < load.servers(); server++) {
                for (var client = 0; client < load.clients(); client++) {
                    append(server);
                }
            }
        } else {
            scheduleAppend();
        }
        var end = load.warmUpSeconds() + load.seconds();
        while (!events.isEmpty() && events.peek().at() <= end) {
            var event = events.remove();
            pass(event.at());
            switch (event.kind()) {
                case APPEND -> {
                    append(event.server());
                    scheduleAppend();
                }
                case RELEASE -> release(event.server());
                case FLUSHED -> flushed();
            }
        }
        pass(end);
        return figures();
    }

    /** Adds up what lasts from the event before to this one. */
    private void pass(double time) {
        var seconds = time - Math.max(now, load.warmUpSeconds());
        if (seconds > 0) {
            held += isLocked ? seconds : 0;
            waited += waitingForLock.size() * seconds;
        }
        now = time;
    }

    private boolean isWarm() {
        return now >= load.warmUpSeconds();
    }

    private void schedule(double after, LockEventKind kind, int server) {
        events.add(new LockEvent(now + after, numbers++, kind, server));
    }

    /** All servers' appends are one Poisson process, of which each append goes to any of the servers. */
    private void scheduleAppend() {
        var after = -Math.log(1 - random.nextDouble()) / load.appendsPerSecond();
        schedule(after, LockEventKind.APPEND, random.nextInt(load.servers()));
    }

    private void append(int server) {
        var queue = servers.get(server).queue;
        offered += isWarm() ? 1 : 0;
        if (queue.size() == QUEUE) {
            refused += isWarm() ? 1 : 0;
            return;
        }
        queue.add(now);
        begin(server);
    }

    /** Takes the next batch, unless there is a writer. */
    private void begin(int number) {
        var server = servers.get(number);
        if (server.batch.length > 0 || server.queue.isEmpty()) {
            return;
        }
        server.batch = new double[Math.min(BATCH, server.queue.size())];
        for (var i = 0; i < server.batch.length; i++) {
            server.batch[i] = server.queue.remove();
        }
        server.askedForLock = now;
        if (isLocked) {
            waitingForLock.add(number);
            mostWaiting = isWarm() ? Math.max(mostWaiting, waitingForLock.size()) : 0;
        } else {
            hold(number);
        }
    }

    private void hold(int number) {
        isLocked = true;
        var server = servers.get(number);
        longestLockWait = isWarm() ? Math.max(longestLockWait, now - server.askedForLock) : 0;
        commits += isWarm() ? 1 : 0;
        var time = costs.work(server.batch.length);
        for (var flush = 0; flush < costs.flushesUnderLock(); flush++) {
            time += flushTime();
        }
        schedule(time, LockEventKind.RELEASE, number);
    }

    private double flushTime() {
        return costs.flush() * Math.exp(costs.spread() * random.nextGaussian());
    }

    private void release(int number) {
        isLocked = false;
        if (!waitingForLock.isEmpty()) {
            hold(waitingForLock.remove());
        }
        if (costs.flushesUnderLock() != LockCosts.AFTERWARDS) {
            answer(number);
        } else {
            waitingForDisk.add(number);
            flush();
        }
    }

    /** Writes for all that wait, unless the disk is busy; those who come meanwhile wait for the next time. */
    private void flush() {
        if (onDisk.isEmpty() && !waitingForDisk.isEmpty()) {
            onDisk.addAll(waitingForDisk);
            waitingForDisk.clear();
            schedule(flushTime(), LockEventKind.FLUSHED, onDisk.getFirst());
        }
    }

    private void flushed() {
        var done = List.copyOf(onDisk);
        onDisk.clear();
        flush();
        done.forEach(this::answer);
    }

    private void answer(int number) {
        var server = servers.get(number);
        for (var arrived : server.batch) {
            if (isWarm()) {
                if (answered == latencies.length) {
                    latencies = Arrays.copyOf(latencies, 2 * answered);
                }
                latencies[answered++] = now - arrived;
            }
        }
        var clients = load.clients() > 0 ? server.batch.length : 0;
        server.batch = new double[0];
        begin(number);
        for (var client = 0; client < clients; client++) {
            append(number);
        }
    }

    private LockFigures figures() {
        var sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new LockFigures(
                answered / load.seconds(),
                offered == 0 ? 0 : (double) refused / offered,
                Arrays.stream(sorted).average().orElse(Double.NaN),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                commits == 0 ? 0 : (double) answered / commits,
                held / load.seconds(),
                waited / load.seconds(),
                mostWaiting,
                longestLockWait);
    }

    private static double quantile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))];
    }

    /** Prints the tables of docs/SCALE.md. */
    public static void main(String[] args) {
        var seed = args.length == 0 ? SEED : Long.parseLong(args[0]);
        var costs = LockCosts.MEASURED;
        System.out.printf("seed %d%n%nagainst what was measured, clients that wait for their answers%n", seed);
        System.out.println("| servers | clients of each | measured a second | model | off | p50 ms | p99 ms |");
        compare(costs, 1, 1, 2_458, seed);
        compare(costs, 1, 64, 33_600, seed);
        compare(costs, 1, 256, 47_900, seed);
        compare(costs, 2, 64, 40_700, seed);
        System.out.println("the same if the lock were held during the flush");
        compare(costs.flushingUnderLock(1), 2, 64, 40_700, seed);
        for (var kind : List.of(costs, costs.flushingUnderLock(LockCosts.BINARY_LOG))) {
            System.out.printf(
                    "%n%s a binary log%n", kind.flushesUnderLock() == LockCosts.AFTERWARDS ? "without" : "with");
            System.out.println("| servers | appends a second | answered | refused | p50 ms | p99 ms | batch | lock held"
                    + " | waiting, mean | most | longest wait s | connections |");
            for (var servers : new int[] {1, 2, 10, 100, 1_000}) {
                for (var rate : new double[] {500, 2_000, 10_000, 20_000, 40_000, 60_000}) {
                    print(servers, rate, run(kind, AppendLoad.open(servers, rate), seed));
                }
            }
        }
    }

    private static void compare(LockCosts costs, int servers, int clients, double measured, long seed) {
        var found = run(costs, AppendLoad.closed(servers, clients), seed);
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %,.0f | %,.0f | %+.1f %% | %.2f | %.2f |%n",
                servers,
                clients,
                measured,
                found.appendsPerSecond(),
                100 * (found.appendsPerSecond() / measured - 1),
                1e3 * found.p50Seconds(),
                1e3 * found.p99Seconds());
    }

    private static void print(int servers, double rate, LockFigures found) {
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,.0f | %,.0f | %.1f %% | %,.2f | %,.2f | %.1f | %.1f %% | %,.1f | %,d | %.2f%s | %,d |%n",
                servers,
                rate,
                found.appendsPerSecond(),
                100 * found.refused(),
                1e3 * found.p50Seconds(),
                1e3 * found.p99Seconds(),
                found.batch(),
                100 * found.lockHeld(),
                found.waiting(),
                found.mostWaiting(),
                found.longestLockWait(),
                found.longestLockWait() > LOCK_WAIT_SECONDS ? " (too long)" : "",
                servers * POOL);
    }
}
