package io.ledger.tables;

import java.util.ArrayList;
import java.util.List;

/** The rows of a file as they are read: blank ones are left out, and no more are kept than {@link TableLimits} say. */
final class RowCollector {

    private final List<TableRow> rows = new ArrayList<>();
    private long cells;
    private long characters;

    /** Adds a row, unless it is blank. The list is not kept. */
    void add(int number, List<String> texts) {
        int end = texts.size();
        while (end > 0 && CellText.isBlank(texts.get(end - 1))) {
            end--;
        }
        if (end == 0) {
            return;
        }
        if (rows.size() == TableLimits.ROWS + TableLimits.HEADING_ROWS) {
            throw tooManyRows();
        }
        cells += end;
        if (cells > TableLimits.CELLS) {
            throw tooMany("cells", TableLimits.CELLS);
        }
        var kept = new ArrayList<String>(end);
        for (String text : texts.subList(0, end)) {
            characters += text.length();
            kept.add(CellText.unguarded(text));
        }
        if (characters > TableLimits.CHARACTERS) {
            throw tooMany("characters", TableLimits.CHARACTERS);
        }
        rows.add(new TableRow(number, kept));
    }

    /** Checks a cell before its text is made. */
    static void check(int row, int column, int length) {
        if (column >= TableLimits.COLUMNS) {
            throw new RefusedTableException(
                    TableFault.TOO_LARGE,
                    "Row %d has more than %d columns. Leave the columns out that are not needed."
                            .formatted(row, TableLimits.COLUMNS));
        }
        if (length > TableLimits.CELL_CHARACTERS) {
            throw new RefusedTableException(
                    TableFault.TOO_LARGE,
                    "Cell %s%d has more than %d characters. Perhaps a quotation mark before it is not closed."
                            .formatted(TableColumn.letters(column), row, TableLimits.CELL_CHARACTERS));
        }
    }

    static RefusedTableException tooManyRows() {
        return tooMany("rows", TableLimits.ROWS);
    }

    private static RefusedTableException tooMany(String what, int limit) {
        return new RefusedTableException(
                TableFault.TOO_LARGE,
                "The table has more than %d %s. Split it into several files.".formatted(limit, what));
    }

    List<TableRow> rows() {
        return rows;
    }
}
