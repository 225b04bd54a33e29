package io.circleledger.infrastructure.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;
import java.util.List;

/**
 * The connections to Redis: one for queries, one that tells of changes and one for the projection,
 * and one for each database beside the live one, which are made only by those who work there.
 */
public final class Redis implements AutoCloseable {

    /** How this store is called wherever somebody is told about it. */
    public static final String STORE = "redis";

    private final RedisClient client;
    private final RedisLink queries;
    private final RedisLink projection;
    private final RedisLink rebuilt;
    private final RedisLink previous;
    private final RedisURI live;
    private final int database;

    private Redis(RedisClient client, String url) {
        this.client = client;
        this.database = RedisURI.create(url).getDatabase();
        this.live = uri(url, database);
        this.queries = new RedisLink(client, live, RedisLimits.READ_TIMEOUT);
        this.projection = new RedisLink(client, live, RedisLimits.WRITE_TIMEOUT);
        this.rebuilt = new RedisLink(client, uri(url, database + 1), RedisLimits.WRITE_TIMEOUT);
        this.previous = new RedisLink(client, uri(url, database + 2), RedisLimits.WRITE_TIMEOUT);
    }

    private static RedisURI uri(String url, int database) {
        var uri = RedisURI.create(url);
        uri.setTimeout(RedisLimits.READ_TIMEOUT);
        uri.setDatabase(database);
        return uri;
    }

    /**
     * Prepares connections without making one: the first is made when it is needed.
     *
     * @param url such as {@code redis://:password@host:6379/0}
     */
    public static Redis at(String url) {
        var client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(RedisLimits.REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisLimits.CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build());
        return new Redis(client, url);
    }

    public RedisCircleViews circleViews() {
        return new RedisCircleViews(queries);
    }

    /** The same, with circles remembered in this server's memory once they are started. */
    public NearCircleViews nearCircleViews() {
        return new NearCircleViews(circleViews(), () -> client.connect(live));
    }

    public RedisCircleViewStore circleViewStore() {
        return new RedisCircleViewStore(projection);
    }

    public RedisReadModels readModels() {
        return new RedisReadModels(database, projection, rebuilt, previous);
    }

    /** The live read model for somebody who checks it. */
    public RedisReadModelScan scan() {
        return new RedisReadModelScan(projection);
    }

    /**
     * Asks Redis for a sign of life.
     *
     * @throws io.ledger.core.StoreUnavailableException when there is none
     */
    public void ping() {
        queries.call(commands -> commands.ping());
    }

    /**
     * What makes it unfit to hold a read model: each fault in a sentence that says what to set. None is told where Redis
     * does not let itself be asked.
     *
     * @throws io.ledger.core.StoreUnavailableException when it does not answer
     */
    public List<String> faults() {
        return queries.call(RedisFaults::of);
    }

    @Override
    public void close() {
        queries.close();
        projection.close();
        rebuilt.close();
        previous.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
