package io.ledger.office;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobState;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An import from a terminal: tells what a file would do, and does it. */
public final class ImportReport {

    private static final long POLL_MILLIS = 200;

    private final TableImports imports;
    private final EventMetadata by;
    private final PrintStream out;
    private final RowProgress progress;

    /** Shows how far the work is. */
    @FunctionalInterface
    public interface RowProgress {
        void at(String what, long done, long total);
    }

    /** @param by to whom the import belongs */
    public ImportReport(TableImports imports, EventMetadata by, PrintStream out, RowProgress progress) {
        this.imports = imports;
        this.by = by;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Looks at a file.
     *
     * @param isApplied whether to do as it says
     * @return whether every row is done, or can be
     * @throws IllegalStateException when the file or an argument cannot be used; the message says why
     */
    public boolean run(String kindName, byte[] file, String reasonText, boolean isApplied) throws InterruptedException {
        if (!imports.kindNames().contains(kindName)) {
            throw new IllegalStateException("--kind must be one of " + String.join(", ", imports.kindNames()));
        }
        var kind = imports.kind(kindName);
        var reason = reasonText.isEmpty()
                ? ""
                : kind.reason(reasonText).orElseThrow(fault -> new IllegalStateException("--reason: " + fault));
        var found = granted(imports.preview(kind, file, by, reason, Optional.empty()));
        var counts = imports.store().counts(found.id());
        found.leftOut()
                .forEach(line -> out.printf("row %d: left out (%s): %s%n", line.number(), line.what(), line.text()));
        out.println(Stream.of(RowState.values())
                .map(state -> counts.states().getOrDefault(state, 0) + " " + state.label())
                .collect(Collectors.joining(", ")));
        tellDoubtful(found);
        if (isApplied) {
            apply(found);
            return tellEnds(found);
        }
        var doubtful = EnumSet.of(RowState.DUPLICATE, RowState.ERROR);
        return doubtful.stream().allMatch(state -> counts.states().getOrDefault(state, 0) == 0);
    }

    private void tellDoubtful(TableImport found) {
        for (var state : List.of(RowState.DUPLICATE, RowState.ERROR)) {
            List<ImportRow> page;
            var after = 0;
            do {
                page = imports.store().rows(found.id(), Optional.of(state), after, TableImportStore.MAX_PAGE);
                for (var row : page) {
                    after = row.number();
                    out.printf(
                            "row %d: %s: %s%n",
                            row.number(),
                            state.label(),
                            row.plan().errors().stream().map(FieldFault::detail).collect(Collectors.joining(" ")));
                }
            } while (page.size() == TableImportStore.MAX_PAGE);
        }
    }

    private void apply(TableImport found) throws InterruptedException {
        var job = granted(imports.apply(found.id(), by));
        while (job.state() == JobState.RUNNING) {
            progress.at("importing rows", job.progress().done(), job.progress().total());
            Thread.sleep(POLL_MILLIS);
            job = job(found);
        }
        if (job.state() != JobState.DONE) {
            throw new IllegalStateException(
                    job.state() == JobState.FAILED ? job.failure() : "somebody has stopped the import");
        }
        progress.at("importing rows", job.progress().done(), job.progress().total());
    }

    private Job job(TableImport found) {
        return granted(imports.find(found.id())
                .then(now -> imports.job(now, ImportPhase.APPLY)
                        .<ImportReply<Job>>map(ImportReply.Granted::new)
                        .orElseGet(ImportReply.NoRoom::new)));
    }

    private boolean tellEnds(TableImport found) {
        List<TableImportStore.EndedRow> page;
        var after = 0;
        do {
            page = imports.store().ended(found.id(), after, TableImportStore.MAX_PAGE);
            for (var row : page) {
                after = row.row().number();
                // The others were told before.
                if (row.row().plan().state().compareTo(RowState.DUPLICATE) < 0) {
                    row.applied()
                            .filter(result -> result.end() == RowEnd.CONFLICT || result.end() == RowEnd.ERROR)
                            .ifPresent(result -> out.printf(
                                    "row %d: %s: %s%n",
                                    row.row().number(), result.end().label(), result.detail()));
                }
            }
        } while (page.size() == TableImportStore.MAX_PAGE);
        var ends = imports.store().ends(found.id(), ImportPhase.APPLY);
        out.printf(
                "%s; import %s%n",
                ends.entrySet().stream()
                        .map(end -> end.getValue() + " " + end.getKey().label())
                        .collect(Collectors.joining(", ")),
                found.id());
        return Stream.of(RowEnd.SKIPPED, RowEnd.CONFLICT, RowEnd.ERROR).noneMatch(ends::containsKey);
    }

    private static <T> T granted(ImportReply<T> reply) {
        return switch (reply) {
            case ImportReply.Granted<T>(T value) -> value;
            case ImportReply.Denied<T>(var _, var _, var detail) -> throw new IllegalStateException(detail);
            case ImportReply.NoRoom<T>() ->
                throw new IllegalStateException("too many jobs are running; wait until some of them have ended");
        };
    }
}
