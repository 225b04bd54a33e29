package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one store's process running from its start until {@link #close}.
 *
 * <p>A launch starts the process and asks it whether it is ready until it says so, ends, or has
 * had its time. After a first launch that succeeded, a thread waits for the process to end. If it
 * ends without having been asked to, it is launched again with the same configuration, so on the
 * same port: first after a short delay, and while launches fail or runs are short, after delays
 * that double up to a bound. The tries never end, because what stops a store (a full disk, a taken
 * port) may pass; {@link #health} and one log line per fact tell about it meanwhile.
 *
 * <p>A process is launched only under the monitor and only if no stop was asked for, so after
 * {@code close} there is none that nobody knows of.
 */
final class Supervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    /** What is run, how it shows that it is ready, and how long it may take. */
    record Plan(
            String store,
            List<String> command,
            Path workingDirectory,
            StoreLog storeLog,
            int port,
            BooleanSupplier ready,
            long startTimeoutMillis,
            long stopTimeoutMillis) {}

    /** How a launch, or a whole start, came out. */
    sealed interface StartResult<T> {

        record Ready<T>(T value) implements StartResult<T> {}

        record NotStarted<T>(String reason) implements StartResult<T> {}
    }

    private final Plan plan;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final ReentrantLock closing = new ReentrantLock();
    private volatile StoreHealth health = new StoreHealth.NotAnswering("not started yet", Instant.now());
    private @Nullable Process current;

    private Supervisor(Plan plan) {
        this.plan = plan;
    }

    /** Launches the store and, once it is ready, looks after it. */
    static StartResult<Supervisor> start(Plan plan) {
        var supervisor = new Supervisor(plan);
        var kept = false;
        try (var _ = new StartGuard(supervisor::close)) {
            StartResult<Supervisor> outcome = switch (supervisor.launch()) {
                case StartResult.Ready<Process>(var process) -> {
                    Thread.ofVirtual().name(plan.store() + "-supervisor").start(() -> supervisor.lookAfter(process));
                    kept = true;
                    yield new StartResult.Ready<>(supervisor);
                }
                case StartResult.NotStarted<Process>(var reason) -> new StartResult.NotStarted<>(reason);
            };
            return outcome;
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting " + plan.store(), e);
        } finally {
            if (!kept) {
                supervisor.close();
            }
        }
    }

    StoreHealth health() {
        return health;
    }

    /** Stops the store; returns when its process is gone. Later calls do nothing. */
    @Override
    public void close() {
        closing.lock();
        try {
            var process = askToStop();
            health = new StoreHealth.NotAnswering("stopped", Instant.now());
            if (process == null || !process.isAlive()) {
                return;
            }
            var startedNanos = System.nanoTime();
            var clean = endUninterruptibly(process);
            log.atInfo()
                    .addKeyValue("store", plan.store())
                    .addKeyValue("pid", process.pid())
                    .addKeyValue("clean", clean)
                    .addKeyValue("millis", millisSince(startedNanos))
                    .log("store stopped");
        } finally {
            closing.unlock();
        }
    }

    /** Once a stop was asked for, what the process does is no news any more. */
    private synchronized void report(StoreHealth news) {
        if (stopAsked.getCount() > 0) {
            health = news;
        }
    }

    private synchronized @Nullable Process askToStop() {
        stopAsked.countDown();
        return current;
    }

    /** An interrupt must not leave the process behind: it only ends the patience with it. */
    private boolean endUninterruptibly(Process process) {
        try {
            return StoreProcess.end(process, plan.stopTimeoutMillis());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private StartResult<Process> launch() throws InterruptedException {
        var startedNanos = System.nanoTime();
        Process process;
        try {
            plan.storeLog().rotate();
            var started = startProcess();
            if (started.isEmpty()) {
                return new StartResult.NotStarted<>("it was stopped before it had started");
            }
            process = started.get();
        } catch (IOException e) {
            return new StartResult.NotStarted<>("it cannot be run: " + e.getMessage());
        }
        var deadline = WaitDeadline.in(plan.startTimeoutMillis());
        while (process.isAlive()) {
            if (isReady()) {
                report(new StoreHealth.Answering(process.pid(), Instant.now()));
                log.atInfo()
                        .addKeyValue("store", plan.store())
                        .addKeyValue("pid", process.pid())
                        .addKeyValue("port", plan.port())
                        .addKeyValue("millis", millisSince(startedNanos))
                        .log("store ready");
                return new StartResult.Ready<>(process);
            }
            if (deadline.passed()) {
                StoreProcess.kill(process);
                return failed("it was not ready after " + plan.startTimeoutMillis() + " ms");
            }
            if (process.waitFor(StoreLimits.POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return failed("it ended with exit code " + process.exitValue());
    }

    /** A probe that breaks must not end the supervision: it only did not show readiness. */
    private boolean isReady() {
        try {
            return plan.ready().getAsBoolean();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("store", plan.store()).setCause(e).log("store probe broke");
            return false;
        }
    }

    private synchronized Optional<Process> startProcess() throws IOException {
        if (stopAsked.getCount() == 0) {
            return Optional.empty();
        }
        var process = StoreProcess.builder(plan.command(), plan.workingDirectory(), plan.storeLog())
                .start();
        current = process;
        return Optional.of(process);
    }

    private StartResult<Process> failed(String reason) {
        return new StartResult.NotStarted<>(reason + ". " + plan.storeLog().tail());
    }

    private void lookAfter(Process first) {
        var process = Optional.of(first);
        var delayMillis = StoreLimits.FIRST_RESTART_DELAY_MILLIS;
        try {
            while (process.isPresent()) {
                var sinceNanos = System.nanoTime();
                var exitCode = process.get().waitFor();
                if (stopAsked.getCount() == 0) {
                    return;
                }
                delayMillis = millisSince(sinceNanos) >= StoreLimits.STEADY_RUN_MILLIS
                        ? StoreLimits.FIRST_RESTART_DELAY_MILLIS
                        : delayMillis;
                var reason = "it ended by itself with exit code " + exitCode;
                process = Optional.empty();
                while (process.isEmpty()) {
                    reportDown(reason, delayMillis);
                    if (stopAsked.await(delayMillis, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    delayMillis = Math.min(2 * delayMillis, StoreLimits.MAX_RESTART_DELAY_MILLIS);
                    switch (launch()) {
                        case StartResult.Ready<Process>(var restarted) -> process = Optional.of(restarted);
                        case StartResult.NotStarted<Process>(var why) -> reason = why;
                    }
                }
            }
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("looking after " + plan.store(), e);
        } catch (EmbeddedStoreException e) {
            // A process that survives SIGKILL: another one on the same data would do harm.
            report(new StoreHealth.NotAnswering(String.valueOf(e.getMessage()), Instant.now()));
            log.atError().addKeyValue("store", plan.store()).setCause(e).log("store is given up");
        }
    }

    private void reportDown(String reason, long delayMillis) {
        report(new StoreHealth.NotAnswering(reason, Instant.now()));
        log.atError()
                .addKeyValue("store", plan.store())
                .addKeyValue("reason", reason.replaceAll("\\s*\n\\s*", " | "))
                .addKeyValue("restartInMillis", delayMillis)
                .log("store is down");
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }
}
