package io.ledger.core.tableimport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import would do with a row.
 *
 * @param streamId what the row is about, empty when that is not there
 * @param within the stream in which it is so, empty where rows are about streams alone
 * @param version of the stream, which the plan was made on; 0 when it is not there
 * @param changes from what each field would change, and to what
 */
public record RowPlan(
        RowState state,
        String streamId,
        String within,
        int version,
        Map<String, FieldChange> changes,
        List<FieldFault> errors) {

    /** That of a row about a stream alone. */
    public RowPlan(
            RowState state, String streamId, int version, Map<String, FieldChange> changes, List<FieldFault> errors) {
        this(state, streamId, "", version, changes, errors);
    }

    /** One field that would change. */
    public record FieldChange(String from, String to) {}

    /**
     * What is wrong with a field.
     *
     * @param number the row, the count or the version that the fault is about; 0 when it is about none
     * @param detail a sentence that says what to do
     */
    public record FieldFault(String field, RowFault fault, int number, String detail) {}

    public RowPlan {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        errors = Collections.unmodifiableList(new ArrayList<>(errors));
    }
}
