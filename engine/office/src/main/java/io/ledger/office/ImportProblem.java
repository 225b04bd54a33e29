package io.ledger.office;

import io.ledger.http.answer.ProblemType;

/** The kinds of problems that the routes of imports answer with. */
public enum ImportProblem implements ProblemType {
    /** The file is no table that can be read. */
    TABLE_UNREADABLE("table-unreadable", 400, "The file cannot be read as a table"),
    /** There is no such import, or it is forgotten. */
    IMPORT_NOT_FOUND("import-not-found", 404, "There is no such import"),
    /** The import has no such row. */
    ROW_NOT_FOUND("row-not-found", 404, "The import has no such row"),
    /** Somebody has begun to apply the import, which ends its planning. */
    IMPORT_APPLIED("import-applied", 409, "The import is applied already"),
    /** There is nothing to take back, or to show, before the import was applied. */
    IMPORT_NOT_APPLIED("import-not-applied", 409, "The import is not applied yet"),
    /** Others change the plan of the same import. */
    IMPORT_BUSY("import-busy", 409, "Others change this import");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    ImportProblem(String key, int status, String title) {
        kind = new ProblemKind(key, status, title);
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }
}
