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
 */
public record Upcaster(String eventType, int fromVersion, UnaryOperator<ObjectNode> rewrite) {}
