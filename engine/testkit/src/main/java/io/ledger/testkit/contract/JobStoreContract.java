package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.log.EventMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} promises, whatever it is made of. */
public abstract class JobStoreContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final EventMetadata ACTOR = new EventMetadata("誰か", "correlation", "causation", "理由");
    private static final List<String> KINDS = List.of("sweep");
    private static final int ROOM = 100;

    /** The same at each call within a test, without any jobs at its start. */
    protected abstract JobStore jobs();

    private String added(String request) {
        var id = UUID.randomUUID().toString();
        assertThat(jobs().add(id, "sweep", request, ACTOR, ROOM)).isTrue();
        return id;
    }

    @Test
    void aJobIsKeptAsItWasAdded() {
        var id = added("{\"year\":2026}");

        var job = jobs().find(id).orElseThrow();

        assertThat(job)
                .isEqualTo(new Job(
                        id,
                        "sweep",
                        "{\"year\":2026}",
                        ACTOR,
                        JobState.RUNNING,
                        false,
                        0,
                        JobProgress.NONE,
                        "",
                        job.createdAt()));
        assertThat(jobs().find(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void addingItAgainIsHarmlessAlsoWithoutRoom() {
        var id = added("1");

        assertThat(jobs().add(id, "sweep", "2", ACTOR, 1)).isTrue();
        assertThat(jobs().find(id).orElseThrow().request()).isEqualTo("1");
        assertThat(jobs().add(UUID.randomUUID().toString(), "sweep", "3", ACTOR, 1))
                .isFalse();
    }

    @Test
    void theOldestOfAKindThatNobodyHasIsTaken() {
        var first = added("1");
        var second = added("2");

        assertThat(jobs().claim(List.of("other"), "a", LONG)).isEmpty();
        assertThat(jobs().claim(KINDS, "a", LONG).orElseThrow().job().id()).isEqualTo(first);
        assertThat(jobs().claim(KINDS, "b", LONG).orElseThrow().job().id()).isEqualTo(second);
        assertThat(jobs().claim(KINDS, "c", LONG)).isEmpty();
    }

    @Test
    void oneOfManyThatAskAtOnceHasIt() throws InterruptedException, ExecutionException {
        var ids = new HashSet<String>();
        for (var i = 0; i < 3; i++) {
            ids.add(added("" + i));
        }
        var tasks = new ArrayList<Callable<Optional<JobStore.Claim>>>();
        for (var i = 0; i < 8; i++) {
            var holder = "holder-" + i;
            tasks.add(() -> jobs().claim(KINDS, holder, LONG));
        }

        var taken = new ArrayList<String>();
        while (taken.size() < ids.size()) {
            var before = taken.size();
            AtOnce.run(tasks)
                    .forEach(claim -> claim.ifPresent(it -> taken.add(it.job().id())));
            assertThat(taken).hasSizeGreaterThan(before);
        }

        assertThat(taken).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whoeverLosesAJobWritesNothingDown() {
        var id = added("1");
        var first = jobs().claim(KINDS, "a", SHORT).orElseThrow();
        var early = new JobProgress(1, 9, "one", "{\"a\":1}");
        assertThat(jobs().record(id, first.tenure(), JobState.RUNNING, early, "", SHORT))
                .contains(JobState.RUNNING);

        var second = takenAtLast("b");

        assertThat(second.job().progress()).isEqualTo(early);
        assertThat(second.job().steps()).isOne();
        assertThat(second.tenure().epoch()).isGreaterThan(first.tenure().epoch());
        var late = new JobProgress(2, 9, "two", "{}");
        assertThat(jobs().record(id, first.tenure(), JobState.DONE, late, "", LONG))
                .isEmpty();
        assertThat(jobs().renew(id, first.tenure(), LONG)).isFalse();
        jobs().release(id, first.tenure());
        assertThat(jobs().find(id).orElseThrow().progress()).isEqualTo(early);
        assertThat(jobs().renew(id, second.tenure(), LONG)).isTrue();
        assertThat(jobs().claim(KINDS, "c", LONG)).isEmpty();
    }

    @Test
    void whatIsLetGoIsFreeAtOnce() {
        var id = added("1");
        var first = jobs().claim(KINDS, "a", LONG).orElseThrow();

        jobs().release(id, first.tenure());

        assertThat(jobs().claim(KINDS, "b", LONG).orElseThrow().job().id()).isEqualTo(id);
    }

    @Test
    void aJobIsStoppedWithItsNextStep() {
        var id = added("1");
        var claim = jobs().claim(KINDS, "a", LONG).orElseThrow();

        assertThat(jobs().stop(id).orElseThrow().isStopping()).isTrue();
        assertThat(jobs().stop(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        var step = new JobProgress(4, 9, "four", "{}");
        assertThat(jobs().record(id, claim.tenure(), JobState.RUNNING, step, "", LONG))
                .contains(JobState.STOPPED);

        assertThat(jobs().stop(id).orElseThrow().progress()).isEqualTo(step);
        assertThat(jobs().renew(id, claim.tenure(), LONG)).isFalse();
        assertThat(jobs().stop(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void whatHasEndedStaysAsItIs() {
        var id = added("1");
        var claim = jobs().claim(KINDS, "a", SHORT).orElseThrow();
        var end = new JobProgress(9, 9, "", "{\"done\":9}");
        assertThat(jobs().record(id, claim.tenure(), JobState.FAILED, end, "why", SHORT))
                .contains(JobState.FAILED);

        assertThat(jobs().record(id, claim.tenure(), JobState.DONE, JobProgress.NONE, "", SHORT))
                .contains(JobState.FAILED);
        var job = jobs().stop(id).orElseThrow();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure()).isEqualTo("why");
        assertThat(job.progress()).isEqualTo(end);
        assertThat(job.isStopping()).isFalse();
        assertThat(jobs().claim(KINDS, "b", LONG)).isEmpty();
        assertThat(jobs().add(UUID.randomUUID().toString(), "sweep", "", ACTOR, 1))
                .isTrue();
    }

    @Test
    void onlyWhatHasEndedIsForgotten() {
        var ended = added("1");
        var claim = jobs().claim(KINDS, "a", LONG).orElseThrow();
        jobs().record(ended, claim.tenure(), JobState.DONE, JobProgress.NONE, "", LONG);
        var running = added("2");

        assertThat(jobs().forget(LONG, 10)).isZero();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (jobs().forget(Duration.ZERO, 10) == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(SHORT.toNanos());
        }

        assertThat(jobs().find(ended)).isEmpty();
        assertThat(jobs().find(running)).isPresent();
    }

    private JobStore.Claim takenAtLast(String holder) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var taken = jobs().claim(KINDS, holder, LONG);
        while (taken.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(SHORT.toNanos() / 10);
            taken = jobs().claim(KINDS, holder, LONG);
        }
        return taken.orElseThrow();
    }
}
