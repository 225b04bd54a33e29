package io.ledger.redis;

import io.ledger.core.document.Document;

/** What is in the cache under a stream. */
sealed interface CacheSlot<V extends Document> {

    /** Somebody is reading it. */
    final class Mark<V extends Document> implements CacheSlot<V> {}

    /** Its document. */
    record CacheEntry<V extends Document>(V document) implements CacheSlot<V> {}
}
