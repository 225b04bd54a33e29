package io.ledger.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One consumer's life: it reads all partitions of one topic, committed events only and in no group, until something fails
 * or the topic is not the same any more.
 */
final class TopicSession implements AutoCloseable {

    private final KafkaSettings settings;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Uuid topicId;
    private final List<TopicPartition> partitions;
    private long lookedNanos = System.nanoTime();

    private TopicSession(KafkaSettings settings, Admin admin, KafkaConsumer<byte[], byte[]> consumer)
            throws InterruptedException {
        this.settings = settings;
        this.admin = admin;
        this.consumer = consumer;
        var topic = described();
        this.topicId = topic.topicId();
        this.partitions = IntStream.range(0, topic.partitions().size())
                .mapToObj(number -> new TopicPartition(settings.topic(), number))
                .toList();
    }

    /**
     * Where reading begins.
     *
     * @param offsets by the number of the partition
     * @param isCut whether some of it begins where the topic does, and that is not its first event
     */
    record Offsets(List<Long> offsets, boolean isCut) {}

    /** @throws KafkaException when Kafka does not answer, or has no such topic */
    static TopicSession open(KafkaSettings settings) throws InterruptedException {
        var own = Map.<String, Object>of(
                "default.api.timeout.ms", KafkaLimits.BLOCK_MILLIS, "request.timeout.ms", KafkaLimits.REQUEST_MILLIS);
        var admin = Admin.create(settings.clientProperties(own));
        var isOpen = false;
        try {
            var consumer = new KafkaConsumer<>(
                    settings.clientProperties(consumerProperties()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            try {
                var session = new TopicSession(settings, admin, consumer);
                isOpen = true;
                return session;
            } finally {
                if (!isOpen) {
                    consumer.close();
                }
            }
        } finally {
            if (!isOpen) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private static Map<String, Object> consumerProperties() {
        return Map.ofEntries(
                Map.entry("isolation.level", "read_committed"),
                Map.entry("auto.offset.reset", "none"),
                Map.entry("enable.auto.commit", false),
                Map.entry("allow.auto.create.topics", false),
                Map.entry("max.poll.records", KafkaLimits.POLLED_EVENTS),
                Map.entry("fetch.max.bytes", KafkaLimits.FETCHED_BYTES),
                Map.entry("fetch.max.wait.ms", KafkaLimits.FETCH_WAIT_MILLIS),
                Map.entry("default.api.timeout.ms", KafkaLimits.BLOCK_MILLIS),
                Map.entry("request.timeout.ms", KafkaLimits.REQUEST_MILLIS));
    }

    private TopicDescription described() throws InterruptedException {
        var answer =
                Topics.answer(admin.describeTopics(List.of(settings.topic())).allTopicNames());
        return Objects.requireNonNull(answer.get(settings.topic()));
    }

    Uuid topicId() {
        return topicId;
    }

    /** Whether this is still the topic that was opened, as far as was looked of late. */
    boolean isSame() throws InterruptedException {
        if (System.nanoTime() - lookedNanos < KafkaLimits.TOPIC_LOOK.toNanos()) {
            return true;
        }
        lookedNanos = System.nanoTime();
        var now = described();
        return now.topicId().equals(topicId) && now.partitions().size() == partitions.size();
    }

    /**
     * Goes to where the events from a position on begin, or not far before.
     *
     * @param place where that is, if it is known
     */
    Offsets seek(long position, String place) {
        consumer.assign(partitions);
        var begins = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        var known = TopicPlace.parse(place)
                .filter(found ->
                        found.topic().equals(topicId) && found.offsets().size() <= partitions.size())
                .map(TopicPlace::offsets)
                .orElse(List.of());
        var offsets = new ArrayList<Long>();
        var isCut = false;
        for (var partition : partitions) {
            var begin = Objects.requireNonNull(begins.get(partition));
            var end = Objects.requireNonNull(ends.get(partition));
            var number = partition.partition();
            var isKnown = number < known.size() && known.get(number) <= end;
            var isFirst = !known.isEmpty() || position <= 1;
            if (isKnown) {
                offsets.add(Math.max(begin, known.get(number)));
            } else {
                offsets.add(isFirst ? begin : find(partition, position, begin, end));
            }
            isCut |= begin > 0 && begin.equals(offsets.getLast());
        }
        consumer.assign(partitions);
        for (var partition : partitions) {
            consumer.seek(partition, offsets.get(partition.partition()));
        }
        return new Offsets(offsets, isCut);
    }

    /** An offset before which no position is at or after the wanted one, found by halving. */
    private long find(TopicPartition partition, long position, long begin, long end) {
        consumer.assign(List.of(partition));
        var low = begin;
        var high = end;
        while (high - low > KafkaLimits.PLACE_NEARNESS) {
            var middle = low + (high - low) / 2;
            if (firstPosition(partition, middle, high) < position) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The position of the first event from an offset on, beyond all when there is none before {@code end}. */
    private long firstPosition(TopicPartition partition, long offset, long end) {
        consumer.seek(partition, offset);
        var deadline =
                System.nanoTime() + Duration.ofMillis(KafkaLimits.BLOCK_MILLIS).toNanos();
        while (consumer.position(partition) < end) {
            for (var read : consumer.poll(KafkaLimits.POLL)) {
                var position = EventRecords.position(read);
                if (position.isPresent()) {
                    return position.getAsLong();
                }
            }
            if (System.nanoTime() > deadline) {
                throw new KafkaException("The topic " + partition.topic() + " cannot be read");
            }
        }
        return Long.MAX_VALUE;
    }

    /** Reads on, without those partitions that are to rest; waits a while when there is nothing. */
    List<ConsumerRecord<byte[], byte[]>> poll(Collection<Integer> resting) {
        var rest = partitions.stream()
                .filter(partition -> resting.contains(partition.partition()))
                .toList();
        consumer.resume(partitions);
        consumer.pause(rest);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        consumer.poll(KafkaLimits.POLL).forEach(records::add);
        return records;
    }

    /** Whether everything that is committed was read, as far as is known. */
    boolean isAtEnd() {
        return partitions.stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    int partitions() {
        return partitions.size();
    }

    /** Ends a call that waits; may be called by any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try (admin) {
            consumer.close();
        }
    }
}
