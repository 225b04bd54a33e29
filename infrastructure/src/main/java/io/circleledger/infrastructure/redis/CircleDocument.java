package io.circleledger.infrastructure.redis;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.readmodel.CircleView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/**
 * A circle as the document {@code circle:{id}} holds it.
 *
 * <p>The fields and their order are fixed: the script that applies changes finds the version at the
 * end.
 */
final class CircleDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private CircleDocument() {}

    static String key(CircleId id) {
        return key(id.value());
    }

    static String key(String id) {
        return "circle:" + id;
    }

    static String encode(CircleView view) {
        var text = new StringBuilder(96 + view.name().length());
        text.append("{\"id\":\"").append(view.id()).append("\",\"name\":\"");
        ESCAPES.quoteAsString(view.name(), text);
        return text.append("\",\"capacity\":")
                .append(view.capacity())
                .append(",\"version\":")
                .append(view.version())
                .append('}')
                .toString();
    }

    /** The view, or empty when there is no document or it is not exactly what this code writes. */
    static Optional<CircleView> decode(CircleId id, @Nullable String document) {
        if (document == null) {
            return Optional.empty();
        }
        try (var parser = JSON.createParser(document)) {
            var view = view(id, parser);
            return encode(view).equals(document) ? Optional.of(view) : Optional.empty();
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Takes what it finds; whether anything is missing or left over shows when it is written again. */
    private static CircleView view(CircleId id, JsonParser parser) {
        var name = "";
        var capacity = 0;
        var version = 0;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case VALUE_STRING -> name = parser.getString();
                case VALUE_NUMBER_INT -> {
                    capacity = version;
                    version = parser.getValueAsInt();
                }
                default -> {}
            }
        }
        return new CircleView(id.value(), name, capacity, version);
    }
}
