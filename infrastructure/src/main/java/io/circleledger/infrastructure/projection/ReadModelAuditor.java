package io.circleledger.infrastructure.projection;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViews;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the read model with the log, one circle after the other, and repairs what differs.
 *
 * <p>The circles are those of events drawn at random, so one that changes often is looked at often.
 * A circle that has changed since the read model was asked is passed over: it differs by right.
 */
public final class ReadModelAuditor implements AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelAuditor.class);

    private final EventLog log;
    private final EventStore store;
    private final CircleViews views;
    private final CircleRepair repair;
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong diverged = new AtomicLong();

    private @Nullable Thread thread;

    public ReadModelAuditor(EventLog log, EventStore store, CircleViews views, CircleRepair repair) {
        this.log = log;
        this.store = store;
        this.views = views;
        this.repair = repair;
    }

    public void start() {
        thread = Thread.ofVirtual().name("auditor").start(this::run);
    }

    /** Circles compared since the start. */
    public long checked() {
        return checked.get();
    }

    /** Circles among them that the read model had wrong. */
    public long diverged() {
        return diverged.get();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("ledger.readmodel.audited", checked, AtomicLong::doubleValue)
                .description("Circles of the read model that were compared with the log")
                .register(registry);
        FunctionCounter.builder("ledger.readmodel.diverged", diverged, AtomicLong::doubleValue)
                .description("Circles among those audited that differed from the log and were to be repaired")
                .register(registry);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(ProjectionLimits.AUDIT);
                checkOne();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkOne() {
        try {
            var head = log.head().value();
            if (head == 0) {
                return;
            }
            var drawn = new GlobalPosition(ThreadLocalRandom.current().nextLong(head) + 1);
            for (var entry : log.readFrom(drawn, 1)) {
                if (entry instanceof RecordedEvent event) {
                    check(event.circleId());
                }
            }
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("nothing is audited until the stores are back");
        }
    }

    /** Compares one circle and repairs it; a circle that cannot be read is for the projection to park. */
    void check(CircleId id) {
        // The read model first: what the log has beyond that has come since.
        var found = views.find(id);
        try {
            var latest = store.load(id).latest();
            if (latest.isEmpty() || found.completeTo().isBefore(latest.get().position())) {
                return;
            }
            checked.incrementAndGet();
            var expected = latest.map(it -> it.circle())
                    .filter(circle -> !circle.dissolved())
                    .map(CircleView::of);
            if (expected.equals(found.view())) {
                return;
            }
            diverged.incrementAndGet();
            LOG.atWarn()
                    .addKeyValue("circle_id", id)
                    .addKeyValue("log", expected)
                    .addKeyValue("read_model", found.view())
                    .addKeyValue("repair", repair.repair(id))
                    .log("the read model differs from the log");
        } catch (CorruptStreamException corrupt) {
            LOG.atDebug().setCause(corrupt).log("not audited");
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
