package io.ledger.office;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.TableImportStore;
import java.util.Optional;
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
        var work = kind.work(new ImportRun(
                found.get(),
                phase,
                requests,
                answers,
                cursor(job.progress(), 0),
                after -> store.rows(id, Optional.empty(), after, TableImportStore.MAX_PAGE)));
        return switch (phase) {
            case APPLY -> new ApplyWork(kind, work, store, found.get());
            case UNDO -> new UndoWork(kind, work, store, found.get());
        };
    }

    /** A number that a cursor has. */
    static int cursor(JobProgress soFar, int start) {
        return soFar.cursor().isEmpty() ? start : Integer.parseInt(soFar.cursor());
    }
}
