package io.ledger.office;

import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Carries out rows about one thing each.
 *
 * <p>What would be changed must have the version that the plan was made on. What is new must not be there: so when the job
 * is taken up, all that there is is looked through once more for the keys of new rows. What this import has created itself
 * is known by the idempotency key of its row.
 */
final class RecordWork implements RowWork {

    private final RecordKind kind;
    private final ImportRun run;
    private final Matches matches;

    private RecordWork(RecordKind kind, ImportRun run, Matches matches) {
        this.kind = kind;
        this.run = run;
        this.matches = matches;
    }

    static RecordWork begin(RecordKind kind, ImportRun run) {
        var ids = new ArrayList<String>();
        var keys = new ArrayList<String>();
        if (run.phase() == ImportPhase.APPLY) {
            look(kind, run, ids, keys);
        }
        return new RecordWork(kind, run, Matches.find(kind, ids, keys));
    }

    private static void look(RecordKind kind, ImportRun run, List<String> ids, List<String> keys) {
        for (var page = run.rows().apply(run.after());
                !page.isEmpty();
                page = run.rows().apply(page.getLast().number())) {
            for (var row : page) {
                if (row.plan().state() == RowState.UNCHANGED) {
                    ids.add(row.plan().streamId());
                } else if (isFresh(row)) {
                    RowReading.of(kind, run.found().columns(), row)
                            .key()
                            .map(RowKey::text)
                            .ifPresent(keys::add);
                }
            }
        }
    }

    /** Whether nothing with its key may be there. */
    private static boolean isFresh(ImportRow row) {
        return row.plan().state() == RowState.NEW && row.skip().orElse(true);
    }

    @Override
    public RowResult apply(ImportRow row) {
        return switch (row.plan().state()) {
            case NEW -> create(row);
            case CHANGED -> change(row);
            case UNCHANGED -> unchanged(row);
            case DUPLICATE, ERROR -> throw new IllegalArgumentException("Nothing is done for such a row");
        };
    }

    private RowResult create(ImportRow row) {
        var reading = RowReading.of(kind, run.found().columns(), row);
        if (isFresh(row)) {
            var same = reading.key().map(RowKey::text).map(matches::withKey).orElseGet(List::of);
            if (!same.isEmpty()) {
                return run.answers()
                        .find(run.requests().key(ImportPhase.APPLY, row.number()))
                        .map(own -> new RowResult(RowEnd.CREATED, own.stream().id(), own.version(), ""))
                        .orElseGet(() -> new RowResult(
                                RowEnd.CONFLICT,
                                same.getFirst().id(),
                                same.getFirst().version(),
                                "A %s that is called so was created since the file was looked at; import the row again."
                                        .formatted(kind.noun())));
            }
        }
        return result(
                kind.create(reading.values(), run.requests().of(ImportPhase.APPLY, row.number())), row, RowEnd.CREATED);
    }

    private RowResult change(ImportRow row) {
        var plan = row.plan();
        var values = new LinkedHashMap<String, String>();
        plan.changes().forEach((field, change) -> values.put(field, change.to()));
        var outcome = kind.change(
                plan.streamId(), plan.version(), values, run.requests().of(ImportPhase.APPLY, row.number()));
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

    @Override
    public RowResult undo(ImportRow row, RowResult applied) {
        var request = run.requests().of(ImportPhase.UNDO, row.number());
        if (applied.end() == RowEnd.CREATED) {
            return undone(kind.end(applied.streamId(), applied.version(), request), applied);
        }
        var values = new LinkedHashMap<String, String>();
        row.plan().changes().forEach((field, change) -> values.put(field, change.from()));
        return undone(kind.change(applied.streamId(), applied.version(), values, request), applied);
    }

    private RowResult undone(RowOutcome outcome, RowResult applied) {
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
