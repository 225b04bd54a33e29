package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;

/** A read was asked to include a position that the log does not have. */
public final class PositionUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient GlobalPosition head;

    public PositionUnknownException(GlobalPosition wanted, GlobalPosition head) {
        super("The log ends at position %s, before %s".formatted(head, wanted), null, false, false);
        this.head = head;
    }

    /** The position of the last event. */
    public GlobalPosition head() {
        return head;
    }
}
