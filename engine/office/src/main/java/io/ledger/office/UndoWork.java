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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes an import back, from its last row to its first: what it created is ended, and what it changed is set back. What
 * somebody has changed since stays as it is, and is told.
 */
final class UndoWork implements JobWork {

    private static final RowEnd[] SHOWN = {RowEnd.UNDONE, RowEnd.CONFLICT, RowEnd.ERROR};

    private final ImportKind kind;
    private final TableImportStore store;
    private final TableImport found;
    private final RowRequests requests;
    private final int total;

    UndoWork(ImportKind kind, TableImportStore store, TableImport found, RowRequests requests) {
        this.kind = kind;
        this.store = store;
        this.found = found;
        this.requests = requests;
        var ends = new EndCounts(store.ends(found.id(), ImportPhase.APPLY));
        this.total = ends.of(RowEnd.CREATED) + ends.of(RowEnd.UPDATED);
    }

    @Override
    public JobStep step(JobProgress soFar) {
        var before = ImportJobKind.cursor(soFar, Integer.MAX_VALUE);
        var rows = store.applied(found.id(), before, OfficeLimits.STEP_ROWS);
        // What was created may have the name that something else gets back.
        undo(rows, end -> end == RowEnd.CREATED);
        undo(rows, end -> end == RowEnd.UPDATED);
        var counts = new EndCounts(store.ends(found.id(), ImportPhase.UNDO));
        var done = counts.of(RowEnd.UNDONE) + counts.of(RowEnd.CONFLICT) + counts.of(RowEnd.ERROR);
        var cursor = rows.isEmpty()
                ? soFar.cursor()
                : String.valueOf(rows.getLast().row().number());
        var progress = new JobProgress(done, total, cursor, counts.json(found.id(), SHOWN));
        return rows.size() < OfficeLimits.STEP_ROWS ? new JobStep.Finished(progress) : new JobStep.Further(progress);
    }

    private void undo(List<EndedRow> rows, Predicate<RowEnd> wanted) {
        var open = rows.stream()
                .filter(row -> row.undone().isEmpty()
                        && row.applied().map(RowResult::end).filter(wanted).isPresent())
                .toList();
        RowsAtOnce.each(open, OfficeLimits.ROWS_AT_ONCE, this::undone, this::keep);
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
        var request = requests.of(ImportPhase.UNDO, row.row().number());
        try {
            if (applied.end() == RowEnd.CREATED) {
                return result(kind.end(applied.streamId(), applied.version(), request), applied);
            }
            var values = new LinkedHashMap<String, String>();
            row.row().plan().changes().forEach((field, change) -> values.put(field, change.from()));
            return result(kind.change(applied.streamId(), applied.version(), values, request), applied);
        } catch (CorruptStreamException broken) {
            return new RowResult(
                    RowEnd.ERROR,
                    applied.streamId(),
                    0,
                    "The history of this %s breaks the rules at version %d; tell whoever runs the ledger."
                            .formatted(kind.noun(), broken.version()));
        }
    }

    private RowResult result(RowOutcome outcome, RowResult applied) {
        return switch (outcome) {
            case RowOutcome.Settled(var id, var version) -> new RowResult(RowEnd.UNDONE, id, version, "");
            case RowOutcome.StaleRow(var id, var version) ->
                new RowResult(
                        RowEnd.CONFLICT,
                        id,
                        version,
                        "This %s was changed since it was imported, and stays as it is; change it by hand if it should be otherwise."
                                .formatted(kind.noun()));
            case RowOutcome.ForbiddenRow(var detail) -> new RowResult(RowEnd.ERROR, applied.streamId(), 0, detail);
        };
    }
}
