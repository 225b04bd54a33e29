package io.ledger.mariadb.tableimport;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports in the tables {@code imports}, {@code import_rows} and {@code import_results}.
 *
 * <p>A change of an import counts its revision up from the one that was read, in the transaction of its rows. So of two
 * changes at once the second one finds another import.
 */
public final class MariaDbTableImports implements TableImportStore {

    /** Rows of one statement. */
    private static final int BATCH = 500;

    private static final int DETAIL_CHARACTERS = 1_000;

    private static final String ADD = "INSERT INTO imports (id, kind, revision, columns, owner, reason, left_out,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SELECT = "SELECT id, kind, revision, columns, owner, reason, left_out, apply_job,"
            + " undo_job, created_at FROM imports";

    private static final String FIND = SELECT + " WHERE id = ?";
    private static final String NEWEST = SELECT + " ORDER BY created_at DESC, id DESC LIMIT ?";

    private static final String PUT_ROWS = "INSERT INTO import_rows (import_id, number, state, skip, content) VALUES ";

    private static final String OVER_OTHERS =
            " ON DUPLICATE KEY UPDATE state = VALUES(state), skip = VALUES(skip), content = VALUES(content)";

    private static final String COUNTS = "SELECT state, COUNT(*), SUM(COALESCE(skip, FALSE)) FROM import_rows"
            + " WHERE import_id = ? GROUP BY state";

    private static final String ROWS = "SELECT r.number, r.state, r.skip, r.content FROM import_rows r"
            + " WHERE r.import_id = ? AND r.number > ?%s ORDER BY r.number LIMIT ?";

    private static final String ALL_ROWS = ROWS.formatted("");
    private static final String ROWS_OF_STATE = ROWS.formatted(" AND r.state = ?");

    private static final String REVISE = "UPDATE imports SET revision = revision + 1, columns = ?"
            + " WHERE id = ? AND revision = ? AND apply_job IS NULL";

    private static final String NAME_JOB =
            "UPDATE imports SET revision = revision + 1, %s = ? WHERE id = ? AND revision = ?";

    private static final String NAME_APPLY_JOB = NAME_JOB.formatted("apply_job");
    private static final String NAME_UNDO_JOB = NAME_JOB.formatted("undo_job");

    private static final String END =
            "INSERT IGNORE INTO import_results (import_id, phase, number, result, stream_id, version, detail) VALUES ";

    private static final String ENDS =
            "SELECT result, COUNT(*) FROM import_results WHERE import_id = ? AND phase = ? GROUP BY result";

    private static final String OLD =
            "SELECT id FROM imports WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY created_at LIMIT ?";

    private static final List<String> FORGET = List.of(
            "DELETE FROM import_traces WHERE import_id = ?",
            "DELETE FROM import_results WHERE import_id = ?",
            "DELETE FROM import_rows WHERE import_id = ?",
            "DELETE FROM imports WHERE id = ?");

    private final Database database;
    private final EndedRowQueries ended;

    public MariaDbTableImports(Database database) {
        this.database = database;
        this.ended = new EndedRowQueries(database);
    }

    @Override
    public void add(TableImport added, List<ImportRow> rows, RowTraces traces) {
        change(connection -> {
            try (var insert = connection.prepareStatement(ADD)) {
                new Parameters(insert)
                        .add(added.id())
                        .add(added.kind())
                        .add(added.revision())
                        .add(RowText.of(added.columns()))
                        .add(added.owner())
                        .add(added.reason())
                        .add(RowText.ofLines(added.leftOut()))
                        .add(added.createdAt());
                insert.executeUpdate();
            }
            put(connection, added.id(), rows);
            TracedRows.put(connection, added.id(), added.columns(), rows, traces);
            return true;
        });
    }

