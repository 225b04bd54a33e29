package io.ledger.tables;

import java.util.List;

/**
 * A row of a table.
 *
 * @param number the number that Excel shows for it, from 1: a cell with line breaks stands in one row, and rows above the
 *     headings and empty ones count
 * @param cells the texts of its cells up to the last one that has something
 */
public record TableRow(int number, List<String> cells) {

    public TableRow {
        cells = List.copyOf(cells);
    }

    /** Returns the text of a cell, which is empty where the row has none. */
    public String cell(int index) {
        return index < cells.size() ? cells.get(index) : "";
    }

    boolean isBlankAt(int index) {
        return CellText.isBlank(cell(index));
    }

    /** Returns the places of the cells that have something. */
    List<Integer> filled() {
        return java.util.stream.IntStream.range(0, cells.size())
                .filter(index -> !isBlankAt(index))
                .boxed()
                .toList();
    }
}
