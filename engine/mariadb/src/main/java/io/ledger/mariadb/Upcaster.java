package io.ledger.mariadb;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites a stored event of one schema version as the next version would have written it.
 *
 * <p>Events are never changed where they are stored; an old one is brought up to date each time it
 * is read, one version at a time.
 *
 * @param fromVersion the schema version it takes; it gives the next one
 * @param keepsPayload whether it changes nothing
 */
public record Upcaster(String eventType, int fromVersion, UnaryOperator<ObjectNode> rewrite, boolean keepsPayload) {

    /** One that rewrites. */
    public Upcaster(String eventType, int fromVersion, UnaryOperator<ObjectNode> rewrite) {
        this(eventType, fromVersion, rewrite, false);
    }

    /** One for a next version that only has further fields, which may be absent: the payload is taken as it is. */
    public static Upcaster added(String eventType, int fromVersion) {
        return new Upcaster(eventType, fromVersion, UnaryOperator.identity(), true);
    }
}
