package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a row says, read field by field.
 *
 * @param id of the thing it means, empty when it does not say
 * @param values in their usual form, of the fields that are not blank and can be read
 * @param key of its key field, empty when there is none
 * @param written as it stands there
 * @param faults what cannot be read
 */
record RowReading(
        String id, Map<String, String> values, String key, Map<String, String> written, List<FieldFault> faults) {

    static RowReading of(ImportKind kind, List<ImportColumn> columns, ImportRow row) {
        var written = row.values(columns);
        var values = new LinkedHashMap<String, String>();
        var faults = new ArrayList<FieldFault>();
        for (var field : kind.fields()) {
            var text = written.getOrDefault(field.name(), "").strip();
            if (!text.isEmpty()) {
                switch (kind.normal(field.name(), text)) {
                    case Parsed.Valid<String>(var value) -> values.put(field.name(), value);
                    case Parsed.Invalid<String>(var reason) -> faults.add(new FieldFault(field.name(), reason));
                }
            }
        }
        var key = values.containsKey(kind.keyField()) ? kind.key(values.get(kind.keyField())) : "";
        return new RowReading(written.getOrDefault(kind.idField().name(), "").strip(), values, key, written, faults);
    }
}
