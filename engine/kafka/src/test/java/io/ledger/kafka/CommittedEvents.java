package io.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.feed.StoredEvent;
import io.ledger.http.feed.CloudEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A reader of the topic as anybody would write one: with Kafka's own client, of committed events only. */
final class CommittedEvents implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String topic;
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> read = new ArrayList<>();
    private boolean isAssigned;

    CommittedEvents(KafkaSettings settings) {
        this.topic = settings.topic();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", settings.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "allow.auto.create.topics", "false",
                        "metric.reporters", ""),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Reads on until there were so many events, or, to find one too many, nothing comes any more. */
    List<ConsumerRecord<String, String>> read(int count) {
        return read(count, LONGEST);
    }

    List<ConsumerRecord<String, String>> read(int count, Duration longest) {
        var deadline = System.nanoTime() + longest.toNanos();
        while (read.size() < count) {
            if (isAssigned || isAssigned()) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Of %d events there were %d in %s".formatted(count, read.size(), longest));
            }
        }
        var ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(read::add);
        }
        return read;
    }

    /** Takes all partitions of the topic, if it is there. */
    private boolean isAssigned() {
        var partitions = consumer.listTopics().getOrDefault(topic, List.<PartitionInfo>of());
        if (partitions.isEmpty()) {
            return false;
        }
        var all = partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        isAssigned = true;
        return true;
    }

    /** Each event of a log of so many is there once, those of a stream in their order and those of a partition in theirs. */
    void areTheWholeLog(int events) {
        areTheWholeLog(events, LONGEST);
    }

    void areTheWholeLog(int events, Duration longest) {
        var records = read(events, longest);
        assertThat(records.stream().map(CommittedEvents::position).sorted().toList())
                .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
        var partitionOf = new HashMap<String, Integer>();
        var lastOf = new HashMap<Integer, Long>();
        var versionOf = new HashMap<String, Integer>();
        for (var each : records) {
            assertThat(position(each)).isGreaterThan(lastOf.getOrDefault(each.partition(), 0L));
            lastOf.put(each.partition(), position(each));
            assertThat(partitionOf.computeIfAbsent(each.key(), _ -> each.partition()))
                    .isEqualTo(each.partition());
            assertThat(event(each).version()).isEqualTo(versionOf.merge(each.key(), 1, Integer::sum));
        }
    }

    static StoredEvent event(ConsumerRecord<String, String> read) {
        return CloudEventCodec.decode(read.value()).orElseThrow(IllegalStateException::new);
    }

    static long position(ConsumerRecord<String, String> read) {
        return Long.parseLong(header(read, "position"));
    }

    static String header(ConsumerRecord<String, String> read, String name) {
        return new String(read.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
