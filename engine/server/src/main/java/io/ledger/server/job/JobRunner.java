package io.ledger.server.job;

import com.fasterxml.uuid.Generators;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobStarter;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.log.EventMetadata;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs, and carries on with those that no server has.
 *
 * <p>A server that is killed loses its jobs at the end of their terms; the first server that looks then goes on with
 * them. One that stops in order lets them go at once.
 */
public final class JobRunner implements JobStarter, MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final JobStore store;
    private final Duration term;
    private final Duration poll;
    private final String holder = UUID.randomUUID().toString();
    private final Map<String, JobKind> kinds = new ConcurrentHashMap<>();
    private final Map<HeldJob, Thread> held = new ConcurrentHashMap<>();
    private final Map<JobState, LongAdder> ended = new EnumMap<>(JobState.class);
    private final Semaphore wakeUp = new Semaphore(0);

    private volatile boolean stopping;
    private @Nullable Thread looking;
    private long cleanedNanos = System.nanoTime();

    public JobRunner(JobStore store) {
        this(store, JobLimits.TERM, JobLimits.POLL);
    }

    JobRunner(JobStore store, Duration term, Duration poll) {
        this.store = store;
        this.term = term;
        this.poll = poll;
        for (var state : JobState.values()) {
            ended.put(state, new LongAdder());
        }
    }

    /** Adds a kind of jobs; before the start, or jobs of this kind wait. */
    public void add(JobKind kind) {
        kinds.put(kind.name(), kind);
    }

    /** The jobs, to look at and to stop. */
    public JobStore store() {
        return store;
    }

    @Override
    public String newId() {
        return Generators.timeBasedEpochGenerator().generate().toString();
    }

    @Override
    public boolean start(String id, String kind, String request, EventMetadata startedBy) {
        var isAdded = store.add(id, kind, request, startedBy, JobLimits.RUNNING);
        wakeUp.release();
        return isAdded;
    }

    public void start() {
        looking = Thread.ofVirtual().name("jobs").start(this::look);
    }

    private void look() {
        try {
            while (!stopping) {
                try {
                    held.keySet().forEach(HeldJob::renew);
                    claim();
                    cleanUp();
                } catch (StoreUnavailableException storeIsDown) {
                    LOG.atDebug().setCause(storeIsDown).log("jobs wait for their store");
                } catch (RuntimeException bug) {
                    LOG.atError().setCause(bug).log("jobs cannot be looked for");
                }
                if (wakeUp.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUp.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void claim() {
        while (held.size() < JobLimits.AT_ONCE && !stopping) {
            var claim = store.claim(kinds.keySet(), holder, term);
            if (claim.isEmpty()) {
                return;
            }
            var kind = Optional.ofNullable(kinds.get(claim.get().job().kind())).orElseThrow();
            var job = new HeldJob(store, kind, claim.get(), term);
            var thread =
                    Thread.ofVirtual().name("job-" + claim.get().job().id()).unstarted(() -> run(job));
            held.put(job, thread);
            thread.start();
        }
    }

    private void run(HeldJob job) {
        try {
            job.run().ifPresent(state -> count(state).increment());
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("a job was broken off; a server goes on with it");
        } finally {
            held.remove(job);
            wakeUp.release();
        }
    }

    private LongAdder count(JobState state) {
        return Optional.ofNullable(ended.get(state)).orElseThrow();
    }

    private void cleanUp() {
        if (System.nanoTime() - cleanedNanos < JobLimits.CLEANUP_PERIOD.toNanos()) {
            return;
        }
        cleanedNanos = System.nanoTime();
        while (store.forget(JobLimits.KEPT, JobLimits.CLEANUP_STEP) >= JobLimits.CLEANUP_STEP) {
            LOG.atDebug().log("old jobs were forgotten; there are more");
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.jobs.active", held, Map::size)
                .description("Jobs that this server carries on with")
                .register(registry);
        for (var state : JobState.values()) {
            if (state != JobState.RUNNING) {
                FunctionCounter.builder("ledger.jobs", count(state), LongAdder::doubleValue)
                        .tag("state", state.label())
                        .description("Jobs that have ended at this server")
                        .register(registry);
            }
        }
    }

    /** Lets the steps in work end, and leaves the jobs to other servers. */
    @Override
    public void close() {
        stopping = true;
        wakeUp.release();
        held.keySet().forEach(HeldJob::leave);
        var until = System.nanoTime() + JobLimits.STOP.toNanos();
        try {
            var own = looking;
            if (own != null) {
                own.join(JobLimits.STOP);
            }
            // One may have been claimed at the last moment.
            held.keySet().forEach(HeldJob::leave);
            for (var thread : held.values()) {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
