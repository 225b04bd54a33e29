package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;

import io.ledger.stores.EmbeddedKafka;
import io.ledger.stores.EmbeddedMariaDb;
import io.ledger.stores.StoreHealth;
import io.ledger.stores.TestKafka;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, two relays and MariaDB, each in a process of its own, are killed in turn while events are recorded.
 *
 * <p>The system properties {@code relay.writes}, {@code relay.kills} (of each) and {@code relay.seed} say for how long and in
 * which order; the seed is printed.
 */
@Tag("long")
class RelayEnduranceIT {

    private static final int WRITES = Integer.getInteger("relay.writes", 6_000);
    private static final int KILLS = Integer.getInteger("relay.kills", 2);
    private static final long SEED = Long.getLong("relay.seed", System.nanoTime());
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    private Path files;

    @Test
    void eachEventIsInKafkaOnceWhateverIsKilled() throws Exception {
        System.out.printf("relay.writes=%d relay.kills=%d relay.seed=%d%n", WRITES, KILLS, SEED);
        var random = new Random(SEED);
        var brokers = TestKafka.startCluster(files, 3);
        try (var directory = TestStores.initialised(files.resolve("database"));
                var mariaDb = EmbeddedMariaDb.start(directory)) {
            var servers = brokers.stream().map(EmbeddedKafka::bootstrapServers).collect(Collectors.joining(","));
            try (var ledger = RelayedLedger.of(mariaDb.access(), RelayedLedger.settings(servers, "endurance", 3));
                    var consumer = ledger.consumer()) {
                var relays = new ArrayList<>(List.of(start(ledger), start(ledger)));
                try (var load = new SteadyLoad(ledger, 0)) {
                    for (var kill = 0; kill < KILLS; kill++) {
                        load.more(WRITES / KILLS / 3);
                        relays.remove(random.nextInt(2)).kill();
                        relays.add(start(ledger));
                        load.more(WRITES / KILLS / 3);
                        killAndAwait(brokers.get(random.nextInt(3))::health);
                        load.more(WRITES / KILLS / 3);
                        killAndAwait(mariaDb::health);
                    }
                    load.more(1);
                    consumer.areTheWholeLog(load.stop(), LONGEST);
                } finally {
                    relays.forEach(RelayProcess::kill);
                }
            }
        } finally {
            brokers.forEach(EmbeddedKafka::close);
        }
    }

    /** Kills a store, and returns when its supervisor has started it again. */
    private static void killAndAwait(Supplier<StoreHealth> health) {
        eventually(() -> "it runs: " + health.get(), () -> health.get() instanceof StoreHealth.Answering);
        var pid = ((StoreHealth.Answering) health.get()).pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        eventually(
                () -> "it runs again: " + health.get(),
                () -> health.get() instanceof StoreHealth.Answering(var now, var _) && now != pid);
    }

    private RelayProcess start(RelayedLedger ledger) throws IOException {
        return RelayProcess.start(ledger.access(), ledger.settings(), files.resolve("relay.log"));
    }
}
