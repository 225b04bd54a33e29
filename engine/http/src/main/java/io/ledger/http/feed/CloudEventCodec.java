package io.ledger.http.feed;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.feed.EnvelopeText;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.LogEntry;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.Timestamp;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as CloudEvents 1.0 in JSON and reads them back.
 *
 * <p>An event is written in one line. Its data is what is stored, number by number, without the white
 * space; data that is no JSON, which only a meddled-with row can have, is kept as {@code data_base64}.
 * What this server cannot read is written as well, since it happened, and has {@code unreadable}.
 *
 * <p>The extension {@code position} is a text: integers of CloudEvents have 32 bits.
 */
public final class CloudEventCodec {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String SPEC_VERSION = "specversion";
    private static final String ID = "id";
    private static final String SOURCE = "source";
    private static final String TYPE = "type";
    private static final String SUBJECT = "subject";
    private static final String TIME = "time";
    private static final String DATA_CONTENT_TYPE = "datacontenttype";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String POSITION = "position";
    private static final String STREAM_VERSION = "streamversion";
    private static final String SCHEMA_VERSION = "schemaversion";
    private static final String ACTOR = "actor";
    private static final String CORRELATION_ID = "correlationid";
    private static final String CAUSATION_ID = "causationid";
    private static final String REASON = "reason";
    private static final String UNREADABLE = "unreadable";
    private static final String STORED_METADATA = "storedmetadata";
    private static final String METADATA_FAULT = "metadatafault";
    private static final String STORED_TIME = "storedtime";

    private static final String VERSION = "1.0";

    private CloudEventCodec() {}

    /** One JSON object without line breaks. */
    public static String encode(StoredEvent event) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringProperty(SPEC_VERSION, VERSION);
            json.writeStringProperty(ID, event.eventId());
            json.writeStringProperty(
                    SOURCE, "/" + event.category() + "/" + URLEncoder.encode(event.streamId(), StandardCharsets.UTF_8));
            json.writeStringProperty(TYPE, event.eventType());
            json.writeStringProperty(SUBJECT, event.streamId());
            if (event.envelope().occurredAt().isEmpty()) {
                json.writeStringProperty(TIME, Timestamp.of(event.occurredAt()));
            }
            writeUnlessEmpty(json, STORED_TIME, event.envelope().occurredAt().orElse(""));
            json.writeStringProperty(POSITION, event.position().toString());
            json.writeNumberProperty(STREAM_VERSION, event.version());
            json.writeNumberProperty(SCHEMA_VERSION, event.schemaVersion());
            writeUnlessEmpty(json, ACTOR, event.metadata().actor());
            writeUnlessEmpty(json, CORRELATION_ID, event.metadata().correlationId());
            writeUnlessEmpty(json, CAUSATION_ID, event.metadata().causationId());
            writeUnlessEmpty(json, REASON, event.metadata().reason());
            writeUnlessEmpty(json, UNREADABLE, event.unreadable().orElse(""));
            if (event.envelope().metadata().isPresent()) {
                json.writeStringProperty(
                        STORED_METADATA, event.envelope().metadata().get());
            }
            writeUnlessEmpty(
                    json, METADATA_FAULT, event.envelope().metadataFault().orElse(""));
            writeData(json, event.payload());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static void writeData(JsonGenerator json, String payload) {
        var compact = compact(payload);
        if (compact.isPresent()) {
            json.writeStringProperty(DATA_CONTENT_TYPE, "application/json");
            json.writeName(DATA).writeRawValue(compact.get());
        } else {
            json.writeStringProperty(DATA_CONTENT_TYPE, "text/plain; charset=utf-8");
            json.writeStringProperty(
                    DATA_BASE64, Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** A JSON text without white space and otherwise as it was, or empty when it is none. */
    private static Optional<String> compact(String payload) {
        try (var parser = JSON.createParser(payload)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            var text = current(parser);
            return parser.nextToken() == null && isUnicode(text) ? Optional.of(text) : Optional.empty();
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    /** Half of a surrogate pair can be written in JSON, and not in UTF-8. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The event, or why the text is none that {@link #encode} has written. */
    public static Parsed<StoredEvent> decode(String text) {
        try {
            return new Parsed.Valid<>(decode(attributes(text)));
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("The event is no JSON: " + broken.getOriginalMessage());
        } catch (MalformedEvent unreadable) {
            return new Parsed.Invalid<>(unreadable.reason);
        }
    }

    /** The members of an event; its data is the text that was written, so that no number is rounded. */
    private static ObjectNode attributes(String text) {
        var event = JSON.createObjectNode();
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEvent("The event is no JSON object");
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (event.has(name)) {
                    throw new MalformedEvent("The attribute %s is given twice".formatted(name));
                }
                if (name.equals(DATA)) {
                    event.put(DATA, current(parser));
                } else {
                    event.set(name, parser.<JsonNode>readValueAsTree());
                }
            }
            if (parser.nextToken() != null) {
                throw new MalformedEvent("Something follows the event");
            }
        }
        return event;
    }

    /** The value where the parser is, without white space and otherwise as it was written. */
    private static String current(JsonParser parser) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    private static StoredEvent decode(ObjectNode event) {
        if (!text(event, SPEC_VERSION).equals(VERSION)) {
            throw new MalformedEvent("The specversion must be " + VERSION);
        }
        var envelope = new EnvelopeText(
                optional(event, STORED_METADATA), optional(event, METADATA_FAULT), optional(event, STORED_TIME));
        return new StoredEvent(
                LedgerPosition.parse(text(event, POSITION)).orElseThrow(() -> wrong(POSITION)),
                text(event, ID),
                category(event),
                text(event, SUBJECT),
                number(event, STREAM_VERSION),
                text(event, TYPE),
                number(event, SCHEMA_VERSION),
                data(event),
                envelope.occurredAt().isPresent()
                        ? LogEntry.UNKNOWN_TIME
                        : Timestamp.parse(text(event, TIME)).orElseThrow(() -> wrong(TIME)),
                new EventMetadata(
                        optional(event, ACTOR).orElse(""),
                        optional(event, CORRELATION_ID).orElse(""),
                        optional(event, CAUSATION_ID).orElse(""),
                        optional(event, REASON).orElse("")),
                optional(event, UNREADABLE),
                envelope);
    }

    /** The category of the stream, which the source begins with. */
    private static String category(ObjectNode event) {
        var parts = text(event, SOURCE).split("/", 3);
        if (parts.length < 3 || !parts[0].isEmpty() || !StreamId.isCategory(parts[1])) {
            throw wrong(SOURCE);
        }
        return parts[1];
    }

    private static String data(ObjectNode event) {
        var data = event.get(DATA);
        if (data != null) {
            return data.stringValue();
        }
        try {
            return new String(Base64.getDecoder().decode(text(event, DATA_BASE64)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw wrong(DATA_BASE64);
        }
    }

    private static String text(ObjectNode event, String name) {
        return optional(event, name).orElseThrow(() -> wrong(name));
    }

    private static Optional<String> optional(ObjectNode event, String name) {
        return Optional.ofNullable(event.get(name)).map(value -> {
            if (!value.isString()) {
                throw wrong(name);
            }
            return value.stringValue();
        });
    }

    private static int number(ObjectNode event, String name) {
        return Optional.ofNullable(event.get(name))
                .filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .orElseThrow(() -> wrong(name));
    }

    private static MalformedEvent wrong(String name) {
        return new MalformedEvent("The attribute %s is missing or has another form".formatted(name));
    }

    /** Leaves the reading of one event; never leaves this class. */
    private static final class MalformedEvent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        MalformedEvent(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
