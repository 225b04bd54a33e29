package io.ledger.core.stream;

/** The version a stream must have for an append to succeed; 0 when it must not exist yet. */
public record ExpectedVersion(int value) {

    public static final ExpectedVersion NO_STREAM = new ExpectedVersion(0);

    /** @throws IllegalArgumentException when {@code value} is negative */
    public ExpectedVersion {
        if (value < 0) {
            throw new IllegalArgumentException("An expected version is not negative");
        }
    }
}
