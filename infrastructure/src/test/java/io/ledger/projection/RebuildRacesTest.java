package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.core.log.GlobalPosition;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A rebuild beside projections, writers and readers. */
class RebuildRacesTest extends LedgerToRebuild {

    /** The step read a wrong view before the switch; what it made of it must not reach the new model. */
    @Test
    void aStepWorkedOutFromTheOldModelIsNotAppliedToTheNewOne() throws Exception {
        var ids = circles(3);
        catchUp();
        var wrong = ids.getFirst();
        setCapacity(wrong, 999);
        var live = redis.store(CircleStreams.REDIS);
        var from = live.checkpoint().orElseThrow();
        rebuild(SILENT, 100);

        assertThat(live.checkpoint().orElseThrow().position()).isEqualTo(from.position());
        assertThat(live.apply(from, List.of(), from)).isFalse();
        assertThat(live.reset(Optional.of(from))).isFalse();
        record(events, wrong, resized(11));
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aModelThatIsBehindOrBrokenIsNotMadeLive() throws Exception {
        circles(3);
        var models = redis.readModels(CircleStreams.REDIS);
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(models.claim()).isTrue();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.UNUSABLE);
        step(models.store(Slot.REBUILT)).run();
        catchUp();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.BEHIND);
        assertThat(page()).hasSize(3);
    }

    /**
     * A writer, rival projections and readers go on while the model is replaced and taken back again
     * and again. No reader ever finds less than it has found before.
     */
    @Test
    void readersNeverMissOrLoseAnythingWhileModelsAreReplaced() throws Exception {
        var ids = circles(200);
        catchUp();
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        var read = new AtomicInteger();
        var running = new CountDownLatch(4);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            tasks.add(executor.submit(() -> {
                running.countDown();
                for (var i = 0; !stop.get(); i++) {
                    var next = i;
                    if (isAnswered(() -> record(events, ids.get(next % 5), resized(100 + next % 1000)))) {
                        written.incrementAndGet();
                    }
                }
            }));
            tasks.add(executor.submit(() -> {
                running.countDown();
                while (!stop.get()) {
                    isAnswered(step::run);
                }
            }));
            for (var readers = 0; readers < 2; readers++) {
                tasks.add(executor.submit(() -> {
                    running.countDown();
                    var reader = new SteadyReader(ids);
                    while (!stop.get()) {
                        if (isAnswered(reader::read)) {
                            read.incrementAndGet();
                        }
                    }
                }));
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            try {
                for (var round = 0; round < 4; round++) {
                    var writtenBefore = written.get();
                    var readBefore = read.get();
                    var outcome = switched(() -> rebuild((_, _, _) -> progressOf(tasks, written, read), 0));
                    assertThat(outcome.changes().orElseThrow().count()).isZero();
                    switched(this::undo);
                    assertThat(written.get()).isGreaterThan(writtenBefore);
                    assertThat(read.get()).isGreaterThan(readBefore);
                }
            } finally {
                stop.set(true);
            }
            for (var task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }
        }
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
    }

    /** Tries again, as who rebuilds is told to, where the writer was so quick that a switch or a comparison had no end. */
    private static RebuildOutcome.Switched<CircleView> switched(Callable<RebuildOutcome<CircleView>> attempt)
            throws Exception {
        for (var tries = 0; tries < 20; tries++) {
            RebuildOutcome<CircleView> outcome;
            try {
                outcome = attempt.call();
            } catch (StoreUnavailableException busy) {
                continue;
            }
            switch (outcome) {
                case RebuildOutcome.Switched<CircleView> switched -> {
                    return switched;
                }
                case RebuildOutcome.Outrun<CircleView> _ -> Thread.onSpinWait();
                case RebuildOutcome.Refused<CircleView>(var changes) ->
                    assertThat(changes.found().differences()).isEmpty();
                case RebuildOutcome<CircleView> other -> throw new AssertionError(other);
            }
        }
        throw new AssertionError("No rebuild got to its end beside the writer");
    }

    /** Lets the work go on only when others have got on too, so that they truly overlap. */
    private static void progressOf(List<Future<?>> tasks, AtomicInteger written, AtomicInteger read) {
        var writtenBefore = written.get();
        var readBefore = read.get();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (written.get() == writtenBefore || read.get() == readBefore) {
            for (var task : tasks) {
                if (task.isDone()) {
                    // What it fell over says more than that the others wait for it.
                    unchecked(task::get);
                }
            }
            assertThat(System.nanoTime())
                    .as(
                            "after 60 s: written %d and %d, read %d and %d",
                            writtenBefore, written.get(), readBefore, read.get())
                    .isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    /** A store that so much work keeps busy for a second does not answer; who waits for it tries again. */
    private static boolean isAnswered(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StoreUnavailableException busy) {
            return false;
        }
    }

    /** Holds what it reads to what it has read before. */
    private final class SteadyReader {

        private final List<StreamId> ids;
        private final int[] versions = new int[5];
        private GlobalPosition position = GlobalPosition.START;

        SteadyReader(List<StreamId> ids) {
            this.ids = ids;
        }

        void read() {
            var page = views.page(GlobalPosition.START, DocumentReader.MAX_PAGE);
            assertThat(page.entries())
                    .hasSize(ids.size())
                    .allMatch(listed -> listed.document().isPresent());
            assertThat(page.completeTo()).isGreaterThanOrEqualTo(position);
            position = page.completeTo();
            for (var i = 0; i < versions.length; i++) {
                var found = views.find(ids.get(i));
                assertThat(found.completeTo()).isGreaterThanOrEqualTo(position);
                position = found.completeTo();
                var version = found.value().orElseThrow().version();
                assertThat(version).isGreaterThanOrEqualTo(versions[i]);
                versions[i] = version;
            }
        }
    }
}
