package io.circleledger.domain.eventstore;

/**
 * Who caused an event, and in which chain of causes.
 *
 * @param actor who asked for the change
 * @param correlationId shared by everything that one request set in motion
 * @param causationId the message the event follows from directly
 */
public record EventMetadata(String actor, String correlationId, String causationId) {

    /** Nothing is known of it. */
    public static final EventMetadata NONE = new EventMetadata("", "", "");
}
