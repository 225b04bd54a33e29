package io.circleledger.main;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.infrastructure.redis.Redis;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes Redis unfit to hold a read model: told in the log when it is first seen, and again when it changes. */
final class RedisFitness {

    private static final Logger LOG = LoggerFactory.getLogger(RedisFitness.class);

    private final Redis redis;
    private List<String> told = List.of();

    RedisFitness(Redis redis) {
        this.redis = redis;
    }

    /**
     * Asks Redis, and logs what was not told before.
     *
     * @return each fault in a sentence that says what to set and may be shown to anybody
     * @throws StoreUnavailableException when it does not answer
     */
    synchronized List<String> faults() {
        var faults = redis.faults();
        faults.stream()
                .filter(fault -> !told.contains(fault))
                .forEach(
                        fault -> LOG.atWarn().addKeyValue("fault", fault).log("Redis is unfit to hold the read model"));
        told = faults;
        return faults;
    }

    /** Looks once at the start; a Redis that does not answer yet is for the projection to wait for. */
    void tellAtTheStart() {
        try {
            faults();
        } catch (StoreUnavailableException unavailable) {
            LOG.atDebug().setCause(unavailable).log("Redis was not asked how it is set");
        }
    }
}
