package io.circleledger.domain.circle;

/** A recorded history breaks the rules of a circle, so its state cannot be told. */
public final class CorruptStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String circleId;
    private final int version;
    private final String reason;

    /** @param version the version of the first event that does not fit, from 1 */
    public CorruptStreamException(CircleId circleId, int version, String reason) {
        super("The history of circle %s is corrupt at version %d: %s".formatted(circleId, version, reason));
        this.circleId = circleId.value();
        this.version = version;
        this.reason = reason;
    }

    public String circleId() {
        return circleId;
    }

    public int version() {
        return version;
    }

    /** What does not fit, without saying where. */
    public String reason() {
        return reason;
    }
}
