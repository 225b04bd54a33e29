package io.ledger.office;

import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.job.JobWork;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applies an import, two thousand rows in a step.
 *
 * <p>Every row is decided on again. What would be changed must have the version that the plan was made on. What is new must
 * not be there: so when the job is taken up, all that there is is looked through once more for the keys of new rows. What
 * this import has created itself is known by the idempotency key of its row.
 */
final class ApplyWork implements JobWork {

    private static final RowEnd[] SHOWN = {
        RowEnd.CREATED, RowEnd.UPDATED, RowEnd.UNCHANGED, RowEnd.SKIPPED, RowEnd.CONFLICT, RowEnd.ERROR
    };

    private final ImportKind kind;
    private final TableImportStore store;
    private final IdempotencyRecords answers;
    private final TableImport found;
    private final RowRequests requests;
    private final Matches matches;
    private final int total;
    private final EndCounts counts;

    private ApplyWork(
            ImportKind kind,
            TableImportStore store,
            IdempotencyRecords answers,
            TableImport found,
            RowRequests requests,
            Matches matches) {
        this.kind = kind;
        this.store = store;
        this.answers = answers;
        this.found = found;
        this.requests = requests;
        this.matches = matches;
        this.total = store.counts(found.id()).total();
        this.counts = new EndCounts(store.ends(found.id(), ImportPhase.APPLY));
    }

    static ApplyWork begin(
            ImportKind kind,
            TableImportStore store,
            IdempotencyRecords answers,
            TableImport found,
            RowRequests requests,
            JobProgress soFar) {
        var ids = new ArrayList<String>();
        var keys = new ArrayList<String>();
        var after = ImportJobKind.cursor(soFar, 0);
        List<ImportRow> page;
        do {
            page = store.rows(found.id(), Optional.empty(), after, TableImportStore.MAX_PAGE);
            for (var row : page) {
                after = row.number();
                if (row.plan().state() == RowState.UNCHANGED) {
                    ids.add(row.plan().streamId());
                } else if (isFresh(row)) {
                    RowReading.of(kind, found.columns(), row)
                            .key()
                            .map(RowKey::text)
                            .ifPresent(keys::add);
                }
            }
        } while (page.size() == TableImportStore.MAX_PAGE);
        return new ApplyWork(kind, store, answers, found, requests, Matches.find(kind, ids, keys));
    }

    /** Whether nothing with its key may be there. */
    private static boolean isFresh(ImportRow row) {
        return row.plan().state() == RowState.NEW && row.skip().orElse(true);
    }

    @Override
    public JobStep step(JobProgress soFar) {
        var after = ImportJobKind.cursor(soFar, 0);
        var rows = store.ended(found.id(), after, OfficeLimits.STEP_ROWS);
        var open = rows.stream()
                .filter(row -> row.applied().isEmpty())
                .map(TableImportStore.EndedRow::row)
                .toList();
        var done = RowsAtOnce.each(open, OfficeLimits.ROWS_AT_ONCE, this::apply, this::keep);
        again(done);
        counts.add(done.values().stream().map(RowResult::end).toList());
        if (rows.size() < OfficeLimits.STEP_ROWS) {
            var ends = new EndCounts(store.ends(found.id(), ImportPhase.APPLY));
            return new JobStep.Finished(new JobProgress(total, total, soFar.cursor(), ends.json(found.id(), SHOWN)));
        }
        return new JobStep.Further(new JobProgress(
                soFar.done() + rows.size(),
                total,
                String.valueOf(rows.getLast().row().number()),
                counts.json(found.id(), SHOWN)));
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
                case NEW -> create(row);
                case CHANGED -> change(row);
                case UNCHANGED -> unchanged(row);
                case DUPLICATE -> new RowResult(RowEnd.SKIPPED, plan.streamId(), 0, words(plan.errors()));
                case ERROR -> new RowResult(RowEnd.ERROR, plan.streamId(), 0, words(plan.errors()));
            };
        } catch (CorruptStreamException broken) {
            return new RowResult(
                    RowEnd.ERROR,
                    plan.streamId(),
                    0,
                    "The history of this %s breaks the rules at version %d; tell whoever runs the ledger."
                            .formatted(kind.noun(), broken.version()));
        }
    }

    private static String words(List<FieldFault> faults) {
        return faults.stream().map(FieldFault::detail).collect(Collectors.joining(" "));
    }

    private RowResult create(ImportRow row) {
        var reading = RowReading.of(kind, found.columns(), row);
        if (isFresh(row)) {
            var same = reading.key().map(RowKey::text).map(matches::withKey).orElseGet(List::of);
            if (!same.isEmpty()) {
                return answers.find(requests.key(ImportPhase.APPLY, row.number()))
                        .map(own -> new RowResult(RowEnd.CREATED, own.stream().id(), own.version(), ""))
                        .orElseGet(() -> new RowResult(
                                RowEnd.CONFLICT,
                                same.getFirst().id(),
                                same.getFirst().version(),
                                "A %s that is called so was created since the file was looked at; import the row again."
                                        .formatted(kind.noun())));
            }
        }
        return result(kind.create(reading.values(), requests.of(ImportPhase.APPLY, row.number())), row, RowEnd.CREATED);
    }

    private RowResult change(ImportRow row) {
        var plan = row.plan();
        var values = new LinkedHashMap<String, String>();
        plan.changes().forEach((field, change) -> values.put(field, change.to()));
        var outcome =
                kind.change(plan.streamId(), plan.version(), values, requests.of(ImportPhase.APPLY, row.number()));
        return result(outcome, row, RowEnd.UPDATED);
    }

    private RowResult unchanged(ImportRow row) {
        var plan = row.plan();
        var now = matches.withId(plan.streamId()).map(KnownRecord::version).orElse(0);
        return now == plan.version()
                ? new RowResult(RowEnd.UNCHANGED, plan.streamId(), plan.version(), "")
                : outrun(plan.streamId(), now);
    }

    private RowResult outrun(String id, int version) {
        return new RowResult(
                RowEnd.CONFLICT,
                id,
                version,
                "This %s was changed since the file was looked at; nothing was overwritten. Import the row again."
                        .formatted(kind.noun()));
    }

    private RowResult result(RowOutcome outcome, ImportRow row, RowEnd end) {
        return switch (outcome) {
            case RowOutcome.Settled(var id, var version) ->
                new RowResult(
                        end == RowEnd.UPDATED && version == row.plan().version() ? RowEnd.UNCHANGED : end,
                        id,
                        version,
                        "");
            case RowOutcome.StaleRow(var id, var version) -> outrun(id, version);
            case RowOutcome.ForbiddenRow(var detail) ->
                new RowResult(RowEnd.ERROR, row.plan().streamId(), 0, detail);
        };
    }
}
