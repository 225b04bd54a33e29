package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.kafka.RelayStatus.RelayState;
import io.ledger.stores.TestKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaRelayTest {

    private RelayedLedger ledger;

    @BeforeEach
    void openEmptyLog() {
        ledger = RelayedLedger.to(TestKafka.shared());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void everyEventIsInKafkaOnceAndThoseOfAStreamInTheirOrder() {
        ledger.grow(40, 30);
        ledger.relay("a");

        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(1_200);
            ledger.grow(1, 3);
            consumer.areTheWholeLog(1_203);
        }
    }

    @Test
    void anEventIsACloudEventInStructuredModeWithItsStreamAsItsKey() {
        ledger.grow(1, 1);
        ledger.relay("a");

        var told = ledger.feed()
                .after(GlobalPosition.START, io.ledger.core.feed.FeedFilter.ALL, 1)
                .events()
                .getFirst();
        try (var consumer = ledger.consumer()) {
            var event = consumer.read(1).getFirst();
            assertThat(event.key()).isEqualTo(told.streamId());
            assertThat(event.value()).isEqualTo(CloudEventCodec.encode(told));
            assertThat(CommittedEvents.header(event, "content-type"))
                    .isEqualTo("application/cloudevents+json; charset=UTF-8");
            assertThat(CommittedEvents.header(event, "position")).isEqualTo("1");
            assertThat(CommittedEvents.header(event, "type")).isEqualTo(told.eventType());
        }
    }

    @Test
    void anEventThatCannotBeReadIsRelayedAsTheFeedTellsIt() {
        ledger.grow(1, 2);
        ledger.execute("UPDATE counter_events SET event_type = 'OfAnotherVersion' WHERE position = 1");
        ledger.relay("a");

        try (var consumer = ledger.consumer()) {
            var events = consumer.read(2).stream().map(CommittedEvents::event).toList();
            assertThat(events.getFirst().eventType()).isEqualTo("OfAnotherVersion");
            assertThat(events.getFirst().unreadable()).isPresent();
            assertThat(events.getLast().unreadable()).isEmpty();
        }
    }

    @Test
    void topicsThatAreMissingAreMade() throws Exception {
        ledger.relay("a");
        eventually(() -> "the relay works", () -> ledger.settings().topic().isEmpty() || isThere());

        try (var admin = Admin.create(Map.of("bootstrap.servers", TestKafka.shared()))) {
            var topics = admin.describeTopics(
                            List.of(ledger.settings().topic(), ledger.settings().placeTopic()))
                    .allTopicNames()
                    .get();
            assertThat(topics.get(ledger.settings().topic()).partitions()).hasSize(3);
            assertThat(topics.get(ledger.settings().placeTopic()).partitions()).hasSize(1);
            assertThat(config(admin, ledger.settings().topic(), "retention.ms")).isEqualTo("-1");
            assertThat(config(admin, ledger.settings().placeTopic(), "cleanup.policy"))
                    .isEqualTo("compact");
        }
    }

    private boolean isThere() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestKafka.shared()))) {
            return admin.listTopics().names().get().contains(ledger.settings().placeTopic());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String config(Admin admin, String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }

    @Test
    void anotherRelayTakesOverWhereTheFirstStopped() {
        ledger.grow(3, 5);
        var first = ledger.relay("a");
        relayed(first, 15);
        var second = ledger.relay("b");
        assertThat(second.status().state()).isEqualTo(RelayState.STANDBY);
        assertThat(second.status().lag()).isEmpty();

        first.close();
        ledger.grow(3, 5);
        relayed(second, 30);

        assertThat(second.status().epoch()).isEqualTo(2);
        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(30);
        }
    }

    @Test
    void aLogThatLostItsEndStopsTheRelayUntilItIsTheRightOneAgain() {
        ledger.grow(2, 5);
        var first = ledger.relay("a");
        relayed(first, 10);
        first.close();
        ledger.execute("CREATE TABLE kept AS SELECT * FROM counter_events");
        ledger.loseAfter(7);

        var relay = ledger.relay("b");
        troubled(relay, "up to position 10", "the log ends at 7", "Restore the log");
        ledger.grow(1, 4);
        troubled(relay, "the log has the event");
        ledger.execute(
                "DELETE FROM counter_events",
                "INSERT INTO counter_events SELECT * FROM kept",
                "UPDATE log_head SET position = 10");
        eventually(() -> relay.status().toString(), () -> relay.status().state() == RelayState.RELAYING);
        assertThat(relay.status().trouble()).isEmpty();
        ledger.grow(1, 1);
        relayed(relay, 11);

        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(11);
        }
    }

    @Test
    void aLogThatIsReplacedUnderTheRelayStopsIt() {
        ledger.grow(2, 5);
        var relay = ledger.relay("a");
        relayed(relay, 10);

        ledger.loseAfter(9);
        ledger.grow(1, 1);

        troubled(relay, "up to position 10", "the log has the event");
        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(10);
        }
    }

    @Test
    void aTopicThatWasMadeAnewStopsTheRelay() throws Exception {
        ledger.grow(1, 3);
        var first = ledger.relay("a");
        relayed(first, 3);
        first.close();
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestKafka.shared()))) {
            admin.deleteTopics(List.of(ledger.settings().topic())).all().get();
        }

        var relay = ledger.relay("b");

        troubled(relay, "is empty", "delete the topic " + ledger.settings().placeTopic());
    }

    @Test
    void aTopicWithEventsAndWithoutAPlaceStopsTheRelay() throws Exception {
        ledger.grow(1, 3);
        var first = ledger.relay("a");
        relayed(first, 3);
        first.close();
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestKafka.shared()))) {
            admin.deleteTopics(List.of(ledger.settings().placeTopic())).all().get();
        }

        troubled(
                ledger.relay("b"), "has no place", "Delete " + ledger.settings().topic());
    }

    @Test
    void aPlaceThatNoRelayHasWrittenStopsTheRelay() throws Exception {
        ledger.grow(1, 3);
        var first = ledger.relay("a");
        relayed(first, 3);
        first.close();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.shared()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(ledger.settings().placeTopic(), "place", "5"))
                    .get();
        }

        troubled(ledger.relay("b"), "is not from a relay");
    }

    @Test
    void aTopicThatIsCompactedIsRefused() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestKafka.shared()))) {
            admin.createTopics(List.of(new NewTopic(ledger.settings().topic(), Optional.of(1), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }

        troubled(ledger.relay("a"), "is compacted", "cleanup.policy");
    }

    @Test
    void theMetricsTellWhereTheRelayIs() {
        var metrics = new SimpleMeterRegistry();
        ledger.grow(2, 5);
        var relay = ledger.relay("a");
        relay.bindTo(metrics);
        relayed(relay, 10);

        assertThat(metrics.get("ledger.relay.position").gauge().value()).isEqualTo(10);
        assertThat(metrics.get("ledger.relay.lag").gauge().value()).isZero();
        assertThat(metrics.get("ledger.relay.leading").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("ledger.relay.epoch").gauge().value()).isEqualTo(1);
        eventually(
                () -> "events are counted",
                () -> metrics.get("ledger.relay.events").functionCounter().count() == 10);

        relay.publisher().published(new LogPlace(new GlobalPosition(12), "unseen"));
        assertThat(metrics.get("ledger.relay.lag").gauge().value()).isEqualTo(2);

        relay.close();
        assertThat(metrics.get("ledger.relay.leading").gauge().value()).isZero();
        assertThat(metrics.get("ledger.relay.lag").gauge().value()).isNaN();
    }

    static void relayed(KafkaRelay relay, long position) {
        eventually(
                () -> "position %d is relayed: %s".formatted(position, relay.status()),
                () -> relay.status()
                        .place()
                        .filter(place -> place.position().value() == position)
                        .isPresent());
    }

    private static void troubled(KafkaRelay relay, String... words) {
        eventually(
                () -> "%s is told: %s".formatted(List.of(words), relay.status()),
                () -> relay.status()
                        .trouble()
                        .filter(told -> List.of(words).stream().allMatch(told::contains))
                        .isPresent());
        assertThat(relay.status().state()).isIn(RelayState.STOPPED, RelayState.TAKING_OVER);
    }
}
