package io.circleledger.infrastructure.projection;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CorruptStreamException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry.RecordedEvent;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.circleledger.domain.readmodel.Checkpoint;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ReadModelScan;
import io.circleledger.domain.readmodel.ViewDifference;
import io.circleledger.domain.readmodel.ViewEntry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares some circles of the read model with the log every now and then, and repairs what differs.
 *
 * <p>The circles are those of events drawn at random, so one that changes often is looked at often.
 * A circle that has changed since the read model was asked is passed over: it differs by right.
 */
public final class ReadModelAuditor implements AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelAuditor.class);

    private final EventLog log;
    private final EventStore store;
    private final CircleViewStore views;
    private final ReadModelScan scan;
    private final CircleRepair repair;
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong diverged = new AtomicLong();

    private @Nullable Thread thread;

    public ReadModelAuditor(
            EventLog log, EventStore store, CircleViewStore views, ReadModelScan scan, CircleRepair repair) {
        this.log = log;
        this.store = store;
        this.views = views;
        this.scan = scan;
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
                auditSome();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void auditSome() {
        try {
            audit(drawn());
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("nothing is audited until the stores are back");
        }
    }

    private Set<CircleId> drawn() {
        var head = log.head().value();
        var ids = new HashSet<CircleId>();
        for (var i = 0; i < Math.min(head, ProjectionLimits.AUDITED); i++) {
            var position = new GlobalPosition(ThreadLocalRandom.current().nextLong(head) + 1);
            for (var entry : log.readFrom(position, 1)) {
                if (entry instanceof RecordedEvent event) {
                    ids.add(event.circleId());
                }
            }
        }
        return ids;
    }

    /** Compares circles and repairs them; one that cannot be read is for the projection to park. */
    void audit(Set<CircleId> ids) {
        // The read model first: what the log has beyond that has come since.
        var completeTo = views.checkpoint().map(Checkpoint::position).orElse(GlobalPosition.START);
        var entries = scan.look(ids.stream().map(CircleId::value).toList());
        for (var id : ids) {
            try {
                var latest = store.load(id).latest();
                if (latest.isPresent() && !completeTo.isBefore(latest.get().position())) {
                    audit(id, entries.getOrDefault(id.value(), ViewEntry.NONE), latest.get());
                }
            } catch (CorruptStreamException corrupt) {
                LOG.atDebug().setCause(corrupt).log("not audited");
            }
        }
    }

    private void audit(CircleId id, ViewEntry found, Latest latest) {
        checked.incrementAndGet();
        var wanted = latest.circle().dissolved()
                ? ViewEntry.NONE
                : ViewEntry.living(
                        CircleView.of(latest.circle()), latest.createdAt().toString());
        if (found.equals(wanted)) {
            return;
        }
        diverged.incrementAndGet();
        LOG.atWarn()
                .addKeyValue("circle_id", id)
                .addKeyValue("difference", ViewDifference.between(found, wanted))
                .addKeyValue("repair", repair.repair(id))
                .log("the read model differs from the log");
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
