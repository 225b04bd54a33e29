package io.ledger.kafka;

import io.ledger.core.feed.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic that no relay has written, with whatever a test puts into it. */
final class HandmadeTopic implements AutoCloseable {

    private final KafkaSettings settings;
    private final EventRecords form;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    HandmadeTopic(KafkaSettings settings) {
        this.settings = settings;
        this.form = new EventRecords(settings.topic(), RelayedLedger::form);
        this.admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrapServers(),
                        "transactional.id",
                        UUID.randomUUID().toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    void make() {
        done(() -> admin.createTopics(List.of(new NewTopic(settings.topic(), Optional.of(3), Optional.empty())))
                .all()
                .get());
    }

    void remove() {
        done(() -> admin.deleteTopics(List.of(settings.topic())).all().get());
    }

    void grow(int partitions) {
        done(() -> admin.createPartitions(Map.of(settings.topic(), NewPartitions.increaseTo(partitions)))
                .all()
                .get());
    }

    /** Takes away what is before these offsets, as retention does. */
    void cut(long... offsets) {
        for (var partition = 0; partition < offsets.length; partition++) {
            var of = Map.of(
                    new TopicPartition(settings.topic(), partition), RecordsToDelete.beforeOffset(offsets[partition]));
            done(() -> admin.deleteRecords(of).all().get());
        }
    }

    void put(List<StoredEvent> events) {
        producer.beginTransaction();
        events.forEach(event -> send(form.of(event)));
        producer.commitTransaction();
    }

    /** Puts records that count for nothing. */
    void abort(List<StoredEvent> events) {
        producer.beginTransaction();
        events.forEach(event -> send(form.of(event)));
        producer.flush();
        producer.abortTransaction();
    }

    /** Puts an event with another text for a value. */
    void putSpoilt(StoredEvent event, byte[] value) {
        var sound = form.of(event);
        producer.beginTransaction();
        send(new ProducerRecord<>(settings.topic(), null, null, sound.key(), value, sound.headers()));
        producer.commitTransaction();
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        var _ = producer.send(message);
    }

    private interface Call {
        void run() throws ExecutionException, InterruptedException;
    }

    private static void done(Call call) {
        try {
            call.run();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close();
    }
}
