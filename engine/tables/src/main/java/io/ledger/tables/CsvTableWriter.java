package io.ledger.tables;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.CsvWriter.CsvWriterRecord;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/**
 * Writes CSV as spreadsheets open it: UTF-8 with a byte order mark, without which Excel takes it for the character set of its
 * country, and lines that end as on Windows. Texts that would be formulas are {@linkplain CellText#guarded guarded}.
 */
public final class CsvTableWriter implements TableWriter {

    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public String contentType() {
        return mediaType() + "; charset=utf-8";
    }

    @Override
    public String fileSuffix() {
        return "csv";
    }

    @Override
    public void write(OutputStream out, List<String> headings, Iterator<? extends List<TableCell>> rows)
            throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write('\uFEFF');
        // It is flushed, and not closed: the stream is its caller's.
        @SuppressWarnings("resource")
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(writer);
        csv.writeRecord(headings.stream().map(CellText::guarded).toList());
        while (rows.hasNext()) {
            CsvWriterRecord row = csv.writeRecord();
            rows.next().forEach(cell -> row.writeField(text(cell)));
            row.endRecord();
        }
        csv.flush();
        writer.flush();
    }

    private static String text(TableCell cell) {
        return switch (cell) {
            case TableCell.TextCell(String text) -> CellText.guarded(text);
            case TableCell.NumberCell(long number) -> Long.toString(number);
            case TableCell.DateCell(var date) -> date.toString();
            case TableCell.TimeCell(var time) -> CellNumber.iso(time);
            case TableCell.EmptyCell() -> "";
        };
    }
}
