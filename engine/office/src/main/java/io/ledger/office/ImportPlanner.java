package io.ledger.office;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an import would do with each row.
 *
 * <p>A row with an id means that thing. Another one means the thing with its key, if there is one only. What an earlier row
 * of the file means, or is called, no later row means again: it is a duplicate, which somebody has to decide on.
 */
final class ImportPlanner {

    private final RecordKind kind;
    private final Matches matches;
    private final Map<String, Integer> rowOfId = new HashMap<>();
    private final Map<String, Integer> rowOfKey = new HashMap<>();

    /** Rows, also later ones, that other rows may mean though they have another key of their own. */
    private final Map<String, Integer> rowOfOtherKey = new HashMap<>();

    /** Things that rows give another key by their ids: theirs is free then. */
    private final Set<String> moved = new HashSet<>();

    private ImportPlanner(RecordKind kind, Matches matches) {
        this.kind = kind;
        this.matches = matches;
    }

    /** The rows with what would be done with them now. */
    static List<ImportRow> plan(RecordKind kind, List<ImportColumn> columns, List<ImportRow> rows) {
        var readings = new ArrayList<RowReading>(rows.size());
        for (var row : rows) {
            readings.add(RowReading.of(kind, columns, row));
        }
        var ids = readings.stream()
                .map(RowReading::id)
                .filter(id -> !id.isEmpty())
                .toList();
        var keys = readings.stream()
                .flatMap(reading -> reading.key().filter(key -> reading.id().isEmpty() || kind.isUnique(key)).stream())
                .map(RowKey::text)
                .toList();
        var planner = new ImportPlanner(kind, Matches.find(kind, ids, keys));
        for (var i = 0; i < rows.size(); i++) {
            planner.noteOtherKeys(rows.get(i), readings.get(i));
            planner.noteMoved(rows.get(i), readings.get(i));
        }
        var planned = new ArrayList<ImportRow>(rows.size());
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            planned.add(row.isErased() ? row : row.planned(planner.plan(row, readings.get(i))));
        }
        return planned;
    }

    private void noteOtherKeys(ImportRow row, RowReading reading) {
        if (!row.isSkipped()) {
            var own = reading.key().map(RowKey::text).orElse("");
            for (var key : kind.keys(reading.values())) {
                if (!key.equals(own)) {
                    rowOfOtherKey.putIfAbsent(key, row.number());
                }
            }
        }
    }

    private void noteMoved(ImportRow row, RowReading reading) {
        var key = uniqueKey(reading);
        if (!row.isSkipped() && key.isPresent()) {
            matches.withId(reading.id())
                    .filter(known ->
                            !kind.keys(known.values()).contains(key.get().text()))
                    .ifPresent(known -> moved.add(known.id()));
        }
    }

    private Optional<RowKey> uniqueKey(RowReading reading) {
        return reading.key().filter(kind::isUnique);
    }

    private RowPlan plan(ImportRow row, RowReading reading) {
        var plan = reading.id().isEmpty() ? byKey(row, reading) : byId(row, reading);
        if (!row.isSkipped()) {
            if (!plan.streamId().isEmpty()) {
                rowOfId.putIfAbsent(plan.streamId(), row.number());
            }
            reading.key().ifPresent(key -> rowOfKey.putIfAbsent(key.text(), row.number()));
        }
        return plan;
    }

    private RowPlan byId(ImportRow row, RowReading reading) {
        var known = matches.withId(reading.id());
        if (known.isEmpty()) {
            var hasEnded = matches.hasEnded(reading.id());
            var detail = hasEnded
                    ? "The %s with this id %s, and takes no change; leave the row out, or empty its id to create a new one."
                            .formatted(kind.noun(), kind.ending())
                    : "No %s has this id; correct it, or empty it to match the row by its other columns."
                            .formatted(kind.noun());
            var fault = hasEnded ? RowFault.ENDED : RowFault.UNKNOWN;
            return faulty(
                    Optional.empty(), reading, new FieldFault(kind.idField().name(), fault, 0, detail));
        }
        return existing(row, reading, known.get());
    }

    private RowPlan byKey(ImportRow row, RowReading reading) {
        if (reading.key().isEmpty()) {
            return faulty(Optional.empty(), reading);
        }
        var key = reading.key().get();
        var same = matches.withKey(key.text());
        var meant = key.isSure() && same.size() == 1 ? Optional.of(same.getFirst()) : Optional.<KnownRecord>empty();
        if (!reading.faults().isEmpty()) {
            return faulty(meant, reading);
        }
        var earlier = sameRow(key);
        if (row.skip().filter(skip -> !skip).isPresent() && (earlier != null || same.size() > 1 || !key.isSure())) {
            return fresh(reading);
        }
        if (earlier != null) {
            var id = same.size() == 1 ? same.getFirst().id() : "";
            return duplicate(id, reading, RowFault.SAME_AS_ROW, earlier, sameAs(earlier));
        }
        if (same.isEmpty()) {
            return fresh(reading);
        }
        return meant.isPresent() ? existing(row, reading, meant.get()) : doubtful(reading, same);
    }

    /** An earlier row with the same key, or any that the row may mean though it has another one. */
    private @Nullable Integer sameRow(RowKey key) {
        var earlier = rowOfKey.get(key.text());
        return earlier == null && !key.isSure() ? rowOfOtherKey.get(key.text()) : earlier;
    }

    private RowPlan doubtful(RowReading reading, List<KnownRecord> same) {
        var isOne = same.size() == 1;
        return duplicate(
                isOne ? same.getFirst().id() : "",
                reading,
                RowFault.AMBIGUOUS,
                same.size(),
                (isOne
                                ? "One is called so already; write its id if it is meant, or take the row all the same to create another one."
                                : "%d of them are called so; write the id of the one that is meant, or take the row all the same to create another one.")
                        .formatted(same.size()));
    }

    private static String sameAs(int row) {
        return "Row %d is about the same; leave one of them out, or take this one all the same to create another one."
                .formatted(row);
    }

    private RowPlan existing(ImportRow row, RowReading reading, KnownRecord known) {
        if (!reading.faults().stream().allMatch(fault -> isAsKnown(fault.field(), reading, known))) {
            return faulty(Optional.of(known), reading);
        }
        var earlier = rowOfId.get(known.id());
        if (earlier != null && row.skip().orElse(true)) {
            return duplicate(known.id(), reading, RowFault.SAME_AS_ROW, earlier, sameAs(earlier));
        }
        var changes = new LinkedHashMap<String, FieldChange>();
        reading.values().forEach((field, value) -> {
            var before = known.values().getOrDefault(field, "");
            if (!before.equals(value)) {
                changes.put(field, new FieldChange(before, value));
            }
        });
        if (!changes.isEmpty() && reading.version().orElse(known.version()) != known.version()) {
            return faulty(Optional.of(known), reading, outdated(known));
        }
        var taken = uniqueKey(reading)
                .filter(key -> changes.containsKey(key.field()))
                .flatMap(key -> taken(key, known));
        if (taken.isPresent()) {
            return faulty(Optional.of(known), reading, taken.get());
        }
        return new RowPlan(
                changes.isEmpty() ? RowState.UNCHANGED : RowState.CHANGED,
                known.id(),
                known.version(),
                changes,
                List.of());
    }

    /** What is wrong with a key that something else has, or an earlier row gives to something else. */
    private Optional<FieldFault> taken(RowKey key, KnownRecord known) {
        var earlier = rowOfKey.get(key.text());
        if (earlier != null) {
            return Optional.of(new FieldFault(
                    key.field(),
                    RowFault.TAKEN,
                    earlier,
                    "Row %d has this %s as well, for another %s; correct one of them, or leave it out."
                            .formatted(earlier, key.field().replace('_', ' '), kind.noun())));
        }
        return matches.withKey(key.text()).stream()
                .map(KnownRecord::id)
                .filter(id -> !id.equals(known.id()) && !moved.contains(id))
                .findFirst()
                .map(_ -> new FieldFault(
                        key.field(),
                        RowFault.TAKEN,
                        0,
                        "Another %s has this %s; correct it, or leave the row out."
                                .formatted(kind.noun(), key.field().replace('_', ' '))));
    }

    private FieldFault outdated(KnownRecord known) {
        return new FieldFault(
                kind.versionField().orElseThrow().name(),
                RowFault.OUTDATED,
                known.version(),
                "The %s was changed since the file was written, and has version %d now; leave the row out, or empty its version to change it all the same."
                        .formatted(kind.noun(), known.version()));
    }

    /** What is so already need not be what would be taken today. */
    private static boolean isAsKnown(String field, RowReading reading, KnownRecord known) {
        return reading.written()
                .getOrDefault(field, "")
                .strip()
                .equals(known.values().get(field));
    }

    private RowPlan fresh(RowReading reading) {
        var faults = new ArrayList<>(reading.faults());
        missing(reading, faults);
        return faults.isEmpty()
                ? new RowPlan(RowState.NEW, "", 0, Map.of(), List.of())
                : new RowPlan(RowState.ERROR, "", 0, Map.of(), faults);
    }

    private void missing(RowReading reading, List<FieldFault> faults) {
        for (var field : kind.fields()) {
            if (field.isRequired()
                    && !reading.values().containsKey(field.name())
                    && faults.stream().noneMatch(fault -> fault.field().equals(field.name()))) {
                faults.add(new FieldFault(
                        field.name(),
                        RowFault.MISSING,
                        0,
                        "The row has no %s; a new %s needs one.".formatted(field.name(), kind.noun())));
            }
        }
    }

    private RowPlan faulty(Optional<KnownRecord> known, RowReading reading, FieldFault... more) {
        var faults = new ArrayList<>(List.of(more));
        faults.addAll(reading.faults());
        if (known.isEmpty() && reading.id().isEmpty()) {
            missing(reading, faults);
        }
        return new RowPlan(
                RowState.ERROR,
                known.map(KnownRecord::id).orElse(""),
                known.map(KnownRecord::version).orElse(0),
                Map.of(),
                faults);
    }

    private RowPlan duplicate(String id, RowReading reading, RowFault fault, int number, String detail) {
        return new RowPlan(
                RowState.DUPLICATE,
                id,
                0,
                Map.of(),
                List.of(new FieldFault(
                        reading.id().isEmpty()
                                ? reading.key().orElseThrow().field()
                                : kind.idField().name(),
                        fault,
                        number,
                        detail)));
    }
}
