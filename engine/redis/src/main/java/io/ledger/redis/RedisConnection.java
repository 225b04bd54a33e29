package io.ledger.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.models.role.RedisInstance.Role;
import java.time.Duration;
import java.util.List;

/** A connection to one Redis, or to all nodes of a cluster: what both can do. */
sealed interface RedisConnection {

    RedisClusterCommands<String, String> sync();

    RedisClusterAsyncCommands<String, String> async();

    StatefulConnection<String, String> raw();

    boolean isCluster();

    /** The number of the database; a cluster has one. */
    int database();

    /** The servers that take writes, each to be asked for itself. */
    List<RedisClusterCommands<String, String>> primaries();

    default Duration timeout() {
        return raw().getTimeout();
    }

    /** To a Redis that is alone. */
    record Single(StatefulRedisConnection<String, String> raw, int database) implements RedisConnection {

        @Override
        public RedisClusterCommands<String, String> sync() {
            return raw.sync();
        }

        @Override
        public RedisClusterAsyncCommands<String, String> async() {
            return raw.async();
        }

        @Override
        public boolean isCluster() {
            return false;
        }

        @Override
        public List<RedisClusterCommands<String, String>> primaries() {
            return List.of(raw.sync());
        }
    }

    /** To a cluster. */
    record Cluster(StatefulRedisClusterConnection<String, String> raw) implements RedisConnection {

        @Override
        public RedisClusterCommands<String, String> sync() {
            return raw.sync();
        }

        @Override
        public RedisClusterAsyncCommands<String, String> async() {
            return raw.async();
        }

        @Override
        public boolean isCluster() {
            return true;
        }

        @Override
        public int database() {
            return 0;
        }

        @Override
        public List<RedisClusterCommands<String, String>> primaries() {
            return raw.getPartitions().stream()
                    .filter(node -> node.getRole() == Role.UPSTREAM)
                    .<RedisClusterCommands<String, String>>map(node -> raw.getConnection(
                                    node.getUri().getHost(), node.getUri().getPort())
                            .sync())
                    .toList();
        }
    }
}
