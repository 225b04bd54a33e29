package io.ledger.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as it was read.
 *
 * @param origin what it was read from
 * @param headingRow the number of the row with the headings, 0 where there are none
 * @param columns its columns, each with the field it is taken for
 * @param rows the rows below the headings that have something
 * @param leftOut the rows below the headings that are no data
 */
public record Table(
        TableOrigin origin, int headingRow, List<TableColumn> columns, List<TableRow> rows, List<LeftOutRow> leftOut) {

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
    }

    /** Returns the column that is for a field. */
    public Optional<TableColumn> column(String field) {
        return columns.stream()
                .filter(column -> column.field().filter(field::equals).isPresent())
                .findFirst();
    }

    /** Returns what a row has for each field that a column is for. */
    public Map<String, String> values(TableRow row) {
        var values = new LinkedHashMap<String, String>();
        for (TableColumn column : columns) {
            column.field().ifPresent(field -> values.put(field, row.cell(column.index())));
        }
        return values;
    }

    /**
     * Returns the same table with its columns taken for other fields.
     *
     * @param fields the field of each column by its index; a column that is not in it is for none
     */
    public Table withFields(Map<Integer, String> fields) {
        List<TableColumn> mapped = columns.stream()
                .map(column -> new TableColumn(
                        column.index(), column.heading(), Optional.ofNullable(fields.get(column.index()))))
                .toList();
        return new Table(origin, headingRow, mapped, rows, leftOut);
    }
}
