package io.ledger.core.log;

/** The highest position of the log that a part of this server has seen; it is lowered when the log loses its end. */
public interface HighWaterMark {

    GlobalPosition position();

    /**
     * Lowers the mark to the end of the log, unless it was lowered meanwhile.
     *
     * @param from the mark before the end of the log was read
     * @param head the end of the log, before {@code from}
     */
    void lower(GlobalPosition from, GlobalPosition head);
}
