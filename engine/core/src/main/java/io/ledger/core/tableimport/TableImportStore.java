package io.ledger.core.tableimport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The imports of a ledger, with their rows and what became of them.
 *
 * <p>All of it throws {@link io.ledger.core.StoreUnavailableException} when the store does not answer.
 */
public interface TableImportStore {

    /** How many rows one page may have. */
    int MAX_PAGE = 2_000;

    /** A row and what became of it. */
    record EndedRow(ImportRow row, Optional<RowResult> applied, Optional<RowResult> undone) {}

    /**
     * How many rows there are.
     *
     * @param states of each state; those that are left out count too
     * @param left of each state, those that somebody wants left out
     */
    record RowCounts(Map<RowState, Integer> states, Map<RowState, Integer> left) {

        public RowCounts {
            states = Map.copyOf(states);
            left = Map.copyOf(left);
        }

        /** Those of a state that nobody wants left out. */
        public int taken(RowState state) {
            return states.getOrDefault(state, 0) - left.getOrDefault(state, 0);
        }

        /** All that somebody wants left out. */
        public int skipped() {
            return left.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** All rows. */
        public int total() {
            return states.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Keeps a new import with its rows, all or nothing. */
    void add(TableImport added, List<ImportRow> rows, RowTraces traces);

    /** An import, as long as it is kept. */
    Optional<TableImport> find(String id);

    /** The newest imports, the newest first. */
    List<TableImport> newest(int limit);

    RowCounts counts(String id);

    /**
     * Rows in their order.
     *
     * @param after the number of the row before, 0 for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     */
    List<ImportRow> rows(String id, Optional<RowState> state, int after, int limit);

    /** The rows with what became of them. */
    default List<EndedRow> ended(String id, int after, int limit) {
        return ended(id, WantedResults.ALL, after, limit);
    }

    /** Those rows of which somebody wants to see what became of them. */
    List<EndedRow> ended(String id, WantedResults wanted, int after, int limit);

    /** Rows that were applied, from the last to the first; {@link Integer#MAX_VALUE} for the first page. */
    List<EndedRow> applied(String id, int before, int limit);

    /**
     * Changes the plan of an import that nobody has begun to apply.
     *
     * @param changed as it was read, with its other columns
     * @param rows those that are other ones now
     * @return false when the import is another one by now; nothing was changed
     */
    boolean replan(TableImport changed, List<ImportRow> rows, RowTraces traces);

    /**
     * Empties what rows hold of somebody. How many rows there are, their states and what became of them stay. Rows that are
     * about somebody else by id, or have come to somebody else, stay as they are.
     *
     * @param streamId whom rows are about or have come to
     * @param traces of whom rows may be about
     */
    void erase(String streamId, Set<String> traces);

    /**
     * Names the job of a phase.
     *
     * @param seen the import as it was read
     * @param job empty to take the name back
     * @return false when the import is another one by now; nothing was changed
     */
    boolean nameJob(TableImport seen, ImportPhase phase, Optional<String> job);

    /** Keeps what became of rows; of a row that has a result already that one counts. */
    void end(String id, ImportPhase phase, Map<Integer, RowResult> results);

    /** How many rows have come to each end. */
    Map<RowEnd, Integer> ends(String id, ImportPhase phase);

    /**
     * Forgets imports.
     *
     * @param age how old they have to be
     * @param limit how many at most
     * @return how many were
     */
    int forget(Duration age, int limit);
}
