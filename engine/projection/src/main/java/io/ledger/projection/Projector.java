package io.ledger.projection;

import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventPublisher;
import io.ledger.core.log.EventSource;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.stream.EventStore;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.history.LogObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a read model up to date with the log: one thread takes step after step, and another one restarts it if it dies.
 *
 * <p>A step starts at once when the projector is woken, and in any case after a pause. If a store is down, the
 * projector rests, longer with each failure, and then continues from the read model's checkpoint.
 */
public final class Projector implements EventPublisher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private final ReadModel model;
    private final ProjectionStep<?, ?, ?> step;
    private final WakeUpChannel wakeUps;
    private final Duration stop;
    private final StartOvers startOvers = new StartOvers();
    private final ReentrantLock atWork = new ReentrantLock();

    private volatile @Nullable Thread supervisor;
    private volatile GlobalPosition position = GlobalPosition.START;
    private volatile @Nullable String failure;
    private int failures;

    /** A projector without an observer of the log. */
    public <S, E, V extends Document> Projector(
            ReadModel model,
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventStore<S> store,
            DocumentStore<V> views,
            WakeUpChannel wakeUps,
            InstantSource clock) {
        this(model, projection, log, store, views, wakeUps, clock, LogObserver.UNHEARD);
    }

    /** @param observer notified of what the projection sees of the log */
    public <S, E, V extends Document> Projector(
            ReadModel model,
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventStore<S> store,
            DocumentStore<V> views,
            WakeUpChannel wakeUps,
            InstantSource clock,
            LogObserver observer) {
        this(model, projection, new LogSource<>(log), store, views, wakeUps, clock, observer);
    }

    /**
     * A projector that need not read the log itself.
     *
     * @param source what it takes the entries from
     * @param observer notified of what the projection sees of the log
     */
    public <S, E, V extends Document> Projector(
            ReadModel model,
            ViewProjection<S, E, V> projection,
            EventSource<E> source,
            EventStore<S> store,
            DocumentStore<V> views,
            WakeUpChannel wakeUps,
            InstantSource clock,
            LogObserver observer) {
        this(model, projection, source, store, views, wakeUps, clock, observer, ProjectionLimits.STOP);
    }

    /** @param stop how long a stop waits for the step at hand */
    <S, E, V extends Document> Projector(
            ReadModel model,
            ViewProjection<S, E, V> projection,
            EventSource<E> source,
            EventStore<S> store,
            DocumentStore<V> views,
            WakeUpChannel wakeUps,
            InstantSource clock,
            LogObserver observer,
            Duration stop) {
        this.model = model;
        this.step = new ProjectionStep<>(projection, source, store, views, clock, model.stride(), observer);
        this.wakeUps = wakeUps;
        this.stop = stop;
    }

    public void start() {
        supervisor =
                Thread.ofVirtual().name(model.label() + "-projector-supervisor").start(this::supervise);
    }

    @Override
    public void published(LogPlace last) {
        wakeUps.published(last.position());
    }

    /** The position up to which the read model was complete when this projector last looked. */
    public GlobalPosition position() {
        return position;
    }

    /** Why the read model is emptied and rebuilt again and again; empty when it is not. */
    public Optional<String> trouble() {
        return startOvers.trouble(System.nanoTime());
    }

    /** Why the last step failed; empty when it succeeded. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Starts the thread that takes the steps, and restarts it when it has died. */
    private void supervise() {
        var worker = Thread.ofVirtual().name(model.label() + "-projector").unstarted(this::run);
        try {
            worker.start();
            while (true) {
                worker.join();
                LOG.atError()
                        .addKeyValue("projection", model.label())
                        .addKeyValue("reason", failure)
                        .log("the projector died and is started again");
                Thread.sleep(ProjectionLimits.FIRST_BACKOFF);
                worker = Thread.ofVirtual().name(model.label() + "-projector").start(this::run);
            }
        } catch (InterruptedException _) {
            stop(worker);
        }
    }

    /** Interrupts the worker between two steps: in the middle of a step this would break connections and files. */
    private void stop(Thread worker) {
        var isBetween = false;
        try {
            isBetween = atWork.tryLock(stop.toMillis(), TimeUnit.MILLISECONDS);
            worker.interrupt();
            worker.join(ProjectionLimits.STOP_OF_A_STUCK_STEP);
        } catch (InterruptedException _) {
            worker.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            if (isBetween) {
                atWork.unlock();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                var rest = takeStep();
                if (rest.isPositive()) {
                    wakeUps.await(model.rest(), rest);
                }
            }
        } catch (InterruptedException _) {
            failure = "interrupted";
        } catch (Error death) {
            failure = death.toString();
        }
    }

    /** @return how long to rest before the next step when nobody wakes the projector */
    private Duration takeStep() throws InterruptedException {
        try {
            var outcome = stepTaken();
            succeeded();
            return switch (outcome) {
                case Outcome.Progressed(var reached, var startedOver) -> {
                    position = reached;
                    if (startedOver.isPresent()) {
                        restAfterStartOver(startedOver.get());
                    }
                    yield Duration.ZERO;
                }
                case Outcome.CaughtUp(var reached) -> {
                    position = reached;
                    yield ProjectionLimits.POLL;
                }
            };
        } catch (RuntimeException failed) {
            var backoff = failed(failed);
            Thread.sleep(backoff);
            return Duration.ZERO;
        }
    }

    /**
     * Rests, so that a read model that is lost as soon as it is filled is not filled again and again without a pause.
     */
    private void restAfterStartOver(String reason) throws InterruptedException {
        var rest = startOvers.another(reason, System.nanoTime());
        if (rest.isPositive()) {
            LOG.atWarn()
                    .addKeyValue("projection", model.label())
                    .addKeyValue(
                            "trouble", startOvers.trouble(System.nanoTime()).orElse(reason))
                    .addKeyValue("rest_millis", rest.toMillis())
                    .log("the read model does not last");
            Thread.sleep(rest);
        }
    }

    private Outcome stepTaken() throws InterruptedException {
        atWork.lockInterruptibly();
        try {
            return step.run();
        } finally {
            atWork.unlock();
        }
    }

    private void succeeded() {
        if (failure != null) {
            LOG.atInfo()
                    .addKeyValue("projection", model.label())
                    .addKeyValue("failures", failures)
                    .log("projection goes on");
            failure = null;
            failures = 0;
        }
    }

    private Duration failed(RuntimeException cause) {
        var reason = reason(cause);
        if (!reason.equals(failure)) {
            LOG.atWarn()
                    .addKeyValue("projection", model.label())
                    .addKeyValue("reason", reason)
                    .log("projection rests");
        }
        failure = reason;
        var doublings = Math.min(failures++, 10);
        var backoff = ProjectionLimits.FIRST_BACKOFF.multipliedBy(1L << doublings);
        return backoff.compareTo(ProjectionLimits.LONGEST_BACKOFF) < 0 ? backoff : ProjectionLimits.LONGEST_BACKOFF;
    }

    private static String reason(RuntimeException failure) {
        var cause = failure.getCause();
        return cause == null ? failure.toString() : failure.getMessage() + ": " + cause.getMessage();
    }

    /** Stops after the current step. */
    @Override
    public void close() {
        var running = supervisor;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            if (!running.join(stop.plus(ProjectionLimits.STOP_OF_A_STUCK_STEP).plusSeconds(1))) {
                LOG.atWarn().log("the projector did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
