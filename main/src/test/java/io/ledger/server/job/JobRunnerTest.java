package io.ledger.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobStore;
import io.ledger.core.job.JobWork;
import io.ledger.core.log.EventMetadata;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.TableNames;
import io.ledger.mariadb.job.MariaDbJobs;
import io.ledger.stores.TestStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers carry on with jobs, whatever becomes of the others, on a real MariaDB. */
class JobRunnerTest {

    /** The term where no server is lost, so that none takes a job from another, nor from itself, however slow it is. */
    private static final Duration TERM = Duration.ofMinutes(10);

    private static final Duration SHORT_TERM = Duration.ofMillis(400);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final EventMetadata ACTOR = new EventMetadata("somebody", "c", "r");
    private static final int ITEMS = 600;

    private static MariaDb mariaDb;

    private final List<JobRunner> runners = new ArrayList<>();
    private final CountedItems items = new CountedItems();

    @BeforeAll
    static void open() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(
                access.jdbcUrl(),
                access.user(),
                access.password(),
                new TableNames("job_events", "job_snapshots", "thing_id", "thing"));
        mariaDb.migrate();
    }

    @AfterAll
    static void close() {
        mariaDb.close();
    }

    @AfterEach
    void stopRunners() {
        items.gate.countDown();
        runners.forEach(JobRunner::close);
    }

    /** Adds up the items, three in a step. */
    private static final class CountedItems implements JobKind {

        private final AtomicIntegerArray done = new AtomicIntegerArray(ITEMS);
        private final AtomicInteger heldSteps = new AtomicInteger();
        private volatile int holdAt = -1;
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public String name() {
            return "count";
        }

        @Override
        public JobWork begin(Job job) {
            assertThat(job.startedBy()).isEqualTo(ACTOR);
            return this::step;
        }

        private JobStep step(JobProgress soFar) {
            var first = soFar.cursor().isEmpty() ? 0 : Integer.parseInt(soFar.cursor());
            if (first == holdAt && heldSteps.getAndIncrement() == 0) {
                uninterruptibly(gate);
            }
            var sum = Integer.parseInt("0" + soFar.outcome().replaceAll("\\D", ""));
            var next = Math.min(first + 3, ITEMS);
            for (var item = first; item < next; item++) {
                done.incrementAndGet(item);
                sum += item;
            }
            LockSupport.parkNanos(200_000);
            var progress = new JobProgress(next, ITEMS, "" + next, "{\"sum\":%d}".formatted(sum));
            return next == ITEMS ? new JobStep.Finished(progress) : new JobStep.Further(progress);
        }
    }

    private static void uninterruptibly(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private JobRunner started(JobStore store, JobKind kind) {
        return started(store, kind, TERM);
    }

    private JobRunner started(JobStore store, JobKind kind, Duration term) {
        var runner = new JobRunner(store, term, POLL);
        runner.add(kind);
        runners.add(runner);
        runner.start();
        return runner;
    }

    private static MariaDbJobs jobs() {
        return new MariaDbJobs(mariaDb.database());
    }

    private static String submitted(JobKind kind) {
        var id = UUID.randomUUID().toString();
        assertThat(jobs().add(id, kind.name(), "{}", ACTOR, 100)).isTrue();
        return id;
    }

    private static Job job(String id) {
        return jobs().find(id).orElseThrow();
    }

    private static Job ended(String id) {
        until(() -> job(id).state() != JobState.RUNNING);
        return job(id);
    }

    private static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the wait has an end").isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static String sumOf(int count) {
        return "{\"sum\":%d}".formatted(count * (count - 1) / 2);
    }

    @Test
    void aJobThatOutlivesItsServersDoesEveryItemAndRecordsThemExactly() {
        var seed = Long.getLong("jobs.seed", System.nanoTime());
        System.out.println("jobs.seed=" + seed);
        var random = new Random(seed);
        var alive = new ArrayList<SeveredStore>();
        for (var i = 0; i < 2; i++) {
            alive.add(severable());
        }
        var id = submitted(items);
        for (var kill = 0; kill < 6; kill++) {
            var next = job(id).progress().done() + 1 + random.nextInt(ITEMS / 10);
            until(() -> job(id).progress().done() >= Math.min(next, ITEMS));
            alive.remove(random.nextInt(alive.size())).sever();
            alive.add(severable());
        }

        var job = ended(id);

        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.progress().done()).isEqualTo(ITEMS);
        assertThat(job.progress().outcome()).isEqualTo(sumOf(ITEMS));
        for (var item = 0; item < ITEMS; item++) {
            assertThat(items.done.get(item)).as("item %d", item).isPositive();
        }
    }

    private SeveredStore severable() {
        var store = new SeveredStore(jobs());
        started(store, items, SHORT_TERM);
        return store;
    }

    @Test
    void aServerThatWakesUpLateWritesNothingDown() {
        items.holdAt = 300;
        var sleeper = severable();
        var id = submitted(items);
        until(() -> items.heldSteps.get() > 0);
        sleeper.sever();
        started(jobs(), items, SHORT_TERM);
        until(() -> job(id).progress().done() > 450);
        sleeper.mend();
        items.gate.countDown();

        var job = ended(id);

        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.progress().outcome()).isEqualTo(sumOf(ITEMS));
        assertThat(job.progress().done()).isEqualTo(ITEMS);
    }

    @Test
    void aJobStopsBetweenTwoStepsAlsoWhenAskedTwice() {
        items.holdAt = 300;
        started(jobs(), items);
        var id = submitted(items);
        until(() -> items.heldSteps.get() == 1);

        assertThat(jobs().stop(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(jobs().stop(id)).isPresent();
        items.gate.countDown();

        var job = ended(id);
        assertThat(job.state()).isEqualTo(JobState.STOPPED);
        assertThat(job.progress().done()).isEqualTo(303);
        assertThat(job.progress().outcome()).isEqualTo(sumOf(303));
    }

    @Test
    void aJobThatWasStoppedBeforeAServerHadItIsNotBegun() {
        var id = submitted(items);
        jobs().stop(id);

        started(jobs(), items);

        assertThat(ended(id).state()).isEqualTo(JobState.STOPPED);
        assertThat(items.done.get(0)).isZero();
    }

    @Test
    void aStepWaitsForAStoreThatIsDownAsLongAsThatTakes() {
        var attempts = new AtomicInteger();
        var kind = kind("patient", soFar -> {
            if (attempts.incrementAndGet() <= JobLimits.ATTEMPTS) {
                throw StoreUnavailableException.of("store", new IllegalStateException("down"));
            }
            return new JobStep.Finished(new JobProgress(1, 1, "", soFar.outcome()));
        });
        started(jobs(), kind);

        assertThat(ended(submitted(kind)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void aStepThatFailsAgainAndAgainEndsItsJob() {
        var attempts = new AtomicInteger();
        var kind = kind("broken", _ -> {
            throw new IllegalStateException("attempt " + attempts.incrementAndGet());
        });
        started(jobs(), kind);

        var job = ended(submitted(kind));

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure()).contains("A step has failed 5 times");
        assertThat(attempts).hasValue(JobLimits.ATTEMPTS);
    }

    /** Otherwise one server after the other would take the job and lose its thread. */
    @Test
    void aStepThatDiesOfAnErrorEndsItsJobToo() {
        var kind = kind("deadly", _ -> {
            throw new StackOverflowError("too deep");
        });
        started(jobs(), kind);

        var job = ended(submitted(kind));

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure()).contains("A step has failed 5 times");
    }

    @Test
    void aServerThatStopsLetsItsJobsGoAtOnce() {
        items.holdAt = 30;
        var first = started(jobs(), items);
        var id = submitted(items);
        until(() -> items.heldSteps.get() == 1);
        var closing = Thread.ofVirtual().start(first::close);
        until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        items.gate.countDown();
        until(() -> !closing.isAlive());
        assertThat(job(id).state()).isEqualTo(JobState.RUNNING);

        started(jobs(), items);

        assertThat(ended(id).progress().outcome()).isEqualTo(sumOf(ITEMS));
        for (var item = 0; item < ITEMS; item++) {
            assertThat(items.done.get(item)).as("item %d", item).isOne();
        }
    }

    private static JobKind kind(String name, JobWork work) {
        return new JobKind() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public JobWork begin(Job job) {
                return work;
            }
        };
    }
}
