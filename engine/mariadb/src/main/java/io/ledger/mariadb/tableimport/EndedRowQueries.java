package io.ledger.mariadb.tableimport;

import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImportStore.EndedRow;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows of imports with what became of them. */
final class EndedRowQueries {

    private static final String ENDED = "SELECT r.number, r.state, r.skip, r.content, a.result, a.stream_id, a.version,"
            + " a.detail, u.result, u.stream_id, u.version, u.detail FROM import_rows r"
            + " %s import_results a ON a.import_id = r.import_id AND a.phase = 'apply' AND a.number = r.number"
            + " LEFT JOIN import_results u ON u.import_id = r.import_id AND u.phase = 'undo' AND u.number = r.number"
            + " WHERE r.import_id = ? AND r.number %s LIMIT ?";

    private static final String ROWS_WITH_ENDS = ENDED.formatted("LEFT JOIN", "> ? ORDER BY r.number");

    private static final String ROWS_WITH_WANTED_ENDS = ENDED.formatted(
            "LEFT JOIN",
            "> ? AND (? = '' OR FIND_IN_SET(COALESCE(a.result, '" + WantedResults.PENDING + "'), ?) > 0)"
                    + " AND (? = '' OR FIND_IN_SET(u.result, ?) > 0) ORDER BY r.number");

    private static final String ROWS_APPLIED = ENDED.formatted("JOIN", "< ? ORDER BY r.number DESC");

    private final Database database;

    EndedRowQueries(Database database) {
        this.database = database;
    }

    static RowState state(String label) {
        return RowState.parse(label).orElseThrow(() -> new IllegalStateException("A row has the state " + label));
    }

    static ImportRow row(ResultSet row) throws SQLException {
        var skip = row.getBoolean(3);
        var isSaid = !row.wasNull();
        return RowText.row(
                row.getInt(1),
                state(row.getString(2)),
                isSaid ? Optional.of(skip) : Optional.empty(),
                row.getString(4));
    }

    /** The rows of which somebody wants to see what became of them. */
    List<EndedRow> wanted(String id, WantedResults wanted, int after, int limit) {
        if (wanted.equals(WantedResults.ALL)) {
            return ended(ROWS_WITH_ENDS, id, after, limit);
        }
        return database.ask(ROWS_WITH_WANTED_ENDS, select -> {
            var applied = String.join(",", wanted.applied());
            var undone = String.join(",", wanted.undone());
            new Parameters(select)
                    .add(id)
                    .add(after)
                    .add(applied)
                    .add(applied)
                    .add(undone)
                    .add(undone)
                    .add(limit);
            return ended(select);
        });
    }

    /** Rows that were applied, from the last to the first. */
    List<EndedRow> applied(String id, int before, int limit) {
        return ended(ROWS_APPLIED, id, before, limit);
    }

    private List<EndedRow> ended(String template, String id, int place, int limit) {
        return database.ask(template, select -> {
            new Parameters(select).add(id).add(place).add(limit);
            return ended(select);
        });
    }

    private static List<EndedRow> ended(PreparedStatement select) throws SQLException {
        var read = new ArrayList<EndedRow>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                read.add(new EndedRow(row(rows), result(rows, 5), result(rows, 9)));
            }
        }
        return read;
    }

    private static Optional<RowResult> result(ResultSet row, int first) throws SQLException {
        var end = row.getString(first);
        return end == null
                ? Optional.empty()
                : Optional.of(new RowResult(
                        end(end), row.getString(first + 1), row.getInt(first + 2), row.getString(first + 3)));
    }

    static RowEnd end(String label) {
        return RowEnd.parse(label).orElseThrow(() -> new IllegalStateException("A row has come to " + label));
    }
}
