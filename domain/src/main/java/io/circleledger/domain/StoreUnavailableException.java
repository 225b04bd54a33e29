package io.circleledger.domain;

/** A store did not answer, or answered that it cannot serve now. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String store;
    private final boolean outcomeUnknown;

    private StoreUnavailableException(String store, String message, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.store = store;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Nothing was changed. */
    public static StoreUnavailableException of(String store, Throwable cause) {
        return new StoreUnavailableException(store, "The " + store + " is not available", false, cause);
    }

    /** The change was sent and its answer never came, so it may have been recorded. */
    public static StoreUnavailableException outcomeUnknown(String store, Throwable cause) {
        return new StoreUnavailableException(
                store, "The " + store + " did not confirm the change; it may have been recorded", true, cause);
    }

    /** The store's role, as a reader of the documentation knows it. */
    public String store() {
        return store;
    }

    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
