package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedRedis;
import io.ledger.stores.TestStores;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis of its own, since its settings are those of all who use it. */
class RedisFaultsTest {

    @TempDir
    Path directory;

    private DataDirectory data;
    private EmbeddedRedis server;
    private RedisClient client;
    private RedisCommands<String, String> commands;
    private Redis redis;

    @BeforeEach
    void start() {
        data = TestStores.directory(directory);
        server = EmbeddedRedis.start(data);
        redis = PatientRedis.at(server.access().url());
        client = RedisClient.create(server.access().url());
        commands = client.connect().sync();
    }

    @AfterEach
    void stop() {
        redis.close();
        client.shutdown();
        server.close();
        data.close();
    }

    @Test
    void whatMakesItUnfitIsToldWithWhatToSet() {
        assertThat(redis.faults()).isEmpty();
        commands.configSet("maxmemory", "0");
        commands.configSet("maxmemory-policy", "allkeys-lru");
        assertThat(redis.faults()).as("nothing is evicted without a limit").isEmpty();
        commands.configSet("maxmemory", "100mb");
        assertThat(redis.faults())
                .singleElement()
                .asString()
                .contains("maxmemory-policy allkeys-lru, maxmemory 104857600", "set maxmemory-policy to noeviction");
        commands.configSet("maxmemory-policy", "noeviction");
        assertThat(redis.faults()).isEmpty();

        commands.replicaof("127.0.0.1", 1);
        assertThat(redis.faults()).singleElement().asString().contains("a replica", "set REDIS_URL to its primary");
        commands.replicaofNoOne();
        assertThat(redis.faults()).isEmpty();
    }

    @Test
    void whoMayNotAskIsToldNothingFalse() {
        commands.configSet("maxmemory", "100mb");
        commands.configSet("maxmemory-policy", "volatile-ttl");
        commands.aclSetuser(
                "asks-config",
                AclSetuserArgs.Builder.on().nopass().allKeys().allCommands().removeCommand(CommandType.INFO));
        commands.aclSetuser(
                "asks-nothing",
                AclSetuserArgs.Builder.on()
                        .nopass()
                        .allKeys()
                        .allCommands()
                        .removeCommand(CommandType.INFO)
                        .removeCommand(CommandType.CONFIG)
                        .removeCommand(CommandType.ROLE));
        try (var asksConfig = PatientRedis.at(urlOf("asks-config"));
                var asksNothing = PatientRedis.at(urlOf("asks-nothing"))) {
            assertThat(asksConfig.faults()).singleElement().asString().contains("volatile-ttl");
            assertThat(asksNothing.faults()).isEmpty();
        }
    }

    private String urlOf(String user) {
        var uri = RedisURI.create(server.access().url());
        return "redis://%s:any@%s:%d/0".formatted(user, uri.getHost(), uri.getPort());
    }
}
