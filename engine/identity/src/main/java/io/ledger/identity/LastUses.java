package io.ledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes when sessions or tokens were used last, many at once and not for every request. */
public final class LastUses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);

    private final Consumer<Map<String, Instant>> store;
    private final InstantSource clock;
    private final Map<String, Instant> pending = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> notedLately = Caffeine.newBuilder()
            .maximumSize(IdentityLimits.REMEMBERED)
            .expireAfterWrite(IdentityLimits.USE_PERIOD)
            .build();
    private @Nullable Thread thread;

    /** @param store keeps the last uses by their ids */
    public LastUses(Consumer<Map<String, Instant>> store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public void start() {
        thread = Thread.ofVirtual().name("identity-uses").start(this::run);
    }

    /** Notes that something is used now, unless it was noted a short time ago. */
    public void note(String id, Instant lastNoted) {
        var now = clock.instant();
        if (now.isAfter(lastNoted.plus(IdentityLimits.USE_PERIOD))
                && notedLately.getIfPresent(id) == null
                && pending.size() < IdentityLimits.REMEMBERED) {
            notedLately.put(id, true);
            pending.put(id, now);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(IdentityLimits.USE_PERIOD.dividedBy(4));
                write();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what was noted. What cannot be written is noted again at the next use. */
    public void write() {
        while (!pending.isEmpty()) {
            var batch = new HashMap<String, Instant>();
            for (var uses = pending.entrySet().iterator();
                    uses.hasNext() && batch.size() < IdentityLimits.USES_AT_ONCE; ) {
                var use = uses.next();
                uses.remove();
                batch.put(use.getKey(), use.getValue());
            }
            try {
                store.accept(batch);
            } catch (StoreUnavailableException failure) {
                LOG.atDebug().setCause(failure).log("last uses are not noted until the database is back");
                return;
            }
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        write();
    }
}
