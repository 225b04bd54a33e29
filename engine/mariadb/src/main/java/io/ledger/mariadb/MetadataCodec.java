package io.ledger.mariadb;

import io.ledger.core.log.EventMetadata;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the metadata of an event as it is stored and reads it back.
 *
 * <p>Reading is lenient: what cannot be read is empty, because no state depends on it. Whoever shows metadata, or takes
 * it elsewhere, also asks what cannot be read: then the text is kept as it is stored.
 */
final class MetadataCodec {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String ACTOR = "actor";
    private static final String CORRELATION_ID = "correlation_id";
    private static final String CAUSATION_ID = "causation_id";
    private static final String REASON = "reason";

    private static final List<String> FIELDS = List.of(ACTOR, CORRELATION_ID, CAUSATION_ID, REASON);

    private MetadataCodec() {}

    static String encode(EventMetadata metadata) {
        return JSON.writeValueAsString(node(metadata));
    }

    private static JsonNode node(EventMetadata metadata) {
        var node = JSON.createObjectNode()
                .put(ACTOR, metadata.actor())
                .put(CORRELATION_ID, metadata.correlationId())
                .put(CAUSATION_ID, metadata.causationId());
        if (!metadata.reason().isEmpty()) {
            node.put(REASON, metadata.reason());
        }
        return node;
    }

    static EventMetadata decode(String json) {
        if (json.isEmpty()) {
            return EventMetadata.NONE;
        }
        return usual(json).orElseGet(() -> readable(json));
    }

    /** What is stored, read in one pass, if it has the form that {@link #encode} gives it; empty otherwise. */
    private static Optional<EventMetadata> usual(String json) {
        var values = new @Nullable String[FIELDS.size()];
        try (var parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                var field = FIELDS.indexOf(name);
                var value = parser.nextStringValue();
                if (field < 0 || values[field] != null || value == null || !isUnicode(value)) {
                    return Optional.empty();
                }
                values[field] = value;
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (JacksonException broken) {
            return Optional.empty();
        }
        var reason = values[3];
        return values[0] == null || values[1] == null || values[2] == null || "".equals(reason)
                ? Optional.empty()
                : Optional.of(new EventMetadata(values[0], values[1], values[2], reason == null ? "" : reason));
    }

    private static EventMetadata readable(String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException broken) {
            node = JSON.missingNode();
        }
        return known(node);
    }

    private static EventMetadata known(JsonNode node) {
        return new EventMetadata(
                text(node, ACTOR), text(node, CORRELATION_ID), text(node, CAUSATION_ID), text(node, REASON));
    }

    /** A text that can be sent on; empty when the field has no such text. */
    private static String text(JsonNode node, String field) {
        var text = node.path(field).asString("");
        return isUnicode(text) ? text : "";
    }

    private static boolean isUnicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static boolean isJson(String text) {
        try {
            STRICT.readTree(text);
            return !text.isBlank();
        } catch (JacksonException broken) {
            return false;
        }
    }

    /** What is stored, with what of it cannot be read. */
    static StoredMetadata read(String json) {
        return usual(json)
                .map(metadata -> new StoredMetadata(metadata, Optional.empty(), Optional.empty()))
                .orElseGet(() -> judged(json));
    }

    private static StoredMetadata judged(String json) {
        JsonNode node;
        try {
            node = STRICT.readTree(json);
        } catch (JacksonException broken) {
            return new StoredMetadata(
                    decode(json), Optional.of(json), Optional.of("it is no JSON: " + broken.getOriginalMessage()));
        }
        if (!node.isObject()) {
            return new StoredMetadata(EventMetadata.NONE, Optional.of(json), Optional.of("it is no JSON object"));
        }
        var known = known(node);
        var written = node(known);
        var fault = node.properties().stream()
                .flatMap(field -> fault(field.getKey(), field.getValue(), written).stream())
                .findFirst();
        return new StoredMetadata(known, written.equals(node) ? Optional.empty() : Optional.of(json), fault);
    }

    /** @param written what this server would write for what it knows, all of it texts */
    private static Optional<String> fault(String field, JsonNode value, JsonNode written) {
        if (!written.has(field)) {
            return Optional.of("the field \"%s\" is unknown".formatted(field));
        }
        if (!value.isString()) {
            return Optional.of("the field \"%s\" is no text".formatted(field));
        }
        return isUnicode(value.stringValue())
                ? Optional.empty()
                : Optional.of("the field \"%s\" has half of a surrogate pair".formatted(field));
    }
}
