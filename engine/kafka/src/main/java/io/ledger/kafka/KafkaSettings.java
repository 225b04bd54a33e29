package io.ledger.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where Kafka is, and what the topic of events is to be like.
 *
 * @param bootstrapServers brokers to begin with, as {@code host:port,host:port}; empty while there are none
 * @param topic the topic of events
 * @param partitions how many the topic is made with; one that is there keeps those it has
 * @param replication how many brokers keep each partition of a topic that is made
 * @param retention how long a topic that is made keeps events; empty for ever
 * @param client further settings of Kafka's clients, such as {@code security.protocol}
 */
public record KafkaSettings(
        String bootstrapServers,
        String topic,
        int partitions,
        int replication,
        Optional<Duration> retention,
        Map<String, String> client) {

    /** @throws IllegalArgumentException when a topic cannot have this name, or this many partitions or replicas */
    public KafkaSettings {
        if (!topic.matches("[a-zA-Z0-9._-]{1,200}") || topic.matches("\\.{1,2}")) {
            throw new IllegalArgumentException(
                    "The name of a topic is 1 to 200 letters, digits, dots, underscores and hyphens: " + topic);
        }
        if (partitions < 1 || partitions > KafkaLimits.PARTITIONS) {
            throw new IllegalArgumentException("A topic has 1 to " + KafkaLimits.PARTITIONS + " partitions");
        }
        if (replication < 1 || replication > KafkaLimits.REPLICATION) {
            throw new IllegalArgumentException("A topic has 1 to " + KafkaLimits.REPLICATION + " replicas");
        }
        client = Map.copyOf(client);
    }

    /** The same at other brokers. */
    public KafkaSettings at(String servers) {
        return new KafkaSettings(servers, topic, partitions, replication, retention, client);
    }

    /** The topic in which the relay keeps its place, beside that of the events. */
    public String placeTopic() {
        return topic + "-relay-place";
    }

    /** The one name under which relays write to the topic, so that the latest of them shuts out the others. */
    String transactionalId() {
        return topic + "-relay";
    }

    /** What any client of Kafka is told; whatever the operator says comes last and wins. */
    Map<String, Object> clientProperties(Map<String, Object> own) {
        var properties = new HashMap<String, Object>(own);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("metric.reporters", "");
        properties.put("enable.metrics.push", false);
        properties.put("reconnect.backoff.max.ms", KafkaLimits.RECONNECT_MILLIS);
        properties.putAll(client);
        return properties;
    }
}
