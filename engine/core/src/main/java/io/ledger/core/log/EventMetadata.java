package io.ledger.core.log;

/**
 * Who caused an event and why, and in which chain of causes.
 *
 * @param actor who asked for the change
 * @param correlationId shared by everything that one request set in motion
 * @param causationId the message the event follows from directly
 * @param reason what the actor said of it, empty when nothing
 */
public record EventMetadata(String actor, String correlationId, String causationId, String reason) {

    /** Nothing is known of it. */
    public static final EventMetadata NONE = new EventMetadata("", "", "");

    /** Without a reason. */
    public EventMetadata(String actor, String correlationId, String causationId) {
        this(actor, correlationId, causationId, "");
    }

    /** The same with a reason. */
    public EventMetadata because(String given) {
        return new EventMetadata(actor, correlationId, causationId, given);
    }
}
