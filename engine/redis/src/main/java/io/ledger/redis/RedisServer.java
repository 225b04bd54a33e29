package io.ledger.redis;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.resource.ClientResources;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a URL of Redis: one server, or a cluster of them. Which of the two it is, the first connection finds out;
 * a URL that names several servers means a cluster.
 */
final class RedisServer implements AutoCloseable {

    private final ClientResources resources = ClientResources.create();
    private final RedisClient client = RedisClient.create(resources);
    private final List<RedisURI> seeds;
    private final ReentrantLock making = new ReentrantLock();

    /** Whether it is a cluster; nothing is known before the first connection. */
    private volatile @Nullable Boolean isCluster;

    private volatile @Nullable RedisClusterClient cluster;

    RedisServer(String url) {
        this.seeds = seeds(url);
        seeds.forEach(seed -> seed.setTimeout(RedisLimits.READ_TIMEOUT));
        client.setOptions(options());
        if (seeds.size() > 1) {
            isCluster = true;
        }
    }

    private static List<RedisURI> seeds(String url) {
        var isList = url.indexOf(',', url.lastIndexOf('@') + 1) >= 0
                && (url.startsWith("redis://") || url.startsWith("rediss://"));
        return isList ? RedisClusterURIUtil.toRedisURIs(URI.create(url)) : List.of(RedisURI.create(url));
    }

    private static ClusterClientOptions options() {
        return ClusterClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(RedisLimits.REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisLimits.CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(RedisLimits.TOPOLOGY_REFRESH)
                        .build())
                .build();
    }

    /**
     * Makes a connection.
     *
     * @throws RedisException when that fails
     */
    RedisConnection connect(Duration timeout) {
        var connection = Boolean.TRUE.equals(isCluster) ? toCluster() : toSeed();
        connection.raw().setTimeout(timeout);
        return connection;
    }

    private RedisConnection toSeed() {
        var connection = client.connect(seeds.getFirst());
        var isOfCluster = isCluster;
        if (isOfCluster == null) {
            try {
                isOfCluster = isPartOfCluster(connection);
            } catch (RedisException silence) {
                var _ = connection.closeAsync();
                throw silence;
            }
            isCluster = isOfCluster;
        }
        if (isOfCluster) {
            connection.close();
            return toCluster();
        }
        return new RedisConnection.Single(connection, seeds.getFirst().getDatabase());
    }

    /** Who may not be asked is taken for a server that is alone: a cluster would refuse the first command. */
    private static boolean isPartOfCluster(StatefulRedisConnection<String, String> connection) {
        try {
            return connection.sync().info("cluster").contains("cluster_enabled:1");
        } catch (RedisCommandExecutionException refused) {
            try {
                return connection.sync().clusterInfo().contains("cluster_state:");
            } catch (RedisCommandExecutionException none) {
                return false;
            }
        }
    }

    /** With a connection to each server that takes writes, since a command to one that has none yet is refused. */
    private RedisConnection toCluster() {
        var connection = new RedisConnection.Cluster(clusterClient().connect());
        try {
            connection.primaries();
            return connection;
        } catch (RedisException failure) {
            var _ = connection.raw().closeAsync();
            throw failure;
        }
    }

    private RedisClusterClient clusterClient() {
        making.lock();
        try {
            var made = cluster;
            if (made == null) {
                made = RedisClusterClient.create(resources, seeds);
                made.setOptions(options());
                cluster = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    /**
     * Makes a connection to the one server that has some keys, for what a connection to several cannot do.
     *
     * @param key one of them
     * @throws RedisException when that fails
     */
    StatefulRedisConnection<String, String> connectTo(String key) {
        var known = cluster;
        if (known == null) {
            return client.connect(seeds.getFirst());
        }
        // It may have moved: that is why a new connection is needed.
        known.refreshPartitions();
        var node = known.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        if (node == null) {
            throw new RedisException("no server of the cluster has the slot of " + key);
        }
        // What it takes to be let in, only the seeds say.
        return client.connect(RedisURI.builder(seeds.getFirst())
                .withHost(node.getUri().getHost())
                .withPort(node.getUri().getPort())
                .build());
    }

    @Override
    public void close() {
        var made = cluster;
        if (made != null) {
            made.shutdown(Duration.ZERO, RedisLimits.SHUTDOWN);
        }
        client.shutdown(Duration.ZERO, RedisLimits.SHUTDOWN);
        resources
                .shutdown(0, RedisLimits.SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
