package io.ledger.tables;

/** Ends the reading of a file that cannot be read; {@link TableReader} makes a {@link TableReading.Refused} of it. */
final class RefusedTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedTableException(Refusal refusal, String detail) {
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    RefusedTableException(Refusal refusal, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.refusal = refusal;
    }

    TableReading.Refused reading() {
        return new TableReading.Refused(refusal, String.valueOf(getMessage()));
    }
}
