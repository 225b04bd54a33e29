package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Document;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The connections to a Redis or to a cluster: one for queries and one for projections, and one for each near cache.
 *
 * <p>None is made before it is needed.
 */
public final class Redis implements AutoCloseable {

    /** How this store is called wherever somebody is told about it. */
    public static final String STORE = "redis";

    private final RedisServer server;
    private final RedisLink queries;
    private final RedisLink projection;

    /** @param readTimeout how long a query, and the making of a connection, waits for an answer */
    Redis(RedisAddress address, Duration readTimeout) {
        this.server = new RedisServer(address, readTimeout);
        this.queries = new RedisLink(server, readTimeout);
        this.projection = new RedisLink(server, RedisLimits.WRITE_TIMEOUT);
    }

    /**
     * Prepares connections without making one: the first is made when it is needed.
     *
     * @param url such as {@code redis://:password@host:6379/0}; see {@link RedisAddress} for the others
     */
    public static Redis at(String url) {
        return at(RedisAddress.of(url));
    }

    /** Prepares connections without making one: the first is made when it is needed. */
    public static Redis at(RedisAddress address) {
        return new Redis(address, RedisLimits.READ_TIMEOUT);
    }

    /** A read model as queries see it. */
    public <V extends Document> RedisDocumentReader<V> reader(RedisReadModel<V> model) {
        return new RedisDocumentReader<>(live(queries, model));
    }

    /** The same, with documents cached in this server's memory once that is started. */
    public <V extends Document> NearDocuments<V> nearDocuments(RedisReadModel<V> model) {
        return new NearDocuments<>(model.name(), reader(model), () -> {
            var epoch = server.epoch();
            var keys = queries.call(connection -> new KeySpace(model, connection.isCluster()));
            var connection = server.connectTo(keys.generation());
            try {
                return new TrackedConnection<>(connection, model, keys, () -> server.epoch() != epoch);
            } catch (RedisException refused) {
                var _ = connection.closeAsync();
                throw refused;
            }
        });
    }

    /** A read model as its projection writes it. */
    public <V extends Document> RedisDocumentStore<V> store(RedisReadModel<V> model) {
        return new RedisDocumentStore<>(live(projection, model));
    }

    /** The generations of a read model. */
    public <V extends Document> RedisReadModels<V> readModels(RedisReadModel<V> model) {
        return new RedisReadModels<>(live(projection, model));
    }

    /** The live read model for somebody who checks it. */
    public <V extends Document> RedisDocumentScan<V> scan(RedisReadModel<V> model) {
        return new RedisDocumentScan<>(live(projection, model));
    }

    private static <V extends Document> ModelLink<V> live(RedisLink link, RedisReadModel<V> model) {
        return new ModelLink<>(link, model, new GenerationChoice.Live());
    }

    /**
     * Asks Redis for a sign of life.
     *
     * @throws io.ledger.core.StoreUnavailableException when there is none
     */
    public void ping() {
        queries.call(connection -> connection.sync().ping());
    }

    /**
     * What makes it unfit to hold read models: each fault in a sentence that says what to set. None is told where Redis
     * does not let itself be asked.
     *
     * @param models those that its user has to have access to
     * @throws io.ledger.core.StoreUnavailableException when it does not answer
     */
    public List<String> faults(RedisReadModel<?>... models) {
        var faults = queries.call(connection -> connection.primaries().stream()
                .flatMap(commands ->
                        Stream.concat(RedisFaults.of(commands).stream(), userFaults(connection, commands, models)))
                .distinct()
                .toList());
        if (faults.stream().anyMatch(RedisFaults::isReplica)) {
            // A failover may have made it one; the next connections lead to the primary, if there is one.
            server.renew();
        }
        return faults;
    }

    private static Stream<String> userFaults(
            RedisConnection connection, RedisClusterCommands<String, String> commands, RedisReadModel<?>... models) {
        var isCluster = connection.isCluster();
        return Stream.of(models)
                .flatMap(model -> RedisFaults.ofUser(commands, new KeySpace(model, isCluster), isCluster).stream());
    }

    /** Why it cannot be used, in words that may be shown to anybody. */
    public static String reason(StoreUnavailableException failure) {
        return RedisFaults.reason(failure).orElse("does not answer");
    }

    @Override
    public void close() {
        queries.close();
        projection.close();
        server.close();
    }
}
