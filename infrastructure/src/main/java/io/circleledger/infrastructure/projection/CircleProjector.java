package io.circleledger.infrastructure.projection;

import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventPublisher;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.infrastructure.projection.ProjectionStep.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a read model up with the log: one thread that takes step after step, and another that
 * starts it again should it die.
 *
 * <p>What is published to it wakes it and saves it reading the log; it needs neither.
 *
 * <p>It starts at once when it is woken and looks by itself otherwise. When a store is down it rests,
 * longer with each failure, and goes on where the read model's checkpoint says.
 */
public final class CircleProjector implements EventPublisher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CircleProjector.class);

    private final ReadModel model;
    private final CarriedEvents carried = new CarriedEvents(ProjectionLimits.CARRIED);
    private final ProjectionStep step;
    private final WakeUpChannel wakeUps;
    private final ReentrantLock atWork = new ReentrantLock();

    private volatile @Nullable Thread supervisor;
    private volatile GlobalPosition position = GlobalPosition.START;
    private volatile @Nullable String failure;
    private int failures;

    public CircleProjector(
            ReadModel model,
            EventLog log,
            EventStore store,
            CircleViewStore views,
            WakeUpChannel wakeUps,
            InstantSource clock) {
        this.model = model;
        this.step = new ProjectionStep(log, store, views, clock, model.stride(), carried);
        this.wakeUps = wakeUps;
    }

    public void start() {
        supervisor =
                Thread.ofVirtual().name(model.label() + "-projector-supervisor").start(this::supervise);
    }

    @Override
    public void published(List<RecordedEvent> events) {
        carried.add(events);
        wakeUps.published(events.getLast().position());
    }

    /** The place in the log up to which this projector last saw the read model. */
    public GlobalPosition position() {
        return position;
    }

    /** Why the last step failed; empty when it did not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Starts the thread that takes the steps, and another when that one has died. */
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

    /** Interrupts the worker between two steps: in the middle of one that would break connections and files. */
    private void stop(Thread worker) {
        var isBetween = false;
        try {
            isBetween = atWork.tryLock(ProjectionLimits.STOP.toMillis(), TimeUnit.MILLISECONDS);
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
                case Outcome.Progressed(var reached) -> {
                    position = reached;
                    yield Duration.ZERO;
                }
                case Outcome.CaughtUp(var reached) -> {
                    position = reached;
                    // Past a gap there is more, and nobody need say so again.
                    yield carried.knowsOfMoreThan(reached) ? ProjectionLimits.AT_ONCE : ProjectionLimits.POLL;
                }
            };
        } catch (RuntimeException failed) {
            // What became of the stores meanwhile nobody knows.
            carried.forgetAll();
            var backoff = failed(failed);
            Thread.sleep(backoff);
            return Duration.ZERO;
        }
    }

    private Outcome stepTaken() throws InterruptedException {
        atWork.lockInterruptibly();
        try {
            return step.take();
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

    /** Stops after the step at hand. */
    @Override
    public void close() {
        var running = supervisor;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            if (!running.join(ProjectionLimits.STOP
                    .plus(ProjectionLimits.STOP_OF_A_STUCK_STEP)
                    .plusSeconds(1))) {
                LOG.atWarn().log("the projector did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
