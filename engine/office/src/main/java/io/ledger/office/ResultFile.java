package io.ledger.office;

import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.core.tableimport.TableImportStore.EndedRow;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.tables.TableCell;
import io.ledger.tables.TableCell.EmptyCell;
import io.ledger.tables.TableCell.NumberCell;
import io.ledger.tables.TableCell.TextCell;
import io.ledger.tables.TableWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of an import as a table: each row of the file with what became of it. */
final class ResultFile {

    private ResultFile() {}

    static byte[] write(
            TableWriter writer, ImportKind kind, TableImport found, TableImportStore store, WantedResults wanted) {
        var fields = kind.fields().stream().map(ImportField::name).toList();
        var headings = Stream.of(
                        List.of("row", "state", kind.idField().name()),
                        fields,
                        List.of("detail", "undo", "undo_detail"))
                .flatMap(List::stream)
                .toList();
        var out = new ByteArrayOutputStream();
        try {
            writer.write(out, headings, new Rows(store, found, fields, wanted));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
        return out.toByteArray();
    }

    /** All rows, read by pages. */
    private static final class Rows implements Iterator<List<TableCell>> {

        private final TableImportStore store;
        private final TableImport found;
        private final List<String> fields;
        private final WantedResults wanted;
        private List<EndedRow> page = List.of();
        private int next;
        private int after;
        private boolean isLast;

        Rows(TableImportStore store, TableImport found, List<String> fields, WantedResults wanted) {
            this.store = store;
            this.found = found;
            this.fields = fields;
            this.wanted = wanted;
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && !isLast) {
                page = store.ended(found.id(), wanted, after, TableImportStore.MAX_PAGE);
                next = 0;
                isLast = page.size() < TableImportStore.MAX_PAGE;
            }
            return next < page.size();
        }

        @Override
        public List<TableCell> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var row = page.get(next++);
            after = row.row().number();
            var cells = new ArrayList<TableCell>();
            cells.add(new NumberCell(row.row().number()));
            cells.add(new TextCell(ImportAnswers.state(row)));
            cells.add(text(row.applied().map(RowResult::streamId)));
            var values = row.row().values(found.columns());
            fields.forEach(field -> cells.add(text(Optional.ofNullable(values.get(field)))));
            cells.add(text(row.applied().map(RowResult::detail)));
            cells.add(text(row.undone().map(result -> result.end().label())));
            cells.add(text(row.undone().map(RowResult::detail)));
            return cells;
        }

        private static TableCell text(Optional<String> value) {
            return value.filter(text -> !text.isEmpty())
                    .<TableCell>map(TextCell::new)
                    .orElseGet(EmptyCell::new);
        }
    }
}
