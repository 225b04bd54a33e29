package io.ledger.core.read;

/** A list was asked for as it was, and to find that out would take more than a server gives to one request. */
public final class PastTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PastTooLargeException(String message) {
        super(message, null, false, false);
    }

    static PastTooLargeException events(long found, long limit) {
        return new PastTooLargeException(
                "There are %d events up to that time, and a list as it was is made of at most %d"
                        .formatted(found, limit));
    }

    static PastTooLargeException documents(int limit) {
        return new PastTooLargeException("The list had more than %d entries at that time".formatted(limit));
    }
}
