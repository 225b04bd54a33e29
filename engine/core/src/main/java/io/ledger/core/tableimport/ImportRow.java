package io.ledger.core.tableimport;

import io.ledger.core.tableimport.RowPlan.FieldFault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a table that is imported.
 *
 * @param number as Excel has it
 * @param cells as they were read
 * @param mended the values that somebody has written in the place of those, by field
 * @param skip true to leave it out; false to take it though it is a duplicate
 */
public record ImportRow(
        int number, List<String> cells, Map<String, String> mended, Optional<Boolean> skip, RowPlan plan) {

    public ImportRow {
        cells = List.copyOf(cells);
        mended = Collections.unmodifiableMap(new LinkedHashMap<>(mended));
    }

    /** The row with another plan. */
    public ImportRow planned(RowPlan other) {
        return new ImportRow(number, cells, mended, skip, other);
    }

    /** Whether somebody wants it left out. */
    public boolean isSkipped() {
        return skip.orElse(false);
    }

    /** The row without what it holds: its number, its state and what it is about stay. */
    public ImportRow erased() {
        var erased = new FieldFault(
                "",
                RowFault.ERASED,
                0,
                "What this row held was erased with somebody of this name or number; if it meant somebody else, import that row again.");
        return new ImportRow(
                number,
                List.of(),
                Map.of(),
                skip,
                new RowPlan(plan.state(), plan.streamId(), plan.within(), plan.version(), Map.of(), List.of(erased)));
    }

    /** Whether what it held was erased: nothing is done for it any more. */
    public boolean isErased() {
        return plan.errors().stream().anyMatch(error -> error.fault() == RowFault.ERASED);
    }

    /** What the row has for each field that there is a column for, or that was mended. */
    public Map<String, String> values(List<ImportColumn> columns) {
        var values = new LinkedHashMap<String, String>();
        for (var column : columns) {
            column.field()
                    .ifPresent(
                            field -> values.put(field, column.index() < cells.size() ? cells.get(column.index()) : ""));
        }
        values.putAll(mended);
        return values;
    }
}
