package io.ledger.kafka;

import io.ledger.core.StoreUnavailableException;
import io.ledger.testkit.contract.SampleStreams;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Appends that go on until they are told to stop, as fast as one client is answered, or not faster than a pace. */
final class SteadyLoad implements AutoCloseable {

    private final RelayedLedger ledger;
    private final long pauseNanos;
    private final SampleStreams<Counter, CounterEvent> streams = new SampleStreams<>(Counters.AGGREGATE);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger appends = new AtomicInteger();
    private final Future<?> running;

    SteadyLoad(RelayedLedger ledger, long pauseNanos) {
        this.ledger = ledger;
        this.pauseNanos = pauseNanos;
        this.running = executor.submit(this::run);
    }

    private void run() {
        while (!stopped.get()) {
            try {
                ledger.append(streams.newId(), 3);
                appends.incrementAndGet();
            } catch (StoreUnavailableException storeIsDown) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** How many appends were answered. */
    int appends() {
        return appends.get();
    }

    /** Waits for further appends. */
    void more(int further) {
        var goal = appends() + further;
        Eventually.eventually(() -> "appends go on after " + appends(), () -> appends() >= goal || running.isDone());
    }

    /** Stops, and gives the number of events in the log, those of unanswered appends too. */
    int stop() {
        close();
        return Math.toIntExact(ledger.end().position().value());
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            running.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            throw new AssertionError("The load broke", failed);
        }
        executor.close();
    }
}
