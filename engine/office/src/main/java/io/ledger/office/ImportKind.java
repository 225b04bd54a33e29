package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowTraces;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the rows of an import are about: which fields they have, what would be done with them, and who does it. Where each
 * row is about one thing with an id of its own, a kind is a {@link RecordKind}.
 */
public interface ImportKind {

    /** The name in the API. */
    String name();

    /** The noun for one of the things, as it stands in a sentence. */
    String noun();

    /** The field with the id of what a row is about. */
    ImportField idField();

    /** The field with the id of that in which it is so, where rows are about things in others. */
    default Optional<ImportField> withinField() {
        return Optional.empty();
    }

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

    /** Whether rows tell of people: who reads them is noted, and what they hold of somebody who is erased is emptied. */
    default boolean isPersonal() {
        return false;
    }

    /** By what rows are found when somebody is erased whom they may be about. */
    default RowTraces traces() {
        return RowTraces.NONE;
    }

    /** The reason that is said of every event of an import; or a sentence that says what is wrong with it. */
    Parsed<String> reason(String text);

    /**
     * Which of some ids once were those of things that have ended.
     *
     * @param ids of any shape
     */
    Set<String> ended(Collection<String> ids);

    /**
     * The rows with what would be done with them now.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     * @throws io.ledger.core.read.ReadModelBehindException when the read model does not get to the end of the log in time
     */
    List<ImportRow> plan(List<ImportColumn> columns, List<ImportRow> rows);

    /** Carries out the rows of an import, or takes them back. */
    RowWork work(ImportRun run);
}
