package io.ledger.tables;

import java.util.List;
import java.util.Optional;

/**
 * Reads files as people in offices have them: CSV in the character sets and with the delimiters of spreadsheets, and workbooks
 * of Excel. It finds the headings, takes columns for fields by their headings, and leaves out rows that are no data.
 *
 * <p>It is safe to use by several threads.
 */
public final class TableReader {

    private final List<TableField> fields;

    /** Creates a reader that takes columns for these fields. */
    public TableReader(List<TableField> fields) {
        this.fields = List.copyOf(fields);
    }

    /** Reads a file; of a workbook, the first visible sheet that has something. */
    public TableReading read(byte[] file) {
        return read(file, Optional.empty());
    }

    /** Reads a file; of a workbook, the sheet of that name. */
    public TableReading read(byte[] file, Optional<String> sheet) {
        try {
            var table = switch (FileKind.of(file)) {
                case ARCHIVE -> XlsxWorkbook.table(file, fields, sheet);
                case TEXT -> text(file);
            };
            if (table.rows().size() > TableLimits.ROWS) {
                throw RowCollector.tooManyRows();
            }
            return new TableReading.Read(table);
        } catch (RefusedTableException e) {
            return e.reading();
        }
    }

    private Table text(byte[] file) {
        DecodedText decoded = DecodedText.of(file);
        Delimiter delimiter = Delimiter.of(decoded.text(), fields);
        String text = delimiter.from() == 0 ? decoded.text() : decoded.text().substring(delimiter.from());
        var origin = new TableOrigin.TextFile(decoded.charset(), delimiter.sign());
        return TableParts.table(origin, CsvRecords.all(text, delimiter.sign()), fields);
    }
}
