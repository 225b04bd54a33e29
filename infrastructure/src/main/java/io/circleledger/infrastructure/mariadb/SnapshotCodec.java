package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CircleName;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the state of a circle as a snapshot and reads it back.
 *
 * <p>A snapshot is a shortcut and never the truth: one that is not exactly what this code writes is
 * no snapshot, and the events are replayed instead.
 */
final class SnapshotCodec {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Raised whenever the state of a circle gains, loses or reinterprets a field. */
    private static final int SCHEMA_VERSION = 1;

    private SnapshotCodec() {}

    static String encode(Circle circle) {
        return JSON.writeValueAsString(node(circle));
    }

    private static JsonNode node(Circle circle) {
        return JSON.createObjectNode()
                .put("schema_version", SCHEMA_VERSION)
                .put("circle_id", circle.id().value())
                .put("version", circle.version())
                .put("name", circle.name().value())
                .put("capacity", circle.capacity().value())
                .put("dissolved", circle.dissolved());
    }

    /** The state, or empty when {@code json} is no snapshot of this circle at this version. */
    static Optional<Circle> decode(CircleId id, int version, String json) {
        try {
            var node = JSON.readTree(json);
            var circle = new Circle(
                    id,
                    new CircleName(node.path("name").asString("")),
                    new Capacity(node.path("capacity").asInt(0)),
                    node.path("dissolved").asBoolean(false),
                    version);
            return node(circle).equals(node) ? Optional.of(circle) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
