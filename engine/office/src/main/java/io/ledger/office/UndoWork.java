package io.ledger.office;

import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.core.tableimport.TableImportStore.EndedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes an import back, from its last row to its first: what it created is ended, and what it changed is set back. What
 * somebody has changed since stays as it is, and is told.
 */
final class UndoWork implements JobWork {

    private static final RowEnd[] SHOWN = {RowEnd.UNDONE, RowEnd.CONFLICT, RowEnd.ERROR};

    private final ImportKind kind;
    private final TableImportStore store;
    private final TableImport found;
    private final RowWork work;
    private final int total;

    UndoWork(ImportKind kind, RowWork work, TableImportStore store, TableImport found) {
        this.kind = kind;
        this.store = store;
        this.found = found;
        this.work = work;
        var ends = new EndCounts(store.ends(found.id(), ImportPhase.APPLY));
        this.total = ends.of(RowEnd.CREATED) + ends.of(RowEnd.UPDATED);
    }

    @Override
    public JobStep step(JobProgress soFar) {
        var before = ImportJobKind.cursor(soFar, Integer.MAX_VALUE);
        var rows = store.applied(found.id(), before, OfficeLimits.STEP_ROWS);
        work.undoOrder().forEach(ends -> undo(rows, ends));
        var counts = new EndCounts(store.ends(found.id(), ImportPhase.UNDO));
        var done = counts.of(RowEnd.UNDONE) + counts.of(RowEnd.CONFLICT) + counts.of(RowEnd.ERROR);
        var cursor = rows.isEmpty()
                ? soFar.cursor()
                : String.valueOf(rows.getLast().row().number());
        var progress = new JobProgress(done, total, cursor, counts.json(found.id(), SHOWN));
        return rows.size() < OfficeLimits.STEP_ROWS ? new JobStep.Finished(progress) : new JobStep.Further(progress);
    }

    private void undo(List<EndedRow> rows, Set<RowEnd> wanted) {
        var open = rows.stream()
                .filter(row -> row.undone().isEmpty()
                        && row.applied()
                                .map(RowResult::end)
                                .filter(wanted::contains)
                                .isPresent())
                .toList();
        RowsAtOnce.each(open, OfficeLimits.ROWS_AT_ONCE, row -> work.turn(row.row()), this::undone, this::keep);
    }

    private void keep(Map<EndedRow, RowResult> done) {
        var results = new HashMap<Integer, RowResult>();
        done.forEach((row, result) -> results.put(row.row().number(), result));
        if (!results.isEmpty()) {
            store.end(found.id(), ImportPhase.UNDO, results);
        }
    }

    private RowResult undone(EndedRow row) {
        var applied = row.applied().orElseThrow();
        if (row.row().isErased()) {
            return new RowResult(
                    RowEnd.UNDONE, applied.streamId(), 0, "What it was about was erased; nothing is left of it.");
        }
        try {
            return work.undo(row.row(), applied);
        } catch (CorruptStreamException broken) {
            return ApplyWork.broken(kind, applied.streamId(), broken);
        }
    }
}
