package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.core.log.GlobalPosition;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                    record(events, ids.get(i % 5), resized(100 + i % 1000));
                    written.incrementAndGet();
                }
            }));
            tasks.add(executor.submit(() -> {
                running.countDown();
                while (!stop.get()) {
                    step.run();
                }
            }));
            for (var reader = 0; reader < 2; reader++) {
                tasks.add(executor.submit(() -> {
                    running.countDown();
                    readUntil(stop, ids, read);
                    return null;
                }));
            }
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            try {
                for (var round = 0; round < 4; round++) {
                    var writtenBefore = written.get();
                    var readBefore = read.get();
                    var outcome = (RebuildOutcome.Switched<CircleView>)
                            rebuild((work, done, total) -> progressOf(tasks, written, read), 0);
                    assertThat(outcome.changes().orElseThrow().count()).isZero();
                    assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
                    assertThat(written.get()).isGreaterThan(writtenBefore);
                    assertThat(read.get()).isGreaterThan(readBefore);
                }
            } finally {
                stop.set(true);
            }
            for (var task : tasks) {
                task.get(30, TimeUnit.SECONDS);
            }
        }
        catchUp();
        assertThat(page()).isEqualTo(truth(ids));
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

    private void readUntil(AtomicBoolean stop, List<StreamId> ids, AtomicInteger read) {
        var position = GlobalPosition.START;
        var versions = new int[5];
        while (!stop.get()) {
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
            read.incrementAndGet();
        }
    }
}
