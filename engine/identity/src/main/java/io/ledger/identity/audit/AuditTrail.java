package io.ledger.identity.audit;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.AuditRecords.AuditRecord;
import io.ledger.identity.IdentityLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log, many entries at once, so that no request waits for it.
 *
 * <p>Entries wait in a queue while the database is away. When it is full, further ones are lost; how many is in the log of
 * the server and, once entries can be written again, in the audit log itself.
 */
public final class AuditTrail implements AuditLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private static final long STOP_MILLIS = 5_000;

    private final AuditRecords records;
    private final InstantSource clock;
    private final BlockingQueue<AuditRecord> waiting = new ArrayBlockingQueue<>(IdentityLimits.AUDIT_QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Thread thread;

    public AuditTrail(AuditRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    public void start() {
        thread = Thread.ofVirtual().name("audit-log").start(this::run);
    }

    @Override
    public void record(AuditEntry entry) {
        if (!waiting.offer(new AuditRecord(clock.instant(), entry))) {
            lost.incrementAndGet();
        }
    }

    /** How many entries were lost and not told of yet. */
    public long lost() {
        return lost.get();
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                var first = waiting.poll(IdentityLimits.AUDIT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    var batch = new ArrayList<AuditRecord>();
                    batch.add(first);
                    waiting.drainTo(batch, IdentityLimits.AUDIT_BATCH - 1);
                    write(batch);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<AuditRecord> batch) throws InterruptedException {
        while (true) {
            try {
                records.append(batch);
                tellLost();
                return;
            } catch (StoreUnavailableException failure) {
                if (closed) {
                    LOG.atError()
                            .addKeyValue("entries", batch.size())
                            .log("the last audit entries could not be written");
                    return;
                }
                LOG.atDebug().setCause(failure).log("audit entries wait for the database");
                Thread.sleep(IdentityLimits.AUDIT_PAUSE);
            } catch (RuntimeException bug) {
                LOG.atError()
                        .setCause(bug)
                        .addKeyValue("entries", batch.size())
                        .log("audit entries could not be written");
                return;
            }
        }
    }

    private void tellLost() {
        var count = lost.getAndSet(0);
        if (count > 0) {
            LOG.atError().addKeyValue("entries", count).log("audit entries were lost while the database was away");
            record(Audited.LOST.by("", Map.of("entries", String.valueOf(count))));
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        closed = true;
        var running = thread;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(Duration.ofMillis(STOP_MILLIS))) {
                running.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
