package io.ledger.kafka;

import io.ledger.core.feed.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The form of an event in Kafka: the structured mode of the Kafka protocol binding for CloudEvents.
 *
 * <p>The key is the stream's id, so the events of one stream are in one partition and in their order. Position and type are
 * headers too, for those who choose events without reading them.
 */
final class EventRecords {

    /** The position in the log, in decimal digits. */
    static final String POSITION = "position";

    private static final String TYPE = "type";

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", bytes("application/cloudevents+json; charset=UTF-8"));

    private final String topic;
    private final Function<StoredEvent, byte[]> form;

    /** @param form an event as a CloudEvent in JSON, in UTF-8 */
    EventRecords(String topic, Function<StoredEvent, byte[]> form) {
        this.topic = topic;
        this.form = form;
    }

    ProducerRecord<byte[], byte[]> of(StoredEvent event) {
        return new ProducerRecord<>(
                topic,
                null,
                bytes(event.streamId()),
                form.apply(event),
                List.of(
                        CONTENT_TYPE,
                        new RecordHeader(POSITION, bytes(event.position().toString())),
                        new RecordHeader(TYPE, bytes(event.eventType()))));
    }

    /** The position that a record says it is of; empty when it says none. */
    static OptionalLong position(ConsumerRecord<?, ?> read) {
        var header = read.headers().lastHeader(POSITION);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        var text = new String(header.value(), StandardCharsets.UTF_8);
        return text.matches("[1-9]\\d{0,17}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
