package io.ledger.mariadb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * States remembered in the memory of this server, as many as fit; those that are asked for least go first.
 *
 * <p>Each entry has the era it was remembered in, and one of an earlier era is not there. So it does not matter when an
 * entry gets in that was on its way while everything was forgotten.
 */
public final class CaffeineRecentStates<S> implements RecentStates<S>, MeterBinder {

    /** In 512 bytes, which most states take: about 25 MB. */
    private static final long MAX_WEIGHT = 50_000;

    private record Remembered<S>(Versioned<S> latest, long era) {

        /** The one of the two that is of a later era, or has the later version; of equal ones what was told last. */
        Remembered<S> later(Remembered<S> other) {
            var isOtherLater = other.era == era ? other.latest.version() >= latest.version() : other.era > era;
            return isOtherLater ? other : this;
        }
    }

    private final Cache<StreamId, Remembered<S>> states;
    private final AtomicLong era = new AtomicLong();

    private final String name;

    /**
     * Remembers nothing yet.
     *
     * @param name the cache's, in metrics
     * @param codec tells how much memory a state takes
     */
    public CaffeineRecentStates(String name, StateCodec<S> codec) {
        this.name = name;
        this.states = Caffeine.newBuilder()
                .maximumWeight(MAX_WEIGHT)
                .weigher((StreamId _, Remembered<S> remembered) ->
                        codec.weight(remembered.latest().state()))
                // What an entry costs in upkeep is less than waking another thread for it.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        CaffeineCacheMetrics.monitor(registry, states, name);
    }

    @Override
    public Optional<Versioned<S>> find(StreamId id) {
        var found = states.getIfPresent(id);
        return found == null || found.era() != era.get() ? Optional.empty() : Optional.of(found.latest());
    }

    @Override
    public long era() {
        return era.get();
    }

    @Override
    public void remember(Versioned<S> latest, long takenIn) {
        if (takenIn == era.get()) {
            states.asMap().merge(latest.stream(), new Remembered<>(latest, takenIn), Remembered::later);
        }
    }

    @Override
    public void forget(StreamId id) {
        states.invalidate(id);
    }

    @Override
    public void forgetAll() {
        era.incrementAndGet();
        states.invalidateAll();
    }
}
