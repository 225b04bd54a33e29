package io.ledger.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the place from which a relay has to go on.
 *
 * <p>It may be asked only by a relay whose producer has shut out those before it: until then one of them could still commit.
 */
final class LastPlace {

    private final KafkaSettings settings;

    LastPlace(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * The place of the last committed transaction, empty when there never was one.
     *
     * @param partitions how many the topic of events has
     * @throws RelayTrouble when place and events do not belong together
     * @throws KafkaException when Kafka does not answer
     */
    Optional<RelayPlace> find(int partitions) {
        var own = Map.<String, Object>of(
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                false,
                "default.api.timeout.ms",
                KafkaLimits.BLOCK_MILLIS,
                "request.timeout.ms",
                KafkaLimits.REQUEST_MILLIS);
        try (var consumer = new KafkaConsumer<>(
                settings.clientProperties(own), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var place = last(consumer, new TopicPartition(settings.placeTopic(), 0));
            check(place, consumer, partitions);
            return place;
        }
    }

    private Optional<RelayPlace> last(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        var begin = offset(consumer.beginningOffsets(List.of(partition)), partition);
        var end = offset(consumer.endOffsets(List.of(partition)), partition);
        // What was aborted, and the marks of transactions, have offsets too: the last place may be further back.
        for (var back = KafkaLimits.PLACE_LOOK_BACK; ; back *= 8) {
            var from = Math.max(begin, end - back);
            var found = lastBetween(consumer, partition, from, end);
            if (found.isPresent()) {
                return Optional.of(RelayPlace.read(found.get())
                        .orElseThrow(
                                () -> new RelayTrouble(("The last record of the topic %s is not from a relay, so where"
                                                + " to go on is unknown. Keep others from writing there. Then delete both it and"
                                                + " %s, and tell its consumers to begin anew; or name another topic")
                                        .formatted(settings.placeTopic(), settings.topic()))));
            }
            if (from == begin) {
                return Optional.empty();
            }
        }
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> lastBetween(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        var last = Optional.<ConsumerRecord<byte[], byte[]>>empty();
        var deadline =
                System.nanoTime() + Duration.ofMillis(KafkaLimits.BLOCK_MILLIS).toNanos();
        while (consumer.position(partition) < end) {
            for (var read : consumer.poll(KafkaLimits.POLL)) {
                last = Optional.of(read);
            }
            if (System.nanoTime() > deadline) {
                throw new KafkaException("The topic " + partition.topic() + " cannot be read to its end");
            }
        }
        return last;
    }

    private void check(Optional<RelayPlace> place, KafkaConsumer<byte[], byte[]> consumer, int partitions) {
        var all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(settings.topic(), number))
                .toList();
        var ends = consumer.endOffsets(all);
        if (place.isPresent()) {
            if (ends.values().stream().allMatch(end -> end == 0)) {
                throw new RelayTrouble(("The topic %s is empty, but events up to position %s were relayed to it: it was"
                                + " deleted and made anew. To relay the whole log again, delete the topic %s too")
                        .formatted(settings.topic(), place.get().place().position(), settings.placeTopic()));
            }
            return;
        }
        var begins = consumer.beginningOffsets(all);
        for (var partition : all) {
            consumer.assign(List.of(partition));
            if (hasEvent(consumer, partition, offset(begins, partition), offset(ends, partition))) {
                throw new RelayTrouble(("The topic %s has events, but the topic %s has no place, so where to go on is"
                                + " unknown. Delete %s and tell its consumers to begin anew; or name another topic")
                        .formatted(settings.topic(), settings.placeTopic(), settings.topic()));
            }
        }
    }

    /** Whether there is an event, and not only what transactions left that were aborted. */
    private static boolean hasEvent(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end) {
        consumer.seek(partition, begin);
        var deadline =
                System.nanoTime() + Duration.ofMillis(KafkaLimits.BLOCK_MILLIS).toNanos();
        while (consumer.position(partition) < end) {
            if (!consumer.poll(KafkaLimits.POLL).isEmpty()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new KafkaException("The topic " + partition.topic() + " cannot be read to its end");
            }
        }
        return false;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }
}
