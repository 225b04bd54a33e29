package io.ledger.tables;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a text whose cells stand between delimiters (RFC 4180). */
final class CsvRecords {

    /** Reads all rows, or refuses the text. */
    static List<TableRow> all(String text, char delimiter) {
        var collector = new RowCollector();
        var records = new Records();
        try (CsvReader<Integer> reader = settings(delimiter).build(records, text)) {
            for (Integer number : reader) {
                collector.add(number, records.cells);
            }
        } catch (CsvParseException e) {
            if (e.getCause() instanceof RefusedTableException refused) {
                throw refused;
            }
            throw new RefusedTableException(
                    TableFault.QUOTATION_MARK,
                    "The quotation marks of row %d (line %d of the file) do not match: one is not closed, or text follows the"
                                    .formatted(records.row, records.line)
                            + " closing one. Write marks that belong to the text twice, or save the table as XLSX.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return collector.rows();
    }

    /** Reads the first rows of a text, as well as that goes. */
    static List<TableRow> first(String text, char delimiter, int count) {
        var rows = new ArrayList<TableRow>();
        var records = new Records();
        try (CsvReader<Integer> reader =
                settings(delimiter).allowUnclosedQuote(true).build(records, text)) {
            for (Integer number : reader) {
                rows.add(new TableRow(number, records.cells));
                if (rows.size() == count) {
                    break;
                }
            }
        } catch (CsvParseException _) {
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return rows;
    }

    private static CsvReader.CsvReaderBuilder settings(char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false);
    }

    /** Takes the cells of each row as they come; a row that is read is known by its number. */
    private static final class Records extends AbstractBaseCsvCallbackHandler<Integer> {

        private final List<String> cells = new ArrayList<>();
        private int row;
        private long line;

        @Override
        protected void handleBegin(long startingLineNumber) {
            cells.clear();
            row++;
            line = startingLineNumber;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            RowCollector.check(row, index, length);
            cells.add(length == 0 ? "" : new String(buffer, offset, length));
        }

        @Override
        protected Integer buildRecord() {
            return row;
        }
    }

    private CsvRecords() {}
}
