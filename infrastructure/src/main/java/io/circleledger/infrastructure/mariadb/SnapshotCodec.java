package io.circleledger.infrastructure.mariadb;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the state of a circle as a snapshot and reads it back.
 *
 * <p>A snapshot is a shortcut and never the truth: one that is not exactly what this code writes is
 * no snapshot, and the events are replayed instead. So is one whose checksum is missing or wrong. The checksum is taken
 * over the circle, the version, the event that the snapshot was taken at and the state. It is taken of the state as this
 * code writes it, not of the stored text: MySQL stores JSON in an order of its own.
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
                .put("circle_id", circle.id().id())
                .put("version", circle.version())
                .put("name", circle.name().value())
                .put("capacity", circle.capacity().value())
                .put("dissolved", circle.dissolved());
    }

    /**
     * The checksum of a snapshot, 64 hexadecimal digits.
     *
     * @param eventId the event that it was taken at
     */
    static String checksum(Circle circle, String eventId) {
        return checksum(circle, eventId, encode(circle));
    }

    /** @param state what {@link #encode} gives for the circle */
    static String checksum(Circle circle, String eventId, String state) {
        var text = "circle snapshot\n%s\n%d\n%s\n%s".formatted(circle.id().id(), circle.version(), eventId, state);
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The state, or empty when {@code json} is no snapshot of this circle at this version, whatever its checksum. */
    static Optional<Circle> decode(StreamId id, int version, String json) {
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

    /**
     * The state that a snapshot may be believed to hold, or empty when the events must be replayed.
     *
     * @param eventId the event that the log has at this version
     * @param snapshotId the event that the snapshot says it was taken at
     */
    static Optional<Circle> believed(
            StreamId id, int version, String eventId, String snapshotId, String json, @Nullable String checksum) {
        return checksum == null || !snapshotId.equals(eventId)
                ? Optional.empty()
                : decode(id, version, json)
                        .filter(circle -> checksum(circle, eventId).equals(checksum));
    }
}
