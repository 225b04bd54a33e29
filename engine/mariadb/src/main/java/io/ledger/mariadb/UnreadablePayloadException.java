package io.ledger.mariadb;

/** A stored payload cannot be read, for a reason that a codec gives; it leaves the reading of one event and no more. */
public final class UnreadablePayloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public UnreadablePayloadException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Why, for whoever looks after the ledger. */
    public String reason() {
        return reason;
    }
}
