package io.ledger.office;

import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applies an import, two thousand rows in a step. Whoever carries out its rows decides on each of them again, because what
 * the plan was made on may have changed.
 */
final class ApplyWork implements JobWork {

    private static final RowEnd[] SHOWN = {
        RowEnd.CREATED, RowEnd.UPDATED, RowEnd.UNCHANGED, RowEnd.SKIPPED, RowEnd.CONFLICT, RowEnd.ERROR
    };

    private final TableImportStore store;
    private final TableImport found;
    private final ImportKind kind;
    private final RowWork work;
    private final int total;

    /** Of what is kept; empty after a step that failed, which may have kept more. */
    private Optional<EndCounts> counts = Optional.empty();

    ApplyWork(ImportKind kind, RowWork work, TableImportStore store, TableImport found) {
        this.kind = kind;
        this.work = work;
        this.store = store;
        this.found = found;
        this.total = store.counts(found.id()).total();
    }

    @Override
    public JobStep step(JobProgress soFar) {
        var sums = counts.orElseGet(this::kept);
        counts = Optional.empty();
        var after = ImportJobKind.cursor(soFar, 0);
        var rows = store.ended(found.id(), after, OfficeLimits.STEP_ROWS);
        var open = rows.stream()
                .filter(row -> row.applied().isEmpty())
                .map(TableImportStore.EndedRow::row)
                .toList();
        var done = RowsAtOnce.each(open, OfficeLimits.ROWS_AT_ONCE, work::turn, this::apply, this::keep);
        again(done);
        if (rows.size() < OfficeLimits.STEP_ROWS) {
            return new JobStep.Finished(new JobProgress(total, total, soFar.cursor(), kept().json(found.id(), SHOWN)));
        }
        sums.add(done.values().stream().map(RowResult::end).toList());
        counts = Optional.of(sums);
        return new JobStep.Further(new JobProgress(
                soFar.done() + rows.size(),
                total,
                String.valueOf(rows.getLast().row().number()),
                sums.json(found.id(), SHOWN)));
    }

    private EndCounts kept() {
        return new EndCounts(store.ends(found.id(), ImportPhase.APPLY));
    }

    /** Those that a rule forbade may depend on others of the same step, such as names that change places. */
    private void again(Map<ImportRow, RowResult> done) {
        var results = new LinkedHashMap<Integer, RowResult>();
        done.replaceAll((row, result) -> {
            var last = isRefused(row, result) ? apply(row) : result;
            if (isRefused(row, result)) {
                results.put(row.number(), last);
            }
            return last;
        });
        if (!results.isEmpty()) {
            store.end(found.id(), ImportPhase.APPLY, results);
        }
    }

    private static boolean isRefused(ImportRow row, RowResult result) {
        return result.end() == RowEnd.ERROR && row.plan().state() != RowState.ERROR;
    }

    private void keep(Map<ImportRow, RowResult> done) {
        var results = new HashMap<Integer, RowResult>();
        done.forEach((row, result) -> {
            if (!isRefused(row, result)) {
                results.put(row.number(), result);
            }
        });
        if (!results.isEmpty()) {
            store.end(found.id(), ImportPhase.APPLY, results);
        }
    }

    private RowResult apply(ImportRow row) {
        var plan = row.plan();
        if (row.isSkipped()) {
            return new RowResult(RowEnd.SKIPPED, plan.streamId(), 0, "It was left out.");
        }
        if (row.isErased()) {
            return new RowResult(RowEnd.SKIPPED, plan.streamId(), 0, words(plan.errors()));
        }
        try {
            return switch (plan.state()) {
                case NEW, CHANGED, UNCHANGED -> work.apply(row);
                case DUPLICATE -> new RowResult(RowEnd.SKIPPED, plan.streamId(), 0, words(plan.errors()));
                case ERROR -> new RowResult(RowEnd.ERROR, plan.streamId(), 0, words(plan.errors()));
            };
        } catch (CorruptStreamException broken) {
            return broken(kind, plan.streamId(), broken);
        }
    }

    /** What becomes of a row about something whose history is broken. */
    static RowResult broken(ImportKind kind, String id, CorruptStreamException broken) {
        return new RowResult(
                RowEnd.ERROR,
                id,
                0,
                "The history of this %s breaks the rules at version %d; tell whoever runs the ledger."
                        .formatted(kind.noun(), broken.version()));
    }

    private static String words(List<FieldFault> faults) {
        return faults.stream().map(FieldFault::detail).collect(Collectors.joining(" "));
    }
}
