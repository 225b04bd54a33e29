package io.ledger.core.log;

/** The highest position of the log that somebody in this server knows of; it comes down when the log loses its end. */
public interface HighWaterMark {

    GlobalPosition position();

    /**
     * Comes down to the end of the log, unless somebody else has lowered it meanwhile.
     *
     * @param from what it was before the log was asked for its end
     * @param head the end of the log, before {@code from}
     */
    void lower(GlobalPosition from, GlobalPosition head);
}
