package io.circleledger.infrastructure.caffeine;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circles;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.circleledger.domain.eventstore.RecentCircles;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Circles remembered in the memory of this server; those that are asked for least go first.
 *
 * <p>Each entry has the era it was remembered in, and one of an earlier era is not there. So it does not matter when an
 * entry gets in that was on its way while everything was forgotten.
 */
public final class CaffeineRecentCircles implements RecentCircles, MeterBinder {

    /** About 400 bytes each. */
    private static final int CIRCLES = 50_000;

    private record Remembered(Latest latest, long era) {

        /** The one of the two that is of a later era, or has the later version; of equal ones what was told last. */
        Remembered later(Remembered other) {
            var isOtherLater = other.era == era
                    ? other.latest.circle().version() >= latest.circle().version()
                    : other.era > era;
            return isOtherLater ? other : this;
        }
    }

    private final Cache<StreamId, Remembered> circles;
    private final AtomicLong era = new AtomicLong();

    /** Makes an empty one. */
    public CaffeineRecentCircles() {
        this.circles = Caffeine.newBuilder()
                .maximumSize(CIRCLES)
                // What an entry costs in upkeep is less than waking another thread for it.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        CaffeineCacheMetrics.monitor(registry, circles, "recent_circles");
    }

    @Override
    public Optional<Latest> find(StreamId id) {
        var found = circles.getIfPresent(id);
        return found == null || found.era() != era.get() ? Optional.empty() : Optional.of(found.latest());
    }

    @Override
    public long era() {
        return era.get();
    }

    @Override
    public void remember(Latest latest, long takenIn) {
        if (takenIn == era.get()) {
            circles.asMap().merge(latest.circle().id(), new Remembered(latest, takenIn), Remembered::later);
        }
    }

    @Override
    public void forget(StreamId id) {
        circles.invalidate(id);
    }

    @Override
    public void forgetAll() {
        era.incrementAndGet();
        circles.invalidateAll();
    }
}
