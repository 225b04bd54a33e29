package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.command.Request;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A kind whose rows are about one thing each: what they are compared with, and what is done for one.
 *
 * <p>A row means the thing whose id it has, or else the one thing with the same key.
 */
public interface RecordKind extends ImportKind {

    /** By what a row with these values is matched if it has no id; empty when they do not say. */
    Optional<RowKey> key(Map<String, String> values);

    /** The texts of all keys by which rows may mean a thing with these values. */
    default List<String> keys(Map<String, String> values) {
        return key(values).map(RowKey::text).stream().toList();
    }

    /** Whether no two things may have that key. */
    default boolean isUnique(RowKey key) {
        return false;
    }

    /** What befell things that are no more, as it ends a sentence. */
    default String ending() {
        return "has ended";
    }

    /**
     * The usual form of what somebody has written in a field.
     *
     * @return or a sentence that says what is wrong with it and what to write
     */
    Parsed<String> normal(String field, String text);

    /**
     * Goes through all things that there are, once, in any order; everything that was recorded before this is asked is in
     * it.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     * @throws io.ledger.core.read.ReadModelBehindException when the read model does not get there in time
     */
    void each(Consumer<KnownRecord> known);

    /**
     * Creates a thing.
     *
     * @param values of all fields, in their usual form
     */
    RowOutcome create(Map<String, String> values, Request request);

    /** Changes the fields of a thing, if it still has that version. */
    RowOutcome change(String id, int version, Map<String, String> values, Request request);

    /** Ends a thing, if it still has that version. */
    RowOutcome end(String id, int version, Request request);

    @Override
    default List<ImportRow> plan(List<ImportColumn> columns, List<ImportRow> rows) {
        return ImportPlanner.plan(this, columns, rows);
    }

    @Override
    default RowWork work(ImportRun run) {
        return RecordWork.begin(this, run);
    }
}
