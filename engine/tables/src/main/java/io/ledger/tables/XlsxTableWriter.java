package io.ledger.tables;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Writes workbooks of Excel with one sheet: bold headings that stay in sight, columns as wide as what is in them, numbers and
 * dates as such, and no formulas. Rows leave the memory as they come.
 */
public final class XlsxTableWriter implements TableWriter {

    /** The rows that widths are measured on, and that are kept in memory. */
    private static final int MEASURED_ROWS = 200;

    private static final int FLUSHED_ROWS = 500;
    private static final int NARROWEST = 8;
    private static final int WIDEST = 60;
    private static final int DATE_WIDTH = 12;
    private static final int TIME_WIDTH = 20;

    private final String sheetName;

    /** Creates a writer of workbooks whose sheet has this name. */
    public XlsxTableWriter(String sheetName) {
        this.sheetName = sheetName;
    }

    @Override
    public String mediaType() {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }

    @Override
    public String fileSuffix() {
        return "xlsx";
    }

    @Override
    public void write(OutputStream out, List<String> headings, Iterator<? extends List<TableCell>> rows)
            throws IOException {
        try (var workbook = new Workbook(new Unclosed(out), "Ledger", "1.0")) {
            Worksheet sheet = workbook.newWorksheet(sheetName);
            sheet.freezePane(0, 1);
            var first = new ArrayList<List<TableCell>>();
            while (rows.hasNext() && first.size() < MEASURED_ROWS) {
                first.add(rows.next());
            }
            for (int column = 0; column < headings.size(); column++) {
                sheet.width(column, width(headings.get(column), first, column));
                sheet.inlineString(0, column, text(headings.get(column)));
                sheet.style(0, column).bold().set();
            }
            int number = 1;
            for (List<TableCell> row : first) {
                write(sheet, number++, row);
            }
            while (rows.hasNext()) {
                write(sheet, number++, rows.next());
                if (number % FLUSHED_ROWS == 0) {
                    sheet.flush();
                }
            }
        }
        out.flush();
    }

    private static void write(Worksheet sheet, int row, List<TableCell> cells) {
        for (int column = 0; column < cells.size(); column++) {
            switch (cells.get(column)) {
                case TableCell.TextCell(String text) -> sheet.inlineString(row, column, text(text));
                case TableCell.NumberCell(long number) -> sheet.value(row, column, number);
                case TableCell.DateCell(var date) -> {
                    sheet.value(row, column, date);
                    sheet.style(row, column).format("yyyy-mm-dd").set();
                }
                case TableCell.TimeCell(var time) -> {
                    sheet.value(row, column, time);
                    sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
                }
                case TableCell.EmptyCell() -> {}
            }
        }
    }

    /** A workbook says which cells are texts; only those that would be read without their apostrophe get another one. */
    private static String text(String text) {
        return SharedTexts.escaped(CellText.isGuarded(text) ? CellText.guarded(text) : text);
    }

    private static int width(String heading, List<List<TableCell>> rows, int column) {
        int width = Math.max(NARROWEST, shown(heading) + 2);
        for (List<TableCell> row : rows) {
            if (column < row.size()) {
                width = Math.max(width, 2 + shown(row.get(column)));
            }
        }
        return Math.min(width, WIDEST);
    }

    private static int shown(TableCell cell) {
        return switch (cell) {
            case TableCell.TextCell(String text) -> shown(text);
            case TableCell.NumberCell(long number) -> Long.toString(number).length();
            case TableCell.DateCell _ -> DATE_WIDTH;
            case TableCell.TimeCell _ -> TIME_WIDTH;
            case TableCell.EmptyCell _ -> 0;
        };
    }

    /** Characters of Japanese are as wide as two others. */
    private static int shown(String text) {
        return text.chars().map(c -> c >= 0x2E80 && c < 0xFF61 ? 2 : 1).sum();
    }

    /** The stream of a caller, who alone closes it. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
