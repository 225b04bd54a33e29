package io.ledger.core.decide;

/** An event stands where no history that keeps the rules has it. {@link Fold} says in which stream and at which version. */
public final class ImpossibleEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason what does not fit, without saying where */
    public ImpossibleEventException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