    /** Does all of it, or nothing when it comes to false. */
    private boolean change(Database.Question<Boolean> change) {
        return database.ask(connection -> {
            connection.setAutoCommit(false);
            try {
                var isChanged = change.ask(connection);
                if (isChanged) {
                    connection.commit();
                }
                return isChanged;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private static void put(Connection connection, String id, List<ImportRow> rows) throws SQLException {
        for (var from = 0; from < rows.size(); from += BATCH) {
            var batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
            var sql = PUT_ROWS + places("(?, ?, ?, ?, ?)", batch.size()) + OVER_OTHERS;
            try (var insert = connection.prepareStatement(sql)) {
                var parameters = new Parameters(insert);
                for (var row : batch) {
                    parameters
                            .add(id)
                            .add(row.number())
                            .add(row.plan().state().label())
                            .add(row.skip().map(skip -> skip ? "1" : "0").orElse(null))
                            .add(RowText.of(row));
                }
                insert.executeUpdate();
            }
        }
    }

    private static String places(String one, int count) {
        return String.join(", ", Collections.nCopies(count, one));
    }

    @Override
    public Optional<TableImport> find(String id) {
        return database.ask(FIND, select -> {
            new Parameters(select).add(id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        });
    }

    @Override
    public List<TableImport> newest(int limit) {
        return database.ask(NEWEST, select -> {
            new Parameters(select).add(limit);
            var read = new ArrayList<TableImport>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    read.add(read(rows));
                }
            }
            return read;
        });
    }

    private static TableImport read(ResultSet row) throws SQLException {
        return new TableImport(
                row.getString("id"),
                row.getString("kind"),
                row.getInt("revision"),
                RowText.columns(row.getString("columns")),
                row.getString("owner"),
                row.getString("reason"),
                RowText.lines(row.getString("left_out")),
                Optional.ofNullable(row.getString("apply_job")),
                Optional.ofNullable(row.getString("undo_job")),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    @Override
    public RowCounts counts(String id) {
        return database.ask(COUNTS, select -> {
            new Parameters(select).add(id);
            var states = new EnumMap<RowState, Integer>(RowState.class);
            var left = new EnumMap<RowState, Integer>(RowState.class);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    states.put(EndedRowQueries.state(rows.getString(1)), rows.getInt(2));
                    left.put(EndedRowQueries.state(rows.getString(1)), rows.getInt(3));
                }
            }
            return new RowCounts(states, left);
        });
    }

    @Override
    public List<ImportRow> rows(String id, Optional<RowState> state, int after, int limit) {
        return database.ask(state.isPresent() ? ROWS_OF_STATE : ALL_ROWS, select -> {
            var parameters = new Parameters(select).add(id).add(after);
            state.ifPresent(wanted -> add(parameters, wanted.label()));
            parameters.add(limit);
            var read = new ArrayList<ImportRow>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    read.add(EndedRowQueries.row(rows));
                }
            }
            return read;
        });
    }

    private static void add(Parameters parameters, String value) {
        try {
            parameters.add(value);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public List<EndedRow> ended(String id, WantedResults wanted, int after, int limit) {
        return ended.wanted(id, wanted, after, limit);
    }

    @Override
    public List<EndedRow> applied(String id, int before, int limit) {
        return ended.applied(id, before, limit);
    }

    @Override
    public boolean replan(TableImport changed, List<ImportRow> rows, RowTraces traces) {
        return change(connection -> {
            try (var update = connection.prepareStatement(REVISE)) {
                new Parameters(update)
                        .add(RowText.of(changed.columns()))
                        .add(changed.id())
                        .add(changed.revision());
                if (update.executeUpdate() != 1) {
                    return false;
                }
            }
            put(connection, changed.id(), rows);
            TracedRows.replace(connection, changed.id(), rows, traces);
            return true;
        });
    }

    @Override
    public void erase(String streamId, Set<String> traces) {
        var traced = new TracedRows(streamId, traces);
        for (var id : database.ask(traced::imports)) {
            change(connection -> {
                traced.empty(connection, id);
                return true;
            });
        }
    }

    @Override
    public boolean nameJob(TableImport seen, ImportPhase phase, Optional<String> job) {
        var template = switch (phase) {
            case APPLY -> NAME_APPLY_JOB;
            case UNDO -> NAME_UNDO_JOB;
        };
        return database.ask(template, update -> {
            new Parameters(update).add(job.orElse(null)).add(seen.id()).add(seen.revision());
            return update.executeUpdate() == 1;
        });
    }

    @Override
    public void end(String id, ImportPhase phase, Map<Integer, RowResult> results) {
        var entries = List.copyOf(results.entrySet());
        database.ask(connection -> {
            for (var from = 0; from < entries.size(); from += BATCH) {
                var batch = entries.subList(from, Math.min(from + BATCH, entries.size()));
                try (var insert = connection.prepareStatement(END + places("(?, ?, ?, ?, ?, ?, ?)", batch.size()))) {
                    var parameters = new Parameters(insert);
                    for (var entry : batch) {
                        var result = entry.getValue();
                        parameters
                                .add(id)
                                .add(phase.label())
                                .add(entry.getKey())
                                .add(result.end().label())
                                .add(result.streamId())
                                .add(result.version())
                                .add(limited(result.detail()));
                    }
                    insert.executeUpdate();
                }
            }
            return entries.size();
        });
    }

    private static String limited(String detail) {
        return detail.length() <= DETAIL_CHARACTERS ? detail : detail.substring(0, DETAIL_CHARACTERS - 1) + "…";
    }

    @Override
    public Map<RowEnd, Integer> ends(String id, ImportPhase phase) {
        return database.ask(ENDS, select -> {
            new Parameters(select).add(id).add(phase.label());
            var ends = new EnumMap<RowEnd, Integer>(RowEnd.class);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ends.put(EndedRowQueries.end(rows.getString(1)), rows.getInt(2));
                }
            }
            return ends;
        });
    }

    @Override
    public int forget(Duration age, int limit) {
        var old = database.ask(OLD, select -> {
            new Parameters(select).add(age.toSeconds()).add(limit);
            var ids = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
        for (var id : old) {
            for (var template : FORGET) {
                database.ask(template, delete -> {
                    new Parameters(delete).add(id);
                    return delete.executeUpdate();
                });
            }
        }
        return old.size();
    }
}
