package io.ledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Function;

/** What was read of identities, for as long as an {@link EpochWatch} lets it count. */
public final class EpochCache<K, V> {

    private final EpochWatch watch;
    private final Cache<K, Entry<V>> entries = Caffeine.newBuilder()
            .maximumSize(IdentityLimits.REMEMBERED)
            .expireAfterWrite(IdentityLimits.REMEMBERED_FOR)
            .build();

    public EpochCache(EpochWatch watch) {
        this.watch = watch;
    }

    private record Entry<V>(EpochWatch.Moment moment, V value) {}

    /**
     * What is remembered, or else what is read now. What is not there is not remembered: anybody can ask for it, and
     * would fill the memory.
     */
    public Optional<V> get(K key, Function<K, Optional<V>> reader) {
        var entry = entries.getIfPresent(key);
        if (entry != null && watch.isCurrent(entry.moment())) {
            return Optional.of(entry.value());
        }
        var moment = watch.moment();
        var read = reader.apply(key);
        read.ifPresentOrElse(value -> entries.put(key, new Entry<>(moment, value)), () -> entries.invalidate(key));
        return read;
    }
}
