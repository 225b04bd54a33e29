package io.ledger.core.read;

import io.ledger.core.log.GlobalPosition;

/** A read was asked to include a position that could not be reached in the time a read may take. */
public final class ReadModelBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReadModelBehindException(GlobalPosition wanted, GlobalPosition reached) {
        super("The answer must include position %s and is complete to %s only".formatted(wanted, reached));
    }
}
