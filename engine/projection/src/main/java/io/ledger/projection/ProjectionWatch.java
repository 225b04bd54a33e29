package io.ledger.projection;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far a read model is behind the log, asking both and never the projector, so that a
 * projector that is dead cannot look healthy.
 */
public final class ProjectionWatch implements AutoCloseable, MeterBinder {

    private static final String TAG = "projection";

    private final ReadModel model;
    private final EventLog<?> log;
    private final DocumentStore<?> views;

    private final String noun;
    private final LongSupplier nanoTime;
    private @Nullable Thread thread;
    private GlobalPosition head = GlobalPosition.START;
    private GlobalPosition position = GlobalPosition.START;
    private long caughtUpNanos;
    private long progressNanos;

    /** @param noun what one of the streams is called */
    public ProjectionWatch(ReadModel model, EventLog<?> log, DocumentStore<?> views, String noun) {
        this(model, log, views, noun, System::nanoTime);
    }

    ProjectionWatch(ReadModel model, EventLog<?> log, DocumentStore<?> views, String noun, LongSupplier nanoTime) {
        this.model = model;
        this.log = log;
        this.views = views;
        this.noun = noun;
        this.nanoTime = nanoTime;
        this.caughtUpNanos = nanoTime.getAsLong();
        this.progressNanos = caughtUpNanos;
    }

    /** Measures from now on, so that the times are known when somebody asks. */
    public void start() {
        thread = Thread.ofVirtual().name(model.label() + "-projection-watch").start(this::run);
    }

    /**
     * What was measured last. A read model that had everything then is taken to have it until the next look
     * is overdue; all other times go on.
     */
    private synchronized ProjectionLag latest() {
        var now = nanoTime.getAsLong();
        var hadAll = !position.isBefore(head) && now - caughtUpNanos < ProjectionLimits.WATCH_OVERDUE.toNanos();
        return hadAll ? new ProjectionLag(position, head, Duration.ZERO, Duration.ZERO) : since(now);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                        "ledger.projection.position",
                        "The last position the read model has applied",
                        lag -> lag.position().value())
                .register(registry);
        gauge(
                        "ledger.projection.lag.positions",
                        "How many positions the read model is behind",
                        ProjectionLag::positions)
                .register(registry);
        gauge(
                        "ledger.projection.lag",
                        "How long the read model has not had the whole log",
                        lag -> seconds(lag.behindFor()))
                .baseUnit("seconds")
                .register(registry);
        gauge(
                        "ledger.projection.stalled",
                        "How long the read model has been behind without moving",
                        lag -> seconds(lag.stalledFor()))
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "ledger.projection.parked." + noun + "s",
                        views,
                        store -> store.parked().size())
                .tag(TAG, model.label())
                .description("Streams the read model cannot show")
                .register(registry);
    }

    private Gauge.Builder<ProjectionWatch> gauge(
            String name, String description, ToDoubleFunction<ProjectionLag> figure) {
        return Gauge.builder(name, this, watch -> figure.applyAsDouble(watch.latest()))
                .tag(TAG, model.label())
                .description(description);
    }

    /** The end of the log, which is the same for all read models: one watch is enough to tell it. */
    public void bindHeadTo(MeterRegistry registry) {
        Gauge.builder("ledger.log.head", this, watch -> watch.latest().head().value())
                .description("The last position of the log")
                .register(registry);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private void run() {
        try {
            while (true) {
                sampleIfPossible();
                Thread.sleep(ProjectionLimits.WATCH);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void sampleIfPossible() {
        try {
            lag();
        } catch (StoreUnavailableException storeIsDown) {
            // Time goes on: the read model counts as behind until it was seen to have caught up.
        }
    }

    /**
     * Measures now.
     *
     * @throws StoreUnavailableException when one of the stores does not answer
     */
    public ProjectionLag lag() {
        // The head first: what is applied after that is no reason to be found ahead of it.
        var end = log.head();
        var applied = views.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
        return measured(end, applied, nanoTime.getAsLong());
    }

    private synchronized ProjectionLag measured(GlobalPosition end, GlobalPosition applied, long now) {
        head = end;
        if (!applied.equals(position)) {
            position = applied;
            progressNanos = now;
        }
        if (!applied.isBefore(end)) {
            caughtUpNanos = now;
            progressNanos = now;
        }
        return since(now);
    }

    private ProjectionLag since(long now) {
        return new ProjectionLag(
                position, head, Duration.ofNanos(now - caughtUpNanos), Duration.ofNanos(now - progressNanos));
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
