package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.command.Request;
import io.ledger.core.tableimport.RowTraces;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the rows of an import are about: which fields they have, what they are compared with, and what is done for one.
 *
 * <p>A row means the thing whose id it has, or else the one thing with the same key.
 */
public interface ImportKind {

    /** The name in the API. */
    String name();

    /** The noun for one of the things, as it stands in a sentence. */
    String noun();

    /** The field with a thing's id. */
    ImportField idField();

    /** What ids look like, which tells a column of them from the numbers that people give their rows. */
    Pattern idShape();

    /**
     * The field with the version that a thing had when the file was written, if files have one. Of a row with an id it has
     * to be the version that the thing has now.
     */
    default Optional<ImportField> versionField() {
        return Optional.empty();
    }

    /** All fields that a column can be for. */
    default List<ImportField> columnFields() {
        return Stream.of(Stream.of(idField()), fields().stream(), versionField().stream())
                .flatMap(Function.identity())
                .toList();
    }

    /** The other fields. A row without one leaves it as it is. */
    List<ImportField> fields();

    /** By what a row with these values is matched if it has no id; empty when they do not say. */
    Optional<RowKey> key(Map<String, String> values);

    /** The texts of all keys by which rows may mean a thing with these values. */
    default List<String> keys(Map<String, String> values) {
        return key(values).map(RowKey::text).stream().toList();
    }

    /** What befell things that are no more, as it ends a sentence. */
    default String ending() {
        return "has ended";
    }

    /** Whether rows tell of people: who reads them is noted, and what they hold of somebody who is erased is emptied. */
    default boolean isPersonal() {
        return false;
    }

    /** By what rows are found when somebody is erased whom they may be about. */
    default RowTraces traces() {
        return RowTraces.NONE;
    }

    /**
     * The usual form of what somebody has written in a field.
     *
     * @return or a sentence that says what is wrong with it and what to write
     */
    Parsed<String> normal(String field, String text);

    /** The reason that is said of every event of an import; or a sentence that says what is wrong with it. */
    Parsed<String> reason(String text);

    /**
     * Goes through all things that there are, once, in any order; everything that was recorded before this is asked is in
     * it.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     * @throws io.ledger.core.read.ReadModelBehindException when the read model does not get there in time
     */
    void each(Consumer<KnownRecord> known);

    /**
     * Which of some ids once were those of things that have ended.
     *
     * @param ids of any shape
     */
    Set<String> ended(Collection<String> ids);

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
}
