package io.ledger.tables;

import java.util.List;

/** What a table was read from. */
public sealed interface TableOrigin {

    /**
     * A text file.
     *
     * @param charset the name of its character set
     * @param delimiter what stands between its cells
     */
    record TextFile(String charset, char delimiter) implements TableOrigin {}

    /**
     * A workbook of Excel.
     *
     * @param sheet the name of the sheet that was read
     * @param sheets the names of all sheets, in their order
     */
    record ExcelFile(String sheet, List<String> sheets) implements TableOrigin {
        public ExcelFile {
            sheets = List.copyOf(sheets);
        }
    }
}
