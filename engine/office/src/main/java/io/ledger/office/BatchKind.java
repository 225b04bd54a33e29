package io.ledger.office;

import io.ledger.core.command.Request;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.request.IdempotencyKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind of batches: jobs that go once through everything, and can be asked to count only.
 *
 * <p>Steps alternate: {@link #plan} looks at the next page and writes down what is to be done, and {@link #carryOut} does that
 * and counts it. A step whose end was not written down is done again with the same plan. So everything is counted once, also
 * what cannot be found any more because it was done.
 */
public abstract class BatchKind implements JobKind {

    /** The place after everything: then the job is done. */
    protected static final String END = "end";

    private static final Logger LOG = LoggerFactory.getLogger(BatchKind.class);

    private final String name;

    protected BatchKind(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final JobWork begin(Job job) {
        var order = BatchOrder.of(job);
        return soFar -> step(order, BatchOrder.request(job), soFar);
    }

    private JobStep step(BatchOrder order, Request request, JobProgress soFar) {
        var progress = BatchProgress.of(soFar);
        if (!progress.planned().isEmpty()) {
            var done = progress.plan(progress.place(), List.of());
            return new JobStep.Further(
                    carryOut(order, request, progress.planned(), done).written());
        }
        return progress.place().equals(END)
                ? new JobStep.Finished(soFar)
                : new JobStep.Further(plan(order, progress).written());
    }

    /** Looks on at the place of the progress, and changes nothing that a second look would not see. */
    protected abstract BatchProgress plan(BatchOrder order, BatchProgress progress);

    /**
     * Does what was planned and counts it; the second time it only counts.
     *
     * @param words at least one
     * @param done what there is before it, without a plan
     */
    protected abstract BatchProgress carryOut(
            BatchOrder order, Request request, List<String> words, BatchProgress done);

    /** The request for one item alone, under a key of its own: a step that is done again finds what it has done to it. */
    protected static Request once(Request request, String item) {
        var by = request.metadata();
        var key = new IdempotencyKey(by.actor(), "batch:%s:%s".formatted(by.causationId(), item));
        return new Request(by, Optional.of(key), true);
    }

    /**
     * What comes of each of several changes, of which some are made at once. It is empty where a history is damaged: nothing
     * that is asked of it again will be done, so the batch leaves it, tells of it, and goes on with the others.
     */
    protected static <T, R> Map<T, Optional<R>> each(List<T> items, Function<T, R> change) {
        return RowsAtOnce.each(
                items, OfficeLimits.BATCH_AT_ONCE, item -> unlessDamaged(() -> change.apply(item)), _ -> {});
    }

    /** What there is; empty, and in the log, where a history is damaged. */
    protected static <R> Optional<R> unlessDamaged(Supplier<R> work) {
        try {
            return Optional.of(work.get());
        } catch (CorruptStreamException damaged) {
            LOG.atWarn()
                    .addKeyValue(damaged.stream().category(), damaged.stream().id())
                    .addKeyValue("version", damaged.version())
                    .addKeyValue("reason", damaged.reason())
                    .log("a batch leaves out what has a damaged history; restore it, then begin the batch again");
            return Optional.empty();
        }
    }
}
