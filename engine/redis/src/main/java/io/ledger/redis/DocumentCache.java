package io.ledger.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.log.Complete;
import io.ledger.redis.CacheSlot.CacheEntry;
import io.ledger.redis.CacheSlot.Mark;
import java.util.Optional;

/**
 * The documents that were read more than once of late, in memory.
 *
 * <p><b>How nothing outdated gets in.</b> Before a document is read for the second time, a mark is put in its place.
 * Whoever hears that the document has changed takes the mark away, and only what still finds its mark is kept.
 */
final class DocumentCache<V extends Document> {

    /** Reads a document; empty when there was no answer. */
    interface DocumentSource<V extends Document> {

        /**
         * Reads the document of a stream.
         *
         * @param isKept whether it may be kept, so that changes of it have to be told
         */
        Optional<Complete<Optional<V>>> read(StreamId id, boolean isKept);
    }

    // What an entry costs in upkeep is less than waking another thread for it.
    private final Cache<StreamId, CacheSlot<V>> slots = Caffeine.newBuilder()
            .maximumSize(RedisLimits.NEAR_DOCUMENTS)
            .executor(Runnable::run)
            .build();
    private final AdmissionFilter admission = new AdmissionFilter(RedisLimits.NEAR_ADMISSION);

    Optional<V> get(StreamId id) {
        return slots.getIfPresent(id) instanceof CacheEntry<V>(var document) ? Optional.of(document) : Optional.empty();
    }

    /** Reads a document, and keeps it if it was read before. */
    Optional<Complete<Optional<V>>> read(StreamId id, DocumentSource<V> source) {
        if (!admission.admits(id)) {
            return source.read(id, false);
        }
        var mark = new Mark<V>();
        var isMarked = slots.asMap().putIfAbsent(id, mark) == null;
        try {
            var found = source.read(id, true);
            if (isMarked) {
                found.flatMap(Complete::value)
                        .ifPresent(document -> slots.asMap().replace(id, mark, new CacheEntry<>(document)));
            }
            return found;
        } finally {
            slots.asMap().remove(id, mark);
        }
    }

    /** Takes a document out, or the mark in its place. */
    void forget(StreamId id) {
        slots.invalidate(id);
    }

    /** Takes all documents and marks out. */
    void forgetAll() {
        slots.invalidateAll();
    }
}
