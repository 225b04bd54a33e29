package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.redis.Redis;
import io.ledger.server.RedisHealth;
import io.ledger.stores.EmbeddedRedis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisHealthTest {

    @TempDir
    Path directory;

    @Test
    void whatMakesRedisUnfitIsToldWhileItGoesOn() {
        try (var data = TestStores.directory(directory);
                var server = EmbeddedRedis.start(data);
                var redis = Redis.at(server.access().url());
                var client = RedisClient.create(server.access().url());
                var connection = client.connect()) {
            var health = new RedisHealth(redis, List.of(CircleStreams.REDIS));
            assertThat(health.get()).isInstanceOf(Health.Up.class);
            connection.sync().configSet("maxmemory-policy", "allkeys-lru");
            connection.sync().replicaof("127.0.0.1", 1);
            assertThat(health.get())
                    .isInstanceOfSatisfying(
                            Health.Degraded.class,
                            degraded -> assertThat(degraded.reason())
                                    .contains("set maxmemory-policy to noeviction; it is a replica"));
            connection.sync().replicaofNoOne();
            connection.sync().configSet("maxmemory-policy", "noeviction");
            assertThat(health.get()).isInstanceOf(Health.Up.class);
        }
    }

    @Test
    void oneThatDoesNotAnswerIsDown() {
        try (var redis = Redis.at("redis://127.0.0.1:1/0")) {
            assertThat(new RedisHealth(redis, List.of(CircleStreams.REDIS)).get())
                    .isEqualTo(new Health.Down("does not answer"));
        }
    }
}
