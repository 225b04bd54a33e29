package io.ledger.office;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.TableImportStore;
import java.util.function.Function;

/** The jobs by which imports are applied, and those by which they are taken back. */
final class ImportJobKind implements JobKind {

    private final ImportPhase phase;
    private final TableImportStore store;
    private final IdempotencyRecords answers;
    private final Function<String, ImportKind> kinds;

    ImportJobKind(
            ImportPhase phase, TableImportStore store, IdempotencyRecords answers, Function<String, ImportKind> kinds) {
        this.phase = phase;
        this.store = store;
        this.answers = answers;
        this.kinds = kinds;
    }

    static String name(ImportPhase phase) {
        return "import-" + phase.label();
    }

    @Override
    public String name() {
        return name(phase);
    }

    @Override
    public JobWork begin(Job job) {
        var id = job.request().replace("\"", "");
        var found = store.find(id);
        if (found.isEmpty()) {
            return soFar -> new JobStep.Unfeasible(soFar, "The import was forgotten; import the file again");
        }
        var kind = kinds.apply(found.get().kind());
        var requests = new RowRequests(found.get(), job);
        return switch (phase) {
            case APPLY -> ApplyWork.begin(kind, store, answers, found.get(), requests, job.progress());
            case UNDO -> new UndoWork(kind, store, found.get(), requests);
        };
    }

    /** A number that a cursor has. */
    static int cursor(JobProgress soFar, int start) {
        return soFar.cursor().isEmpty() ? start : Integer.parseInt(soFar.cursor());
    }
}
