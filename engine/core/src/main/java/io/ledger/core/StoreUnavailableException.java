package io.ledger.core;

/** A store did not answer, or answered that it cannot serve now. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String store;
    private final Unavailability reason;

    /** What is wrong, as far as the caller has to act on it. */
    public enum Unavailability {
        /** There was no answer; nothing was changed. */
        NO_ANSWER,
        /** It takes no changes at present, as while another one takes its place; nothing was changed. */
        READ_ONLY,
        /** The change was sent and its answer never came, so it may have been recorded. */
        OUTCOME_UNKNOWN,
        /** More is waiting for the store than may wait; nothing was changed. */
        OVERLOADED,
        /** It answers, but what it holds is damaged, so that it takes no change; nothing was changed. */
        DAMAGED
    }

    private StoreUnavailableException(String store, Unavailability reason, String message) {
        super(message);
        this.store = store;
        this.reason = reason;
    }

    /** Nothing was changed. */
    public static StoreUnavailableException of(String store, Throwable cause) {
        var exception =
                new StoreUnavailableException(store, Unavailability.NO_ANSWER, "The " + store + " is not available");
        exception.initCause(cause);
        return exception;
    }

    /** It takes no changes at present; nothing was changed. */
    public static StoreUnavailableException readOnly(String store, Throwable cause) {
        var exception =
                new StoreUnavailableException(store, Unavailability.READ_ONLY, "The " + store + " is read-only");
        exception.initCause(cause);
        return exception;
    }

    /** The change was sent and its answer never came, so it may have been recorded. */
    public static StoreUnavailableException outcomeUnknown(String store, Throwable cause) {
        var exception = new StoreUnavailableException(
                store,
                Unavailability.OUTCOME_UNKNOWN,
                "The " + store + " did not confirm the change; it may have been recorded");
        exception.initCause(cause);
        return exception;
    }

    /** The change had to wait for too many others; nothing was changed. */
    public static StoreUnavailableException overloaded(String store) {
        return new StoreUnavailableException(
                store, Unavailability.OVERLOADED, "The " + store + " has more changes waiting than it can take");
    }

    /**
     * It takes no change until somebody repairs it; nothing was changed.
     *
     * @param repair what is wrong and what to do
     */
    public static StoreUnavailableException damaged(String store, String repair) {
        return new StoreUnavailableException(
                store, Unavailability.DAMAGED, "The " + store + " takes no change: " + repair);
    }

    /** The store's role, as a reader of the documentation knows it. */
    public String store() {
        return store;
    }

    public Unavailability reason() {
        return reason;
    }
}
