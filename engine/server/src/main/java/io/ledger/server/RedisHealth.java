package io.ledger.server;

import io.ledger.core.StoreUnavailableException;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisReadModel;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How Redis is: whether it answers, and whether it is fit to hold a read model.
 *
 * <p>What makes it unfit is told in the log when it is first seen, at the start or at a later look, and in each answer.
 */
public final class RedisHealth implements Supplier<Health> {

    private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

    private final Redis redis;
    private final RedisReadModel<?>[] models;
    private volatile List<String> told = List.of();

    /** @param models those that it is to hold */
    public RedisHealth(Redis redis, List<? extends RedisReadModel<?>> models) {
        this.redis = redis;
        this.models = models.toArray(RedisReadModel<?>[]::new);
    }

    @Override
    public Health get() {
        try {
            redis.ping();
            var faults = redis.faults(models);
            tell(faults);
            return faults.isEmpty() ? new Health.Up() : new Health.Degraded(String.join("; ", faults));
        } catch (StoreUnavailableException failure) {
            var reason = Redis.reason(failure);
            tell(List.of(reason));
            return new Health.Down(reason);
        }
    }

    private void tell(List<String> faults) {
        var before = told;
        told = faults;
        for (var fault : faults) {
            if (!before.contains(fault)) {
                LOG.atWarn().addKeyValue("fault", fault).log("Redis cannot hold the read model, or not well");
            }
        }
    }
}
