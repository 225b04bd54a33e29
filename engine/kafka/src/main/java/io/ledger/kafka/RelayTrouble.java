package io.ledger.kafka;

/** Ends a relay's session: somebody has to do something before it may go on. */
final class RelayTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do */
    RelayTrouble(String message) {
        super(message);
    }
}
