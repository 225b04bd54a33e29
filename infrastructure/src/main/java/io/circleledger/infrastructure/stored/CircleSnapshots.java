package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How states of circles are stored in snapshots. */
public final class CircleSnapshots implements StateCodec<Circle> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Raised whenever the state of a circle gains, loses or reinterprets a field. */
    private static final int SCHEMA_VERSION = 1;

    @Override
    public String encode(StreamId stream, int version, Circle circle) {
        return JSON.writeValueAsString(node(stream, version, circle));
    }

    private static JsonNode node(StreamId stream, int version, Circle circle) {
        var node = JSON.createObjectNode()
                .put("schema_version", SCHEMA_VERSION)
                .put("circle_id", stream.id())
                .put("version", version);
        JsonFields.put(node, circle.details());
        return node.put("dissolved", circle.dissolved());
    }

    @Override
    public Optional<Circle> decode(StreamId stream, int version, String json) {
        try {
            var node = JSON.readTree(json);
            var details = CircleDetails.from(new JsonFields(node));
            var circle = new Circle(details, node.path("dissolved").asBoolean(false));
            return node(stream, version, circle).equals(node) ? Optional.of(circle) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public String describe(Circle circle) {
        return circle.details().describe(text -> "\"" + text + "\"") + (circle.dissolved() ? ", dissolved" : "");
    }
}
