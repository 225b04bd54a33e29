package io.ledger.mariadb.tableimport;

import io.ledger.core.Sha256;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.mariadb.InList;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The traces of rows in the table {@code import_traces}, and how rows are emptied that are found by them. */
final class TracedRows {

    /** Traces of one statement. */
    private static final int BATCH = 1_000;

    private static final int DIGITS = 32;

    /** The row that the headings are. */
    private static final int HEADINGS = 0;

    private static final String PUT = "INSERT IGNORE INTO import_traces (import_id, number, trace) VALUES ";

    private static final String REVISE = "UPDATE imports SET revision = revision + 1 WHERE id = ?";
    private static final String COLUMNS = "SELECT columns FROM imports WHERE id = ?";
    private static final String PUT_COLUMNS = "UPDATE imports SET columns = ? WHERE id = ?";
    private static final String EMPTY_ROW = "UPDATE import_rows SET content = ? WHERE import_id = ? AND number = ?";

    private static final String EMPTY_DETAIL =
            "UPDATE import_results SET detail = '' WHERE import_id = ? AND number = ?";

    private static final String FORGET = "DELETE FROM import_traces WHERE import_id = ? AND number = ?";
    private static final String FORGET_SOME = "DELETE FROM import_traces WHERE import_id = ? AND number IN ";

    private final String streamId;
    private final InList<String> digests;

    /** Those that may be about a stream: by its id, or by traces. */
    TracedRows(String streamId, Set<String> traces) {
        var all = new HashSet<>(traces);
        all.add(streamId);
        this.streamId = streamId;
        this.digests = InList.of(all.stream().map(TracedRows::digest).toList());
    }

    /** A trace as it is stored: nobody reads in it what it was made of. */
    private static String digest(String trace) {
        return Sha256.hex(trace, DIGITS);
    }

    /** Keeps the traces of a new import. */
    static void put(
            Connection connection, String id, List<ImportColumn> columns, List<ImportRow> rows, RowTraces traces)
            throws SQLException {
        var texts = columns.stream().map(ImportColumn::heading).toList();
        var unplanned = new RowPlan(RowState.ERROR, "", 0, Map.of(), List.of());
        put(connection, id, List.of(new ImportRow(HEADINGS, texts, Map.of(), Optional.empty(), unplanned)), traces);
        put(connection, id, rows, traces);
    }

    private record StoredTrace(int row, String digest) {}

    private static void put(Connection connection, String id, List<ImportRow> rows, RowTraces traces)
            throws SQLException {
        var all = new ArrayList<StoredTrace>();
        for (var row : rows) {
            for (var trace : traces.of(row)) {
                if (!trace.isEmpty()) {
                    all.add(new StoredTrace(row.number(), digest(trace)));
                }
            }
        }
        for (var from = 0; from < all.size(); from += BATCH) {
            var batch = all.subList(from, Math.min(from + BATCH, all.size()));
            var places = String.join(", ", Collections.nCopies(batch.size(), "(?, ?, ?)"));
            try (var insert = connection.prepareStatement(PUT + places)) {
                var parameters = new Parameters(insert);
                for (var trace : batch) {
                    parameters.add(id).add(trace.row()).add(trace.digest());
                }
                insert.executeUpdate();
            }
        }
    }

    /** Keeps the traces of rows in the place of those that they had. */
    static void replace(Connection connection, String id, List<ImportRow> rows, RowTraces traces) throws SQLException {
        for (var from = 0; from < rows.size(); from += BATCH) {
            var batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
            var numbers = InList.of(batch.stream().map(ImportRow::number).toList());
            try (var delete = connection.prepareStatement(FORGET_SOME + numbers.marks())) {
                var parameters = new Parameters(delete).add(id);
                for (var number : numbers.values()) {
                    parameters.add(number.intValue());
                }
                delete.executeUpdate();
            }
        }
        put(connection, id, rows, traces);
    }

    /** The imports that have some. */
    List<String> imports(Connection connection) throws SQLException {
        var sql = "SELECT import_id FROM import_traces WHERE trace IN " + digests.marks()
                + " UNION SELECT import_id FROM import_results WHERE stream_id = ?";
        try (var select = connection.prepareStatement(sql)) {
            bind(new Parameters(select)).add(streamId);
            var ids = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        }
    }

    private Parameters bind(Parameters parameters) throws SQLException {
        for (var digest : digests.values()) {
            parameters.add(digest);
        }
        return parameters;
    }

    /** Empties those of an import. Its revision counts up first: who has read the rows before cannot put them back. */
    void empty(Connection connection, String id) throws SQLException {
        update(connection, REVISE, id);
        for (var row : rows(connection, id)) {
            try (var update = connection.prepareStatement(EMPTY_ROW)) {
                new Parameters(update).add(RowText.of(row.erased())).add(id).add(row.number());
                update.executeUpdate();
            }
            update(connection, EMPTY_DETAIL, id, row.number());
            update(connection, FORGET, id, row.number());
        }
        if (hasHeadings(connection, id)) {
            emptyHeadings(connection, id);
            update(connection, FORGET, id, HEADINGS);
        }
    }

    private static void update(Connection connection, String template, String id) throws SQLException {
        try (var update = connection.prepareStatement(template)) {
            new Parameters(update).add(id);
            update.executeUpdate();
        }
    }

    private static void update(Connection connection, String template, String id, int number) throws SQLException {
        try (var update = connection.prepareStatement(template)) {
            new Parameters(update).add(id).add(number);
            update.executeUpdate();
        }
    }

    /** What is about another stream by its id, or has come to another one, is none of them. */
    private List<ImportRow> rows(Connection connection, String id) throws SQLException {
        var sql = "SELECT h.number, r.state, r.skip, r.content, a.stream_id FROM"
                + " (SELECT number FROM import_traces WHERE import_id = ? AND trace IN " + digests.marks()
                + " UNION SELECT number FROM import_results WHERE import_id = ? AND stream_id = ?) h"
                + " JOIN import_rows r ON r.import_id = ? AND r.number = h.number"
                + " LEFT JOIN import_results a ON a.import_id = ? AND a.phase = 'apply' AND a.number = h.number";
        try (var select = connection.prepareStatement(sql)) {
            bind(new Parameters(select).add(id)).add(id).add(streamId).add(id).add(id);
            var found = new ArrayList<ImportRow>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var row = EndedRowQueries.row(rows);
                    var cameTo = Optional.ofNullable(rows.getString(5))
                            .filter(stream -> !stream.isEmpty())
                            .orElseGet(() -> row.plan().streamId());
                    if (cameTo.isEmpty() || cameTo.equals(streamId)) {
                        found.add(row);
                    }
                }
            }
            return found;
        }
    }

    private boolean hasHeadings(Connection connection, String id) throws SQLException {
        var sql = "SELECT 1 FROM import_traces WHERE import_id = ? AND number = " + HEADINGS + " AND trace IN "
                + digests.marks() + " LIMIT 1";
        try (var select = connection.prepareStatement(sql)) {
            bind(new Parameters(select).add(id));
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void emptyHeadings(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(COLUMNS)) {
            new Parameters(select).add(id);
            try (var row = select.executeQuery()) {
                if (row.next()) {
                    var columns = RowText.columns(row.getString(1)).stream()
                            .map(column -> new ImportColumn(column.index(), "", column.field()))
                            .toList();
                    try (var update = connection.prepareStatement(PUT_COLUMNS)) {
                        new Parameters(update).add(RowText.of(columns)).add(id);
                        update.executeUpdate();
                    }
                }
            }
        }
    }
}
