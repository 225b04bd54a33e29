package io.ledger.core.decide;

/**
 * An event as it is stored.
 *
 * @param eventType an explicit stable name, never that of a class
 * @param schemaVersion the version of the payload's shape, from 1
 * @param payload JSON
 */
public record EncodedEvent(String eventType, int schemaVersion, String payload) {}
