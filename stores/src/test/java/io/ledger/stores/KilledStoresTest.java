package io.ledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores, and servers over them, that are killed. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KilledStoresTest extends StoresOfATest {

    @Test
    void takesOverFromAKilledServer() throws Exception {
        var killed = child("start");
        awaitLine(killed, "started");
        var orphans = storeProcesses();
        assertThat(orphans).hasSize(2);
        killed.destroyForcibly().waitFor();
        assertThat(orphans).allMatch(ProcessHandle::isAlive);
        var leftBehind = Files.readString(dataDir.resolve("stores.env"));

        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertHas(stores, "from the child");
            assertThat(storeProcesses()).hasSize(2).doesNotContainAnyElementsOf(orphans);
            assertThat(dataDir.resolve("stores.env")).hasContent(leftBehind);
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void believesNoPidFileNorDamagedState() throws Exception {
        var unrelated = new ProcessBuilder("sleep", "600").start();
        try {
            for (var store : List.of("mariadb/mariadbd.pid", "redis/redis-server.pid")) {
                var file = dataDir.resolve(store);
                Files.createDirectories(file.getParent());
                Files.writeString(file, unrelated.pid() + "\n");
            }
            Files.writeString(dataDir.resolve("lock.pid"), "garbage \0");
            Files.writeString(dataDir.resolve("mariadb/state.properties"), "port=x\\u00z");
            Files.write(dataDir.resolve("redis/state.properties"), new byte[] {(byte) 0xff, 0, 1});
            Files.createDirectories(dataDir.resolve("mariadb/data.partial/mysql"));
            Files.writeString(dataDir.resolve("mariadb/data.partial/mysql/half"), "half");
            Files.writeString(dataDir.resolve("mariadb/my.cnf.partial"), "half");

            try (var directory = TestStores.directory(dataDir);
                    var stores = EmbeddedStores.start(directory, BOTH)) {
                write(stores, "fine");
                assertHas(stores, "fine");
                assertThat(dataDir.resolve("mariadb/data.partial")).doesNotExist();
            }
            assertThat(unrelated.isAlive()).isTrue();
        } finally {
            unrelated.destroyForcibly();
        }
    }

    @Test
    void restartsStoresThatWereKilled() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            for (var round = 1; round <= 2; round++) {
                write(stores, "committed " + round);
                for (var process : storeProcesses()) {
                    process.destroyForcibly();
                    await(() -> !process.isAlive());
                }
                // Both are found at the address of before: nobody has to be told a new one.
                await(() ->
                        mariaDbUp(stores) && redisUp(stores) && storeProcesses().size() == 2);
                assertHas(stores, "committed " + round);
            }
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void keepsEveryAnsweredCommitOfAKillUnderLoad() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, MARIADB)) {
            write(stores.mariaDb().orElseThrow().access(), "0");
            var answered = new ConcurrentLinkedQueue<String>();
            var writing = new AtomicBoolean(true);
            var writer = Thread.ofVirtual().start(() -> {
                for (var i = 1; writing.get(); i++) {
                    try {
                        write(database(stores), "row " + i);
                        answered.add("row " + i);
                    } catch (SQLException e) {
                        // Not answered: the row may be there or not.
                        Thread.onSpinWait();
                    }
                }
            });
            for (var round = 0; round < 2; round++) {
                awaitMoreThan(answered, 25);
                var process = storeProcesses().getFirst();
                process.destroyForcibly();
                await(() -> !process.isAlive());
                awaitMoreThan(answered, 25);
            }
            writing.set(false);
            writer.join();
            assertThat(read(database(stores))).containsAll(answered);
        }
    }

    private static void awaitMoreThan(ConcurrentLinkedQueue<String> answered, int more) throws InterruptedException {
        var before = answered.size();
        await(() -> answered.size() > before + more);
    }

    @Test
    void startsWhereAFirstStartWasKilledHalfway() throws Exception {
        killHalfway();

        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            write(stores, "complete");
            assertHas(stores, "complete");
        }
        assertThat(storeProcesses()).isEmpty();
    }

    /** Tries again where the kill came late and the system tables were complete. */
    private void killHalfway() throws Exception {
        var complete = dataDir.resolve("mariadb/data");
        for (var attempt = 0; attempt < 5; attempt++) {
            var killed = child("start");
            await(() -> Files.exists(dataDir.resolve("mariadb/data.partial/mysql")) || Files.exists(complete));
            killed.destroyForcibly().waitFor();
            if (!Files.exists(complete)) {
                return;
            }
            try (var directory = TestStores.directory(dataDir);
                    var _ = EmbeddedStores.start(directory, BOTH)) {
                assertThat(storeProcesses()).hasSize(2);
            }
            DurableFiles.deleteTree(complete);
        }
        throw new AssertionError("The first start was always killed after its end");
    }

    @Test
    void givesStoresASessionThatNoTerminalSignalReaches() throws Exception {
        try (var directory = TestStores.directory(dataDir);
                var _ = EmbeddedStores.start(directory, REDIS)) {
            var pid = storeProcesses().getFirst().pid();
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            assertThat(fields[3]).as("session").isEqualTo(Long.toString(pid));
        }
    }
}
