package io.ledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts and ends of the stores, and the places they may be in. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class EmbeddedStoresTest extends StoresOfATest {

    @Test
    void keepsDataPasswordsAndPortsFromStartToStart() throws Exception {
        DatabaseAccess firstDatabase;
        RedisAccess firstRedis;
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            firstDatabase = database(stores);
            firstRedis = redis(stores);
            write(stores, "kept");
        }
        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertThat(database(stores)).isEqualTo(firstDatabase);
            assertThat(redis(stores)).isEqualTo(firstRedis);
            assertHas(stores, "kept");
        }
    }

    @Test
    void runsInADirectoryOfAnyName() throws Exception {
        dataDir = dataDir.resolve("it's \"Ünï\" データ 👍 a\\nb $HOME `x` #1; 100%: [y]=(z)");
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            write(stores, "kept");
            assertSourceable(stores);
            assertThat(storeProcesses()).hasSize(2);
        }
        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertHas(stores, "kept");
        }
    }

    @Test
    void refusesASecondServerAndLeavesTheFirstAlone() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertThatThrownBy(() -> TestStores.directory(dataDir))
                    .isInstanceOf(EmbeddedStoreException.class)
                    .hasMessageContaining("in use by this process");

            var other = child("hold");
            var answer = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(answer)
                    .contains("in use by process " + ProcessHandle.current().pid())
                    .contains("Choose another DATA_DIR");
            // The lock survived the refusal within this process: the other one was refused too.
            write(stores, "undisturbed");
            assertHas(stores, "undisturbed");
        }
    }

    @Test
    void closesTwiceAndStartsAgainInTheSameDirectory() {
        var directory = TestStores.directory(dataDir);
        var first = EmbeddedStores.start(directory, REDIS);
        first.close();
        first.close();
        assertThat(storeProcesses()).isEmpty();
        assertThat(first.redis().orElseThrow().health())
                .isInstanceOfSatisfying(
                        StoreHealth.NotAnswering.class,
                        down -> assertThat(down.reason()).isEqualTo("stopped"));
        EmbeddedStores.start(directory, REDIS).close();
        directory.close();
        directory.close();
    }

    @Test
    void movesToAnotherPortIfTheLastOneIsTaken() throws Exception {
        try (var directory = TestStores.directory(dataDir)) {
            RedisAccess before;
            try (var stores = EmbeddedStores.start(directory, REDIS)) {
                before = redis(stores);
            }
            var port = Integer.parseInt(before.url().replaceAll(".*:(\\d+)/0", "$1"));
            try (var taken = new ServerSocket()) {
                taken.bind(LoopbackPort.at(port));
                try (var stores = EmbeddedStores.start(directory, REDIS)) {
                    assertThat(redis(stores)).isNotEqualTo(before);
                    assertThat(TestStores.redis(redis(stores), "PING")).isEqualTo("+PONG");
                }
            }
        }
    }

    @Test
    void saysWhyAStoreDoesNotStart() throws Exception {
        var data = Files.createDirectories(dataDir.resolve("redis/data/appendonlydir"));
        Files.writeString(data.resolve("appendonly.aof.manifest"), "not a manifest\n");
        try (var directory = TestStores.directory(dataDir)) {
            assertThatThrownBy(() -> EmbeddedStores.start(directory, REDIS))
                    .isInstanceOf(EmbeddedStoreException.class)
                    .hasMessageContaining("Invalid AOF manifest")
                    .hasMessageContaining("set REDIS_URL");
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void startsOnDataOfItsOwnSeriesOfMariaDbAlone() throws Exception {
        var version = dataDir.resolve("mariadb/data/mariadb_upgrade_info");
        for (var written : List.of("", "11.4.2-MariaDB")) {
            try (var directory = TestStores.initialised(dataDir)) {
                Files.writeString(version, written);
                EmbeddedStores.start(directory, MARIADB).close();
            }
            assertThat(version).hasContent("11.4.5-MariaDB");
        }
        for (var written : List.of("10.11.9-MariaDB", "11.8.1-MariaDB-log\n", "12.4.5")) {
            Files.writeString(version, written);
            try (var directory = TestStores.directory(dataDir)) {
                assertThatThrownBy(() -> EmbeddedStores.start(directory, MARIADB))
                        .isInstanceOf(EmbeddedStoreException.class)
                        .hasMessageContaining("are of MariaDB " + written.substring(0, written.indexOf('.')))
                        .hasMessageContaining("make a backup with it; then move");
            }
            assertThat(version).hasContent(written);
            assertThat(storeProcesses()).isEmpty();
        }
    }

    @Test
    void unpacksAgainWhatWasHalfUnpacked() throws Exception {
        var binaries = Files.createDirectories(dataDir.resolve("binaries"));
        var half = Files.createDirectories(binaries.resolve("redis-7.0.15.partial"));
        Files.writeString(half.resolve("redis-server"), "half");

        var home = BinaryInstall.install("Redis", StoreBinaries.redis(), binaries);

        assertThat(half).doesNotExist();
        assertThat(Files.size(home.resolve("redis-server"))).isGreaterThan(1_000_000);
        assertThat(Files.isExecutable(home.resolve("redis-server"))).isTrue();
    }

    @Test
    void saysWhatToDoWhereNoBinariesExist() {
        assertThat(StoreBinaries.mariaDb("Linux", "amd64")).isPresent();
        assertThat(StoreBinaries.mariaDb("Mac OS X", "aarch64")).isPresent();
        assertThat(StoreBinaries.redis("Linux", "aarch64")).isPresent();
        assertThat(StoreBinaries.mariaDb("Windows 11", "amd64")).isEmpty();
        assertThatThrownBy(() -> BinaryInstall.install("MariaDB", Optional.empty(), dataDir))
                .hasMessageContaining("Set DATABASE_URL and REDIS_URL");
    }

    @Test
    void sharedStoresGiveEveryTestItsOwnDatabases() throws Exception {
        var stores = TestStores.shared();
        var one = stores.freshDatabase();
        var two = stores.freshDatabase();
        write(one, "one");
        write(two, "two");
        assertThat(read(one)).containsExactly("one");
        assertThat(read(two)).containsExactly("two");
        var redis = stores.freshRedis();
        TestStores.redis(redis, "SET k v");
        assertThat(TestStores.redis(stores.freshRedis(), "GET k")).isEqualTo("$-1");
        assertThat(TestStores.redis(redis, "GET k")).isEqualTo("v");
    }
}
