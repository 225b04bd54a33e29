package io.ledger.http.request;

import io.helidon.http.HeaderNames;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a body that has to be one JSON object, strictly.
 *
 * <p>Numbers are kept as they are written. So no size of theirs costs anything, and none is rounded.
 */
public final class JsonBody {

    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "application/json[ \\t]*(?:;[ \\t]*charset=(?:utf-?8|\"utf-?8\")[ \\t]*)?;?", Pattern.CASE_INSENSITIVE);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(HttpLimits.JSON_NESTING_DEPTH)
                    .maxNameLength(HttpLimits.FIELD_NAME_CHARACTERS)
                    .maxNumberLength(HttpLimits.BODY_BYTES)
                    .maxStringLength(HttpLimits.BODY_BYTES)
                    .build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY.rebuild()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(HttpLimits.JSON_NESTING_DEPTH)
                            .maxNameLength(HttpLimits.FIELD_NAME_CHARACTERS)
                            .maxStringLength(HttpLimits.BODY_BYTES)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String NO_FIELDS = "{}";

    private JsonBody() {}

    /** A value of a field. */
    public sealed interface Value {

        /** A string. */
        record Text(String value) implements Value {}

        /** A number as it is written. */
        record Numeral(String literal) implements Value {}

        /** An array of strings alone. */
        record Texts(List<String> values) implements Value {}

        /** True or false. */
        record Flag(boolean value) implements Value {}

        /** Anything else; {@code kind} names it with its article. */
        record Other(String kind) implements Value {}
    }

    /**
     * Waits for the body of a request that says that it is JSON.
     *
     * @throws Refusal when it says something else, or the body cannot be read
     */
    public static byte[] receive(Call call) {
        checkMediaType(call);
        return ReceivedBody.of(call, HttpLimits.BODY_BYTES);
    }

    /**
     * Waits for the body of a request that may come without one, which then counts as an object without fields.
     *
     * @throws Refusal when there is one that is no JSON, or that cannot be read
     */
    public static byte[] receiveIfAny(Call call) {
        var isMissing = call.headerLines(HeaderNames.TRANSFER_ENCODING).isEmpty()
                && call.request().headers().contentLength().orElse(0) == 0;
        return isMissing ? NO_FIELDS.getBytes(StandardCharsets.UTF_8) : receive(call);
    }

    /**
     * The fields of the body by name.
     *
     * @throws Refusal when the body that was received is not a JSON object
     */
    public static Map<String, Value> read(Call call) {
        var text = decode(call.body());
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return object(parser);
        } catch (StreamConstraintsException _) {
            throw malformed("It nests deeper than %d levels, or a name in it is longer than %d characters"
                    .formatted(HttpLimits.JSON_NESTING_DEPTH, HttpLimits.FIELD_NAME_CHARACTERS));
        } catch (JacksonException e) {
            var location = Optional.ofNullable(e.getLocation())
                    .map(at -> " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()))
                    .orElse("");
            throw malformed("It cannot be read%s: %s".formatted(location, e.getOriginalMessage()));
        }
    }

    /**
     * The body as it is nested, for those that are no object of plain fields.
     *
     * @throws Refusal when the body that was received is not JSON
     */
    public static JsonNode tree(Call call) {
        var text = decode(call.body());
        try (var parser = MAPPER.createParser(text)) {
            var tree = MAPPER.readValue(parser, JsonNode.class);
            if (tree == null || parser.nextToken() != null) {
                throw malformed(tree == null ? "It is empty" : "Something follows its end");
            }
            return tree;
        } catch (JacksonException e) {
            throw malformed("It cannot be read: " + e.getOriginalMessage());
        }
    }

    private static void checkMediaType(Call call) {
        var types = call.headerLines(HeaderNames.CONTENT_TYPE);
        if (types.size() != 1 || !MEDIA_TYPE.matcher(types.getFirst().strip()).matches()) {
            throw unsupported("Send the body as JSON in UTF-8, with Content-Type: application/json.");
        }
        if (!call.headerLines(HeaderNames.CONTENT_ENCODING).isEmpty()) {
            throw unsupported("Send the body as it is, without Content-Encoding.");
        }
    }

    private static Refusal unsupported(String detail) {
        return new Refusal(Problem.of(ServerProblem.UNSUPPORTED_MEDIA_TYPE, detail));
    }

    private static String decode(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            throw malformed("It is not UTF-8");
        }
    }

    private static Map<String, Value> object(JsonParser parser) {
        var first = parser.nextToken();
        if (first == null) {
            throw malformed("It is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw malformed("It is not an object");
        }
        var fields = new LinkedHashMap<String, Value>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            fields.put(name, value(parser, parser.nextToken()));
        }
        if (parser.nextToken() != null) {
            throw malformed("Something follows the object");
        }
        return fields;
    }

    private static Value value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> new Value.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Numeral(parser.getString());
            case VALUE_NULL -> new Value.Other("null");
            case VALUE_TRUE, VALUE_FALSE -> new Value.Flag(token == JsonToken.VALUE_TRUE);
            case START_ARRAY -> array(parser);
            case START_OBJECT -> {
                parser.skipChildren();
                yield new Value.Other("an object");
            }
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("A property has no value but " + token);
        };
    }

    private static Value array(JsonParser parser) {
        var texts = new ArrayList<String>();
        var hasOthers = false;
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                texts.add(parser.getString());
            } else {
                hasOthers = true;
                parser.skipChildren();
            }
        }
        return hasOthers ? new Value.Other("an array") : new Value.Texts(List.copyOf(texts));
    }

    private static Refusal malformed(String fault) {
        return new Refusal(Problem.of(
                ServerProblem.MALFORMED_JSON, "The body has to be one JSON object in UTF-8. " + fault + "."));
    }
}
