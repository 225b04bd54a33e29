package io.ledger.core.decide;

import io.ledger.core.StreamId;

/** A recorded history breaks the rules of its category, so its state cannot be told. */
public final class CorruptStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final int version;
    private final String reason;

    /** @param version the version of the first event that does not fit, from 1 */
    public CorruptStreamException(StreamId stream, int version, String reason) {
        super("The history of %s is corrupt at version %d: %s".formatted(stream.label(), version, reason));
        this.stream = stream;
        this.version = version;
        this.reason = reason;
    }

    public StreamId stream() {
        return stream;
    }

    public int version() {
        return version;
    }

    /** What does not fit, without saying where. */
    public String reason() {
        return reason;
    }
}
