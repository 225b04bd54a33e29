package io.circleledger.infrastructure.redis;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.readmodel.CircleView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A circle as the document {@code circle:{id}} holds it.
 *
 * <p>The fields and their order are fixed: the script that applies changes finds the version at the
 * end.
 */
final class CircleDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CircleDocument() {}

    static String key(CircleId id) {
        return key(id.value());
    }

    static String key(String id) {
        return "circle:" + id;
    }

    static String encode(CircleView view) {
        var node = JSON.createObjectNode()
                .put("id", view.id())
                .put("name", view.name())
                .put("capacity", view.capacity())
                .put("version", view.version());
        return JSON.writeValueAsString(node);
    }

    /** The view, or empty when there is no document or it is not exactly what this code writes. */
    static Optional<CircleView> decode(CircleId id, @Nullable String document) {
        if (document == null) {
            return Optional.empty();
        }
        try {
            var node = JSON.readTree(document);
            var view = new CircleView(
                    id.value(),
                    node.path("name").asString(""),
                    node.path("capacity").asInt(0),
                    node.path("version").asInt(0));
            return encode(view).equals(document) ? Optional.of(view) : Optional.empty();
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }
}
