package io.circleledger.infrastructure.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.eventstore.RecentCircles;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;

/** Circles remembered in the memory of this server; those that are asked for least go first. */
public final class CaffeineRecentCircles implements RecentCircles, MeterBinder {

    /** About 400 bytes each. */
    private static final int CIRCLES = 50_000;

    private final Cache<CircleId, Latest> circles;

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
    public Optional<Latest> find(CircleId id) {
        return Optional.ofNullable(circles.getIfPresent(id));
    }

    @Override
    public void remember(Latest latest) {
        circles.asMap().merge(latest.circle().id(), latest, CaffeineRecentCircles::later);
    }

    private static Latest later(Latest one, Latest other) {
        // At the same version they differ if the log has another history; then what was told last is what it has.
        return other.circle().version() >= one.circle().version() ? other : one;
    }

    @Override
    public void forget(CircleId id) {
        circles.invalidate(id);
    }
}
