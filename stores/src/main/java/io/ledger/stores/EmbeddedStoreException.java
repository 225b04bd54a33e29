package io.ledger.stores;

/** Says why the embedded stores cannot be used and, in its message, what to do next. */
public final class EmbeddedStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedStoreException(String message) {
        super(message);
    }

    EmbeddedStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Restores the interrupt that cut a wait short. */
    static EmbeddedStoreException interrupted(String activity, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EmbeddedStoreException("Interrupted while " + activity + "; start again.", cause);
    }
}
