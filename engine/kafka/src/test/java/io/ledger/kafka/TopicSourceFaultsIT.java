package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;
import static io.ledger.kafka.KafkaRelayTest.relayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.stores.EmbeddedKafka;
import io.ledger.stores.StoreHealth;
import io.ledger.stores.TestKafka;
import io.ledger.stores.TestStores;
import io.ledger.testkit.counter.CounterEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to Kafka, the relay or the reader: a projection has each event of the log once, and in its order. */
@Tag("long")
class TopicSourceFaultsIT {

    private static final int STEPS = 60;

    @TempDir
    private Path files;

    private static List<String> ids(List<LogEntry<CounterEvent>> entries) {
        return entries.stream().map(LogEntry::eventId).toList();
    }

    private static void hasReadTheLog(RelayedLedger ledger, TopicFollower follower) {
        assertThat(ids(follower.entries())).isEqualTo(ids(ledger.log().readFrom(GlobalPosition.START, 5_000)));
    }

    @Test
    void aBrokerThatIsKilledAndOneThatIsAway() {
        var directory = TestStores.directory(files.resolve("kafka"));
        var broker = EmbeddedKafka.start(directory, TestKafka.JARS);
        try (var ledger = RelayedLedger.to(broker.bootstrapServers());
                var follower = new TopicFollower(ledger)) {
            var relay = ledger.relay("a");
            ledger.grow(20, 3);
            relayed(relay, 60);
            follower.readTo(60);
            follower.goOn();

            var pid = ((StoreHealth.Answering) broker.health()).pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ledger.grow(20, 3);
            follower.readTo(120);
            eventually(
                    () -> "the broker is back: " + broker.health(),
                    () -> broker.health() instanceof StoreHealth.Answering(var now, var _) && now != pid);
            relayed(relay, 120);
            follower.goOn();

            broker.close();
            ledger.grow(20, 3);
            follower.readTo(180);
            follower.fallBack(SourceTrouble.UNREACHABLE);
            try (var _ = EmbeddedKafka.start(directory, TestKafka.JARS)) {
                relayed(relay, 180);
                follower.goOn();
                hasReadTheLog(ledger, follower);
            }
        } finally {
            broker.close();
            directory.close();
        }
    }

    /** Steps of the log, of relays and of followers that die and come back, as a seed has it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anythingInAnyOrder(long seed) {
        var random = new Random(seed);
        try (var ledger = RelayedLedger.to(TestKafka.shared());
                var topic = new HandmadeTopic(ledger.settings())) {
            var relay = ledger.relay("0");
            ledger.grow(1, 1);
            relayed(relay, 1);
            var partitions = 3;
            var follower = new TopicFollower(ledger);
            try {
                for (var step = 1; step <= STEPS; step++) {
                    switch (random.nextInt(8)) {
                        case 0, 1 -> ledger.grow(1 + random.nextInt(5), 1 + random.nextInt(4));
                        case 2 -> {
                            relay.close();
                            ledger.grow(1, 1 + random.nextInt(4));
                            relay = ledger.relay("relay " + step);
                        }
                        case 3 -> {
                            var before = follower;
                            follower = new TopicFollower(ledger).after(before, random.nextBoolean());
                            before.close();
                        }
                        case 4 -> follower.readTo(ledger.end().position().value());
                        case 5 -> topic.abort(ledger.events().subList(0, 1));
                        case 6 -> {
                            if (partitions < 6 && random.nextInt(4) == 0) {
                                topic.grow(++partitions);
                            }
                        }
                        default -> follower.step();
                    }
                }
                var end = ledger.end().position().value();
                relayed(relay, end);
                follower.readTo(end);
                follower.goOn();
                hasReadTheLog(ledger, follower);
            } finally {
                follower.close();
            }
        }
    }
}
