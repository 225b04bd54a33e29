package io.ledger.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The two topics of a relay: makes those that are missing, and refuses those that could lose what they are for. */
final class Topics {

    private static final String CLEANUP = "cleanup.policy";

    private final KafkaSettings settings;

    Topics(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns when both topics are there.
     *
     * @return how many partitions the topic of events has
     * @throws RelayTrouble when one of them is not as it has to be
     * @throws KafkaException when Kafka does not answer
     */
    int ensure() throws InterruptedException {
        var own = Map.<String, Object>of(
                "default.api.timeout.ms", KafkaLimits.BLOCK_MILLIS, "request.timeout.ms", KafkaLimits.REQUEST_MILLIS);
        try (var admin = Admin.create(settings.clientProperties(own))) {
            var events = partitions(admin, events());
            if (partitions(admin, places()) != 1) {
                throw new RelayTrouble(
                        "The topic %s has more than one partition, so no place in it is the last. Delete it"
                                .formatted(settings.placeTopic()));
            }
            check(admin);
            return events;
        }
    }

    private NewTopic events() {
        var retention =
                settings.retention().map(kept -> Long.toString(kept.toMillis())).orElse("-1");
        return new NewTopic(settings.topic(), settings.partitions(), (short) settings.replication())
                .configs(Map.of(
                        CLEANUP,
                        "delete",
                        "retention.ms",
                        retention,
                        "retention.bytes",
                        "-1",
                        "unclean.leader.election.enable",
                        "false",
                        "min.insync.replicas",
                        inSync()));
    }

    private NewTopic places() {
        return new NewTopic(settings.placeTopic(), 1, (short) settings.replication())
                .configs(Map.of(
                        CLEANUP,
                        "compact",
                        "segment.bytes",
                        Integer.toString(KafkaLimits.PLACE_SEGMENT_BYTES),
                        "unclean.leader.election.enable",
                        "false",
                        "min.insync.replicas",
                        inSync()));
    }

    /** With three replicas one may be away, and what is acknowledged is still on two. */
    private String inSync() {
        return settings.replication() > 2 ? "2" : "1";
    }

    private static int partitions(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            return described(admin, topic.name());
        } catch (UnknownTopicOrPartitionException missing) {
            create(admin, topic);
        }
        while (true) {
            try {
                return described(admin, topic.name());
            } catch (UnknownTopicOrPartitionException notYetEverywhere) {
                Thread.sleep(KafkaLimits.FIRST_BACKOFF);
            }
        }
    }

    private static int described(Admin admin, String topic) throws InterruptedException {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .mapToInt(described -> described.partitions().size())
                .sum();
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            answer(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException madeByAnotherServer) {
            // As good as ours.
        }
    }

    private void check(Admin admin) throws InterruptedException {
        if (cleanup(admin, settings.topic()).contains("compact")) {
            throw new RelayTrouble(
                    ("The topic %s is compacted, which leaves one event of each stream. Set its cleanup.policy"
                                    + " to delete, or name another topic")
                            .formatted(settings.topic()));
        }
        if (!cleanup(admin, settings.placeTopic()).equals("compact")) {
            throw new RelayTrouble(
                    ("The topic %s is not compacted, so the relay's place in it would be deleted some day."
                                    + " Set its cleanup.policy to compact")
                            .formatted(settings.placeTopic()));
        }
    }

    private static String cleanup(Admin admin, String topic) throws InterruptedException {
        var resource = List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic));
        return answer(admin.describeConfigs(resource).all()).values().stream()
                .map(config -> config.get(CLEANUP).value())
                .collect(Collectors.joining());
    }

    /** The answer, or the failure that Kafka gave instead of it. */
    static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(KafkaLimits.BLOCK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("Kafka does not answer", late);
        }
    }
}
