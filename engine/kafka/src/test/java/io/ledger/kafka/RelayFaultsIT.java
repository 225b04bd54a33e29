package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;
import static io.ledger.kafka.KafkaRelayTest.relayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.kafka.RelayStatus.RelayState;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.EmbeddedKafka;
import io.ledger.stores.StoreHealth;
import io.ledger.stores.TestKafka;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies, and whenever: each event is in Kafka once, and in its order. */
@Tag("long")
class RelayFaultsIT {

    /** How long a relay stands still at least; without it, until another one has taken over. */
    private static final Duration PAUSE = Duration.ofSeconds(Long.getLong("relay.pauseSeconds", 0));

    @TempDir
    private Path files;

    @Test
    void aBrokerThatIsKilledAndOneThatIsAwayForAWholeLoad() {
        var directory = TestStores.directory(files.resolve("kafka"));
        var broker = EmbeddedKafka.start(directory, TestKafka.JARS);
        try (var ledger = RelayedLedger.to(broker.bootstrapServers())) {
            var relay = ledger.relay("a");
            try (var load = new SteadyLoad(ledger, 0)) {
                load.more(200);
                kill(broker);
                load.more(200);
                eventually(
                        () -> "the broker is back: " + broker.health(),
                        () -> broker.health() instanceof StoreHealth.Answering);
                load.more(200);
                relayed(relay, load.stop());
            }

            broker.close();
            try (var load = new SteadyLoad(ledger, 0)) {
                load.more(500);
                eventually(
                        () -> "the relay tells of it: " + relay.status(),
                        () -> relay.status().failure().isPresent()
                                && relay.status().lag().filter(lag -> lag > 0).isPresent());
                var events = load.stop();
                try (var _ = EmbeddedKafka.start(directory, TestKafka.JARS);
                        var consumer = ledger.consumer()) {
                    consumer.areTheWholeLog(events);
                    relayed(relay, events);
                }
            }
        } finally {
            broker.close();
            directory.close();
        }
    }

    private static void kill(EmbeddedKafka broker) {
        var pid = ((StoreHealth.Answering) broker.health()).pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        eventually(
                () -> "the broker is dead: " + broker.health(),
                () -> !(broker.health() instanceof StoreHealth.Answering(var now, var _) && now == pid));
    }

    @Test
    void aDatabaseThatIsCutOff() throws IOException {
        var access = TestStores.shared().freshDatabase();
        try (var proxy = FaultProxy.inFrontOf(access.jdbcUrl());
                var direct = RelayedLedger.of(
                        access, RelayedLedger.settings(TestKafka.shared(), "cut-" + access.hashCode(), 1));
                var cut = RelayedLedger.of(
                        new DatabaseAccess(proxy.through(access.jdbcUrl()), access.user(), access.password()),
                        direct.settings())) {
            var relay = cut.relay("a");
            try (var load = new SteadyLoad(direct, 0)) {
                for (var round = 0; round < 5; round++) {
                    load.more(50);
                    proxy.cut();
                }
                proxy.down();
                load.more(100);
                proxy.heal();
                load.more(100);
                var events = load.stop();
                relayed(relay, events);
                try (var consumer = direct.consumer()) {
                    consumer.areTheWholeLog(events);
                }
            }
        }
    }

    @Test
    void aRelayThatIsKilledAndOneThatIsStoppedForLongerThanItsLease() throws Exception {
        try (var ledger = RelayedLedger.to(TestKafka.shared());
                var consumer = ledger.consumer();
                var load = new SteadyLoad(ledger, 0)) {
            try (var killed = start(ledger)) {
                consumer.read(100);
                killed.kill();
            }
            try (var stopped = start(ledger)) {
                consumer.read(3 * load.appends());
                stopped.pause();
                var pausedNanos = System.nanoTime();
                load.more(50);
                var second = ledger.relay("b");
                eventually(
                        () -> second.status().toString(), () -> second.status().state() == RelayState.RELAYING);
                do {
                    consumer.read(3 * load.appends());
                } while (System.nanoTime() - pausedNanos < PAUSE.toNanos());
                stopped.goOn();
                load.more(200);
                second.close();
                load.more(50);
                consumer.areTheWholeLog(load.stop());
                assertThat(second.status().state()).isEqualTo(RelayState.STANDBY);
            }
        }
    }

    private RelayProcess start(RelayedLedger ledger) throws IOException {
        return RelayProcess.start(ledger.access(), ledger.settings(), files.resolve("relay.log"));
    }
}
