package io.ledger.redis;

import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A parked stream as the key of parked ones holds it under the stream's id. */
final class ParkedDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ParkedDocument() {}

    /** @param category what its id is called after */
    static String encode(ParkedStream stream, String category) {
        var node = JSON.createObjectNode()
                .put(idName(category), stream.streamId())
                .put("version", stream.version())
                .put("position", stream.position().value())
                .put("reason", stream.reason())
                .put("since", stream.since().toString());
        return JSON.writeValueAsString(node);
    }

    private static String idName(String category) {
        return category + "_id";
    }

    /** The parked stream, or empty when the document is none that this code wrote. */
    static Optional<ParkedStream> decode(String document, String category) {
        try {
            var node = JSON.readTree(document);
            return Optional.of(new ParkedStream(
                    node.path(idName(category)).asString(""),
                    node.path("version").asInt(0),
                    new GlobalPosition(node.path("position").asLong(0)),
                    node.path("reason").asString(""),
                    Instant.parse(node.path("since").asString(""))));
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
