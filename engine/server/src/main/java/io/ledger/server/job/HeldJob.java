package io.ledger.server.job;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobStore;
import io.ledger.core.job.JobWork;
import io.ledger.core.read.ReadModelBehindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job while this server carries on with it: one step after the other, each written down before the next one begins.
 *
 * <p>While a store does not answer, the step is tried again until it does. The job may be another server's then; what is
 * written down tells.
 */
final class HeldJob {

    private static final Logger LOG = LoggerFactory.getLogger(HeldJob.class);

    private final JobStore store;
    private final JobKind kind;
    private final Job job;
    private final JobStore.Claim claim;
    private final Duration term;
    private final CountDownLatch leaving = new CountDownLatch(1);

    private volatile boolean lost;

    private JobProgress progress;
    private @Nullable JobWork work;
    private long steps;
    private int failures;
    private Duration pause = JobLimits.FIRST_PAUSE;

    /** @param term for which the job is this server's without a sign of life */
    HeldJob(JobStore store, JobKind kind, JobStore.Claim claim, Duration term) {
        this.store = store;
        this.term = term;
        this.kind = kind;
        this.claim = claim;
        this.job = claim.job();
        this.progress = job.progress();
        this.steps = job.steps();
    }

    /** Works until the job has ended, is another server's, or this server stops; says what it has come to. */
    Optional<JobState> run() {
        LOG.atInfo()
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.kind())
                .addKeyValue("done", progress.done())
                .log(job.steps() == 0 ? "a job begins" : "a job goes on");
        var state = Optional.of(JobState.RUNNING);
        if (job.isStopping()) {
            state = record(JobState.RUNNING, "");
        }
        while (state.filter(JobState.RUNNING::equals).isPresent() && !isLeaving() && !lost) {
            state = step();
        }
        if (state.filter(JobState.RUNNING::equals).isPresent() && !lost) {
            release();
        }
        if (state.isEmpty() || lost) {
            LOG.atWarn().addKeyValue("job", job.id()).log("another server goes on with the job");
            return Optional.empty();
        }
        LOG.atInfo()
                .addKeyValue("job", job.id())
                .addKeyValue("state", state.get().label())
                .addKeyValue("done", progress.done())
                .addKeyValue("total", progress.total())
                .log(state.get() == JobState.RUNNING ? "a job is left to another server" : "a job has ended");
        return state;
    }

    private Optional<JobState> step() {
        if (steps >= JobLimits.STEPS) {
            return record(JobState.FAILED, "It took more than %d steps".formatted(JobLimits.STEPS));
        }
        JobStep done;
        try {
            var begun = work;
            if (begun == null) {
                begun = kind.begin(job);
                work = begun;
            }
            done = begun.step(progress);
        } catch (StoreUnavailableException | ReadModelBehindException notNow) {
            LOG.atDebug().setCause(notNow).addKeyValue("job", job.id()).log("a job waits for a store");
            pause();
            return Optional.of(JobState.RUNNING);
        } catch (RuntimeException failure) {
            return failed(failure);
        } catch (Error death) {
            return failed(new IllegalStateException("The thread of a step died", death));
        }
        failures = 0;
        steps++;
        progress = done.progress();
        var state = switch (done) {
            case JobStep.Further _ -> record(JobState.RUNNING, "");
            case JobStep.Finished _ -> record(JobState.DONE, "");
            case JobStep.Unfeasible(var _, var reason) -> record(JobState.FAILED, reason);
        };
        pause = JobLimits.FIRST_PAUSE;
        return state;
    }

    private Optional<JobState> failed(RuntimeException failure) {
        failures++;
        // Begun anew: what it remembers may be what is wrong.
        work = null;
        LOG.atError()
                .setCause(failure)
                .addKeyValue("job", job.id())
                .addKeyValue("attempt", failures)
                .log("a step of a job has failed");
        if (failures >= JobLimits.ATTEMPTS || isLeaving()) {
            return isLeaving()
                    ? Optional.of(JobState.RUNNING)
                    : record(
                            JobState.FAILED,
                            "A step has failed %d times; tell whoever runs the server, whose log says why"
                                    .formatted(failures));
        }
        pause();
        return record(JobState.RUNNING, "");
    }

    /** Writes down the progress, as often as that takes; once also when this server stops. */
    private Optional<JobState> record(JobState state, String failure) {
        var text = failure.length() > JobLimits.FAILURE_CHARACTERS
                ? failure.substring(0, JobLimits.FAILURE_CHARACTERS)
                : failure;
        do {
            try {
                return store.record(job.id(), claim.tenure(), state, progress, text, term);
            } catch (StoreUnavailableException notNow) {
                LOG.atDebug().setCause(notNow).addKeyValue("job", job.id()).log("a job waits for its store");
                pause();
            }
        } while (!isLeaving());
        return Optional.of(JobState.RUNNING);
    }

    private void release() {
        try {
            store.release(job.id(), claim.tenure());
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).addKeyValue("job", job.id()).log("the job's term ends by itself");
        }
    }

    /** Gives a sign of life. */
    void renew() {
        if (!store.renew(job.id(), claim.tenure(), term) && !isLeaving()) {
            lost = isAnothers();
        }
    }

    private boolean isAnothers() {
        // One that has just ended is not renewed either; what it came to is known where it is written down.
        return store.find(job.id())
                .filter(now -> now.state() == JobState.RUNNING)
                .isPresent();
    }

    /** Lets the step in work end, and no other one begin. */
    void leave() {
        leaving.countDown();
    }

    private boolean isLeaving() {
        return leaving.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    private void pause() {
        try {
            if (leaving.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(JobLimits.LONGEST_PAUSE) > 0 ? JobLimits.LONGEST_PAUSE : longer;
    }
}
