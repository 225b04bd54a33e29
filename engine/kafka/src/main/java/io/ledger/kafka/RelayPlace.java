package io.ledger.kafka;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * How far the relay has come, as it stands in the topic of places: written in the transaction of the events before it.
 *
 * <p>The value is the place as readers of the feed know it, for people who look into the topic; the headers have what the
 * relay goes on from.
 *
 * @param place the last event
 * @param epoch of the tenure in which it was relayed
 */
record RelayPlace(LogPlace place, long epoch) {

    private static final byte[] KEY = bytes("place");
    private static final String POSITION = "position";
    private static final String EVENT_ID = "id";
    private static final String EPOCH = "epoch";

    ProducerRecord<byte[], byte[]> in(String topic) {
        return new ProducerRecord<>(
                topic,
                0,
                KEY,
                bytes(FeedPlace.of(place).toString()),
                List.of(
                        new RecordHeader(POSITION, bytes(place.position().toString())),
                        new RecordHeader(EVENT_ID, bytes(place.eventId())),
                        new RecordHeader(EPOCH, bytes(Long.toString(epoch)))));
    }

    /** Empty for a record that no relay has written. */
    static Optional<RelayPlace> read(ConsumerRecord<byte[], byte[]> place) {
        try {
            var position = text(place.headers(), POSITION).map(Long::valueOf).map(GlobalPosition::new);
            var eventId = text(place.headers(), EVENT_ID);
            var epoch = text(place.headers(), EPOCH).map(Long::valueOf);
            return position.isPresent() && eventId.isPresent() && epoch.isPresent()
                    ? Optional.of(new RelayPlace(new LogPlace(position.get(), eventId.get()), epoch.get()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
