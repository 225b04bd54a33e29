package io.ledger.office;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobState;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.LeftOutLine;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore.EndedRow;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.http.answer.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Imports and their rows, as answers show them. */
final class ImportAnswers {

    private ImportAnswers() {}

    static Map<String, Object> document(TableImports imports, TableImport found) {
        var counts = imports.store().counts(found.id());
        var kind = imports.kind(found.kind());
        var states = new LinkedHashMap<String, Object>();
        for (var state : RowState.values()) {
            states.put(state.label(), counts.states().getOrDefault(state, 0));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("import_id", found.id());
        document.put("kind", found.kind());
        document.put("state", state(imports, found));
        document.put(
                "columns", found.columns().stream().map(ImportAnswers::column).toList());
        document.put(
                "fields", kind.columnFields().stream().map(ImportAnswers::field).toList());
        document.put("counts", states);
        document.put("planned", Map.of("create", counts.taken(RowState.NEW), "update", counts.taken(RowState.CHANGED)));
        document.put("skipped", counts.skipped());
        if (!found.reason().isEmpty()) {
            document.put("reason", found.reason());
        }
        if (!found.leftOut().isEmpty()) {
            document.put(
                    "left_out",
                    found.leftOut().stream().map(ImportAnswers::line).toList());
        }
        found.applyJob().ifPresent(job -> document.put("apply_job_id", job));
        found.undoJob().ifPresent(job -> document.put("undo_job_id", job));
        if (!found.owner().isEmpty()) {
            document.put("actor", found.owner());
        }
        document.put("created_at", found.createdAt().toString());
        return document;
    }

    private static Map<String, @Nullable Object> column(ImportColumn column) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("index", column.index());
        document.put("heading", column.heading());
        document.put("field", column.field().orElse(null));
        return document;
    }

    private static Map<String, Object> field(ImportField field) {
        return Map.of("field", field.name(), "required", field.isRequired());
    }

    private static Map<String, Object> line(LeftOutLine line) {
        var document = new LinkedHashMap<String, Object>();
        document.put("row", line.number());
        document.put("what", line.what());
        document.put("text", line.text());
        return document;
    }

    /** In words, how far an import is. */
    private static String state(TableImports imports, TableImport found) {
        if (found.undoJob().isPresent()) {
            return isRunning(imports.job(found, ImportPhase.UNDO)) ? "undoing" : "undone";
        }
        if (found.applyJob().isPresent()) {
            return isRunning(imports.job(found, ImportPhase.APPLY)) ? "applying" : "applied";
        }
        return "open";
    }

    private static boolean isRunning(Optional<Job> job) {
        return job.filter(it -> it.state() == JobState.RUNNING).isPresent();
    }

    static Map<String, Object> document(ImportKind kind, TableImport found, ImportRow row) {
        var plan = row.plan();
        var document = new LinkedHashMap<String, Object>();
        document.put("row", row.number());
        document.put("state", plan.state().label());
        row.skip().ifPresent(skip -> document.put("skip", skip));
        if (!plan.streamId().isEmpty()) {
            document.put(kind.idField().name(), plan.streamId());
        }
        putWithin(document, kind, plan);
        document.put("values", row.values(found.columns()));
        if (!plan.changes().isEmpty()) {
            document.put("changes", plan.changes());
        }
        if (!plan.errors().isEmpty()) {
            document.put("errors", errors(plan));
        }
        return document;
    }

    private static void putWithin(Map<String, Object> document, ImportKind kind, RowPlan plan) {
        kind.withinField()
                .filter(_ -> !plan.within().isEmpty())
                .ifPresent(field -> document.put(field.name(), plan.within()));
    }

    private static List<Map<String, Object>> errors(RowPlan plan) {
        return plan.errors().stream().map(ImportAnswers::error).toList();
    }

    private static Map<String, Object> error(FieldFault fault) {
        var document = new LinkedHashMap<String, Object>();
        // A fault of the whole row is of no field.
        document.put(
                "pointer",
                fault.field().isEmpty() ? "#" : Fault.field(fault.field(), "").pointer());
        document.put("fault", fault.fault().label());
        if (fault.number() > 0) {
            document.put("number", fault.number());
        }
        document.put("detail", fault.detail());
        return document;
    }

    static Map<String, Object> document(ImportKind kind, TableImport found, EndedRow row) {
        var document = new LinkedHashMap<String, Object>();
        document.put("row", row.row().number());
        document.put("state", state(row));
        putWithin(document, kind, row.row().plan());
        document.put("values", row.row().values(found.columns()));
        if (!row.row().plan().errors().isEmpty()) {
            document.put("errors", errors(row.row().plan()));
        }
        row.applied().ifPresent(result -> {
            if (!result.streamId().isEmpty()) {
                document.put(kind.idField().name(), result.streamId());
            }
            if (result.version() > 0) {
                document.put("version", result.version());
            }
            if (!result.detail().isEmpty()) {
                document.put("detail", result.detail());
            }
        });
        row.undone().ifPresent(result -> document.put("undo", undo(result)));
        return document;
    }

    /** What has become of a row. */
    static String state(EndedRow row) {
        return row.applied().map(result -> result.end().label()).orElse(WantedResults.PENDING);
    }

    private static Map<String, Object> undo(RowResult result) {
        var document = new LinkedHashMap<String, Object>();
        document.put("state", result.end().label());
        if (result.version() > 0) {
            document.put("version", result.version());
        }
        if (!result.detail().isEmpty()) {
            document.put("detail", result.detail());
        }
        return document;
    }
}
