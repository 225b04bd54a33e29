package io.ledger.projection;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a read model has started over of late, and how long its projection rests before it does so again.
 *
 * <p>One start over is how a read model heals. One after the other is a store that does not keep what it is given, such as
 * a Redis that evicts keys: it would be emptied and filled many times a second, for ever.
 */
final class StartOvers {

    private int count;
    private long lastNanos;
    private String reason = "";

    /**
     * Counts a start over.
     *
     * @param now the time on the clock of {@link System#nanoTime}
     * @return how long to rest before the read model is filled again
     */
    synchronized Duration another(String because, long now) {
        count = isOfLate(now) ? count + 1 : 1;
        lastNanos = now;
        reason = because;
        if (count <= ProjectionLimits.START_OVERS_AT_ONCE) {
            return Duration.ZERO;
        }
        var doublings = Math.min(count - ProjectionLimits.START_OVERS_AT_ONCE - 1, 10);
        var rest = ProjectionLimits.FIRST_BACKOFF.multipliedBy(1L << doublings);
        return rest.compareTo(ProjectionLimits.LONGEST_START_OVER_REST) < 0
                ? rest
                : ProjectionLimits.LONGEST_START_OVER_REST;
    }

    /** What is wrong, when the read model starts over again and again. */
    synchronized Optional<String> trouble(long now) {
        return count > ProjectionLimits.START_OVERS_AT_ONCE && isOfLate(now)
                ? Optional.of("started over %d times in a row, since %s; if that is Redis, see that it keeps its keys"
                                .formatted(count, reason)
                        + " (maxmemory-policy noeviction) and that nobody else writes to it")
                : Optional.empty();
    }

    private boolean isOfLate(long now) {
        return count > 0 && now - lastNanos < ProjectionLimits.START_OVERS_OF_LATE.toNanos();
    }
}
