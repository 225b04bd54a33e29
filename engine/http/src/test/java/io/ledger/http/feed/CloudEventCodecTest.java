package io.ledger.http.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Parsed;
import io.ledger.core.feed.EnvelopeText;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CloudEventCodecTest {

    private static final String ID = "01a20ad8-48ed-72ea-9326-a17ba96b0f26";

    private static StoredEvent event(String payload, EventMetadata metadata, Optional<String> unreadable) {
        return new StoredEvent(
                new GlobalPosition(Long.MAX_VALUE),
                "01a20ad8-4a2c-7322-bd56-76d5cc024950",
                "room",
                ID,
                2,
                "RoomRenamed",
                1,
                payload,
                Instant.parse("2026-04-01T09:00:00.123456Z"),
                metadata,
                unreadable);
    }

    private static StoredEvent event(String payload) {
        return event(payload, new EventMetadata("", "", ""), Optional.empty());
    }

    @Test
    void an_event_has_the_attributes_of_cloud_events_and_its_own() {
        var stored = event(
                "{\"name\": \"茶道\"}", new EventMetadata("田中", "request-1", "command-1", "新歓のため"), Optional.empty());
        assertThat(CloudEventCodec.encode(stored))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"01a20ad8-4a2c-7322-bd56-76d5cc024950\","
                        + "\"source\":\"/room/" + ID + "\",\"type\":\"RoomRenamed\",\"subject\":\"" + ID + "\","
                        + "\"time\":\"2026-04-01T09:00:00.123456Z\",\"position\":\"9223372036854775807\","
                        + "\"streamversion\":2,\"schemaversion\":1,\"actor\":\"田中\",\"correlationid\":\"request-1\","
                        + "\"causationid\":\"command-1\",\"reason\":\"新歓のため\",\"datacontenttype\":\"application/json\","
                        + "\"data\":{\"name\":\"茶道\"}}");
    }

    @Test
    void what_is_stored_in_another_way_comes_back_exactly() {
        var metadata = new EnvelopeText(
                Optional.of("mika \u0000 {"), Optional.of("it is no JSON"), Optional.of("2026-00-00 00:00:00"));
        for (var envelope : List.of(
                metadata,
                new EnvelopeText(Optional.of(""), Optional.of("it is no JSON"), Optional.empty()),
                new EnvelopeText(Optional.of("{}"), Optional.empty(), Optional.empty()))) {
            var event = event("{}");
            var stored = new StoredEvent(
                    event.position(),
                    "",
                    "room",
                    "nobody's",
                    2,
                    "RoomRenamed",
                    1,
                    "{\"name\":\"\\ud800\"}",
                    envelope.occurredAt().isPresent() ? LogEntry.UNKNOWN_TIME : event.occurredAt(),
                    event.metadata(),
                    Optional.of("the name has half of a surrogate pair"),
                    envelope);
            var text = CloudEventCodec.encode(stored);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
            assertThat(CloudEventCodec.decode(text)).isEqualTo(new Parsed.Valid<>(stored));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[1,2.50,1e400,-0,123456789012345678901234567890]",
                "{\"a\":1,\"b\":{\"c\":[true,false,null]}}",
                "\"\\u2028 and \\\"quotes\\\"\""
            })
    void data_is_what_is_stored(String payload) {
        assertThat(JsonMapper.shared()
                        .readTree(CloudEventCodec.encode(event(payload)))
                        .get("data"))
                .isEqualTo(JsonMapper.shared().readTree(payload));
        assertThat(CloudEventCodec.encode(event(" " + payload + "\n")))
                .isEqualTo(CloudEventCodec.encode(event(payload)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"size\":12}", "{\"n\":[2.50,12345678901234567890.5]}", "no JSON", "{} {}", "", "{\"open\":"})
    void what_was_written_is_read_back(String payload) {
        var stored = event(payload, new EventMetadata("a", "", "c"), Optional.of("why"));
        assertThat(CloudEventCodec.decode(CloudEventCodec.encode(stored))).isEqualTo(new Parsed.Valid<>(stored));
    }

    @Test
    void an_event_is_one_line() {
        assertThat(CloudEventCodec.encode(event("{\n\"name\":\n\"two\\nlines\"}")))
                .doesNotContain("\n", "\r");
        assertThat(CloudEventCodec.encode(event("two\nlines"))).doesNotContain("\n", "\r");
    }

    @Test
    void data_that_is_no_json_breaks_nothing() {
        var node = JsonMapper.shared().readTree(CloudEventCodec.encode(event("{\"broken\"")));
        assertThat(node.get("data_base64").asString()).isEqualTo("eyJicm9rZW4i");
        assertThat(node.has("data")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "\"text\"", "{}", "{\"specversion\":\"0.3\"}"})
    void what_is_no_event_is_refused(String text) {
        assertThat(CloudEventCodec.decode(text)).isInstanceOf(Parsed.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "specversion | \"2.0\"",
                "id | 7",
                "subject | null",
                "source | \"room/1\"",
                "source | \"/Room/1\"",
                "type | []",
                "time | \"yesterday\"",
                "position | \"-1\"",
                "position | 1",
                "streamversion | \"1\"",
                "streamversion | 1.5",
                "streamversion | 3000000000",
                "schemaversion | true",
                "actor | 7",
                "unreadable | {}"
            })
    void a_wrong_attribute_is_named(String name, String value) {
        var mapper = JsonMapper.shared();
        var wrong = (ObjectNode) mapper.readTree(CloudEventCodec.encode(event("{}")));
        wrong.set(name, mapper.readTree(value));
        assertThat(CloudEventCodec.decode(wrong.toString()))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.toString()).contains(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "source", "subject", "type", "time", "position", "streamversion", "schemaversion", "data"})
    void a_missing_attribute_is_named(String name) {
        var wrong = (ObjectNode) JsonMapper.shared().readTree(CloudEventCodec.encode(event("{}")));
        wrong.remove(name);
        assertThat(CloudEventCodec.decode(wrong.toString()).toString()).contains("Invalid", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"position\":\"8\"", "\"actor\":\"rika\"", "\"data\":{\"size\":3}", "\"data\":{}"})
    void an_attribute_that_is_given_twice_is_named(String member) {
        var once = CloudEventCodec.encode(event("{}", new EventMetadata("mika", "", ""), Optional.empty()));
        var twice = once.substring(0, once.length() - 1) + "," + member + "}";
        assertThat(CloudEventCodec.decode(twice).toString())
                .contains("Invalid", member.substring(1, member.indexOf('"', 1)) + " is given twice");
    }
}
