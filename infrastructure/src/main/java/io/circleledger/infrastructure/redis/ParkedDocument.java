package io.circleledger.infrastructure.redis;

import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A parked circle as {@code circles:parked} holds it under the circle's id. */
final class ParkedDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String KEY = "circles:parked";

    private ParkedDocument() {}

    static String encode(ParkedStream circle) {
        var node = JSON.createObjectNode()
                .put("circle_id", circle.streamId())
                .put("version", circle.version())
                .put("position", circle.position().value())
                .put("reason", circle.reason())
                .put("since", circle.since().toString());
        return JSON.writeValueAsString(node);
    }

    /** The parked circle, or empty when the document is none that this code wrote. */
    static Optional<ParkedStream> decode(String document) {
        try {
            var node = JSON.readTree(document);
            return Optional.of(new ParkedStream(
                    node.path("circle_id").asString(""),
                    node.path("version").asInt(0),
                    new GlobalPosition(node.path("position").asLong(0)),
                    node.path("reason").asString(""),
                    Instant.parse(node.path("since").asString(""))));
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
