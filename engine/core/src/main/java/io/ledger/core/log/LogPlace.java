package io.ledger.core.log;

/**
 * A place of the log with the event that stands there.
 *
 * <p>A position alone does not tell one log from another: one that lost its end gives its positions a second time. The id
 * of the event does.
 *
 * @param eventId as stored; empty at the start of the log, and where no event stands
 */
public record LogPlace(GlobalPosition position, String eventId) {

    /** Before the first event. */
    public static final LogPlace START = new LogPlace(GlobalPosition.START, "");
}
