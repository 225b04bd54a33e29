package io.ledger.tables;

/** Ends the reading of a file that cannot be read; {@link TableReader} makes a {@link TableReading.UnreadableTable} of it. */
final class RefusedTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TableFault fault;

    RefusedTableException(TableFault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
    }

    RefusedTableException(TableFault fault, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.fault = fault;
    }

    TableReading reading() {
        return new TableReading.UnreadableTable(fault, String.valueOf(getMessage()));
    }
}
