package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.tables.WholeNumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a row says, read field by field.
 *
 * @param id of the thing it means, empty when it does not say
 * @param version that the thing had when the row was written, empty when it does not say
 * @param values in their usual form, of the fields that are not blank and can be read
 * @param key by which it is matched, empty when there is none
 * @param written as it stands there
 * @param faults what cannot be read
 */
record RowReading(
        String id,
        Optional<Integer> version,
        Map<String, String> values,
        Optional<RowKey> key,
        Map<String, String> written,
        List<FieldFault> faults) {

    static RowReading of(RecordKind kind, List<ImportColumn> columns, ImportRow row) {
        var written = row.values(columns);
        var values = new LinkedHashMap<String, String>();
        var faults = new ArrayList<FieldFault>();
        for (var field : kind.fields()) {
            var text = written.getOrDefault(field.name(), "").strip();
            if (!text.isEmpty()) {
                switch (kind.normal(field.name(), text)) {
                    case Parsed.Valid<String>(var value) -> values.put(field.name(), value);
                    case Parsed.Invalid<String>(var reason) ->
                        faults.add(new FieldFault(field.name(), RowFault.INVALID, 0, reason));
                }
            }
        }
        var id = written.getOrDefault(kind.idField().name(), "").strip();
        return new RowReading(
                id,
                id.isEmpty() ? Optional.empty() : version(kind, written),
                values,
                kind.key(values),
                written,
                faults);
    }

    /** What is no version tells nothing. */
    private static Optional<Integer> version(RecordKind kind, Map<String, String> written) {
        return kind.versionField()
                .map(field -> WholeNumberText.parse(written.getOrDefault(field.name(), "")))
                .flatMap(parsed -> parsed instanceof Parsed.Valid<Long>(var number) && number <= Integer.MAX_VALUE
                        ? Optional.of((int) (long) number)
                        : Optional.empty());
    }
}
