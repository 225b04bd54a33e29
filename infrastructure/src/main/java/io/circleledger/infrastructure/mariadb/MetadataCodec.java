package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.eventstore.EventMetadata;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the metadata of an event as it is stored and reads it back.
 *
 * <p>Reading is lenient: what cannot be read is empty, because no state depends on it.
 */
final class MetadataCodec {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String ACTOR = "actor";
    private static final String CORRELATION_ID = "correlation_id";
    private static final String CAUSATION_ID = "causation_id";

    private MetadataCodec() {}

    static String encode(EventMetadata metadata) {
        var node = JSON.createObjectNode()
                .put(ACTOR, metadata.actor())
                .put(CORRELATION_ID, metadata.correlationId())
                .put(CAUSATION_ID, metadata.causationId());
        return JSON.writeValueAsString(node);
    }

    static EventMetadata decode(String json) {
        if (json.isEmpty()) {
            return EventMetadata.NONE;
        }
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException broken) {
            node = JSON.missingNode();
        }
        return new EventMetadata(
                node.path(ACTOR).asString(""),
                node.path(CORRELATION_ID).asString(""),
                node.path(CAUSATION_ID).asString(""));
    }
}
