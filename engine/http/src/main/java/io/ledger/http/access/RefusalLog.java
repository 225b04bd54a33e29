package io.ledger.http.access;

import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditLog;
import io.ledger.http.ClientNetwork;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Counts refusals, and keeps them in the audit log.
 *
 * <p>A flood of refusals must not become a flood of entries. So the first one of a kind from an address is kept at
 * once. Those that follow within {@link HttpLimits#REFUSALS_JOINED} are counted, and kept as one entry with their
 * number when that time is over. Addresses are told apart by {@link ClientNetwork}. More than
 * {@link HttpLimits#REFUSALS_APART} at once are kept as if they came from one.
 */
public final class RefusalLog implements AutoCloseable {

    private static final String KIND = "refused";
    private static final String EVERYWHERE_ELSE = "";

    private final AuditLog audit;
    private final MeterRegistry registry;
    private final InstantSource clock;

    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Kind, Joined> open = new HashMap<>();
    private final ScheduledExecutorService settling = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("refusals").factory());

    /** What is joined: refusals of one reason, of one account or nobody, from one network. */
    private record Kind(String network, String reason, Optional<String> accountId) {}

    /** Those after the first one. */
    private static final class Joined {

        private final Instant until;
        private long count;
        private String requestId = "";

        Joined(Instant until) {
            this.until = until;
        }
    }

    /** @param registry where refusals are counted by their reason */
    public RefusalLog(AuditLog audit, MeterRegistry registry, InstantSource clock) {
        this.audit = audit;
        this.registry = registry;
        this.clock = clock;
    }

    /** Keeps a refusal. */
    public void refused(Problem problem, Identification caller, RequestOrigin origin, String requestId) {
        var reason = problem.type().key();
        counters.computeIfAbsent(reason, this::counter).increment();
        if (problem.status() >= 500 || audit.equals(AuditLog.NONE)) {
            return;
        }
        var account = caller instanceof Identification.KnownCaller(var known)
                ? Optional.of(known.accountId())
                : Optional.<String>empty();
        if (isFirst(new Kind(ClientNetwork.of(origin.address()), reason, account), requestId)) {
            audit.record(new AuditEntry(KIND, account, origin.address(), requestId, Map.of("problem", reason)));
        }
    }

    private synchronized boolean isFirst(Kind kind, String requestId) {
        var known = open.containsKey(kind) || open.size() < HttpLimits.REFUSALS_APART
                ? kind
                : new Kind(EVERYWHERE_ELSE, kind.reason(), Optional.empty());
        var joined = open.get(known);
        if (joined == null) {
            open.put(known, new Joined(clock.instant().plus(HttpLimits.REFUSALS_JOINED)));
            return true;
        }
        joined.count++;
        joined.requestId = requestId;
        return false;
    }

    /** Keeps what was joined and whose time is over. */
    void settle() {
        settled(clock.instant()).forEach(audit::record);
    }

    /** Begins to keep what was joined. */
    public void start() {
        if (!audit.equals(AuditLog.NONE)) {
            var period = HttpLimits.REFUSALS_SETTLED.toMillis();
            var _ = settling.scheduleWithFixedDelay(this::settle, period, period, TimeUnit.MILLISECONDS);
        }
    }

    /** Keeps all that was joined. */
    @Override
    public void close() {
        settling.shutdownNow();
        settled(Instant.MAX).forEach(audit::record);
    }

    private synchronized List<AuditEntry> settled(Instant now) {
        var entries = new ArrayList<AuditEntry>(0);
        open.entrySet().removeIf(entry -> {
            var joined = entry.getValue();
            if (now.isBefore(joined.until)) {
                return false;
            }
            if (joined.count > 0) {
                entries.add(entry(entry.getKey(), joined));
            }
            return true;
        });
        return entries;
    }

    private static AuditEntry entry(Kind kind, Joined joined) {
        return new AuditEntry(
                KIND,
                kind.accountId(),
                kind.network(),
                joined.requestId,
                Map.of("problem", kind.reason(), "more", String.valueOf(joined.count)));
    }

    private Counter counter(String reason) {
        return Counter.builder("ledger.refusals")
                .description("Requests that were refused for who asked, from where, or under which name")
                .tag("reason", reason)
                .register(registry);
    }
}
