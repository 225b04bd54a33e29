package io.ledger.kafka;

import io.ledger.core.feed.EventFeed;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One producer's life: it takes over the topic, finds its place, and moves events in transactions until something fails.
 *
 * <p>The order of the steps is what makes each event arrive once. First the producer is initialised, by which Kafka ends
 * the transaction that an earlier one may have left, and refuses all that it still sends. Only then is the place read, since
 * nobody can change it any more. Each transaction has events and the place after them, so both are there or neither is.
 *
 * <p>After a failure nothing is known of the transaction at hand. The session ends, and the next one finds out by reading its
 * place.
 */
final class RelaySession implements AutoCloseable {

    /** Makes a producer of the properties it is told. */
    @FunctionalInterface
    interface ProducerFactory {

        ProducerFactory KAFKA =
                properties -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());

        Producer<byte[], byte[]> producer(Map<String, Object> properties);
    }

    private final KafkaSettings settings;
    private final HeldLease lease;
    private final Producer<byte[], byte[]> producer;
    private final LogReader reader;
    private LogPlace place;
    private boolean isBetweenTransactions;

    // Written by the producer's thread too.
    private volatile @Nullable Exception failedSend;

    private RelaySession(
            KafkaSettings settings,
            HeldLease lease,
            Producer<byte[], byte[]> producer,
            LogReader reader,
            LogPlace place) {
        this.settings = settings;
        this.lease = lease;
        this.producer = producer;
        this.reader = reader;
        this.place = place;
        this.isBetweenTransactions = true;
    }

    /**
     * Takes over; empty when the lease is not this server's any more.
     *
     * @throws RelayTrouble when somebody has to do something first
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    static Optional<RelaySession> open(
            KafkaSettings settings,
            HeldLease lease,
            ProducerFactory producers,
            EventFeed feed,
            EventRecords form,
            KafkaEventPublisher wakeUps)
            throws InterruptedException {
        var partitions = new Topics(settings).ensure();
        // A server that was paused must not shut out the one that has taken over meanwhile.
        if (!lease.renew()) {
            return Optional.empty();
        }
        var producer = producers.producer(settings.clientProperties(producerProperties(settings)));
        var isOpen = false;
        try {
            producer.initTransactions();
            // Nor may it read a place that the other one moves on from as soon as it is back.
            if (lease.renew()) {
                var place = new LastPlace(settings)
                        .find(partitions)
                        .map(RelayPlace::place)
                        .orElse(LogPlace.START);
                var reader = new LogReader(feed, form, wakeUps, settings, place);
                var session = new RelaySession(settings, lease, producer, reader, place);
                reader.start();
                isOpen = true;
                return Optional.of(session);
            }
            return Optional.empty();
        } finally {
            if (!isOpen) {
                producer.close(Duration.ZERO);
            }
        }
    }

    private static Map<String, Object> producerProperties(KafkaSettings settings) {
        return Map.ofEntries(
                Map.entry("transactional.id", settings.transactionalId()),
                Map.entry("transaction.timeout.ms", KafkaLimits.TRANSACTION_MILLIS),
                Map.entry("enable.idempotence", true),
                Map.entry("acks", "all"),
                Map.entry("compression.type", "lz4"),
                Map.entry("linger.ms", KafkaLimits.LINGER_MILLIS),
                Map.entry("batch.size", KafkaLimits.BATCH_BYTES),
                Map.entry("buffer.memory", KafkaLimits.BUFFER_BYTES),
                Map.entry("max.request.size", KafkaLimits.LARGEST_REQUEST_BYTES),
                Map.entry("max.block.ms", KafkaLimits.BLOCK_MILLIS),
                Map.entry("request.timeout.ms", KafkaLimits.REQUEST_MILLIS),
                Map.entry("delivery.timeout.ms", KafkaLimits.DELIVERY_MILLIS));
    }

    /** The last event that is in Kafka. */
    LogPlace place() {
        return place;
    }

    /** An end of the log that was seen, empty while nothing was read that follows what was relayed. */
    Optional<GlobalPosition> head() {
        return reader.head();
    }

    /** Whether all of the log that was seen is in Kafka. */
    boolean isAtEnd() {
        return head().filter(end -> !place.position().isBefore(end)).isPresent();
    }

    /**
     * Moves the events that are there, in one transaction; waits a while when there are none.
     *
     * @return how many
     * @throws RelayTrouble when the log does not follow what was relayed
     * @throws org.apache.kafka.common.KafkaException when Kafka did not take them, or may not have
     */
    int step() throws InterruptedException {
        var pages = reader.next(KafkaLimits.POLL);
        if (pages.isEmpty() || !lease.isHeld()) {
            return 0;
        }
        isBetweenTransactions = false;
        var events = send(pages);
        producer.commitTransaction();
        isBetweenTransactions = true;
        place = pages.getLast().end();
        return events;
    }

    private int send(List<ReadPage> pages) {
        producer.beginTransaction();
        var events = 0;
        for (var page : pages) {
            page.records().forEach(this::send);
            events += page.records().size();
        }
        send(new RelayPlace(pages.getLast().end(), lease.epoch()).in(settings.placeTopic()));
        return events;
    }

    /**
     * Sends one record, and ends the session as soon as any failed. The commit would fail too, but only after all of the
     * others, each of which may wait for a broker that is away.
     */
    private void send(ProducerRecord<byte[], byte[]> message) {
        var _ = producer.send(message, (_, failure) -> {
            if (failure != null) {
                failedSend = failure;
            }
        });
        var failure = failedSend;
        if (failure != null) {
            throw new KafkaException("An event was not taken", failure);
        }
    }

    /** Leaves a transaction that is open to the next session, which ends it. */
    @Override
    public void close() {
        reader.close();
        producer.close(isBetweenTransactions ? KafkaLimits.STOP : Duration.ZERO);
    }
}
