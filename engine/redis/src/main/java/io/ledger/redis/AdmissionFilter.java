package io.ledger.redis;

import io.ledger.core.StreamId;

/**
 * Admits a stream to the cache on its second recent read: a walk through all streams takes the place of none that is
 * read often, and costs no upkeep.
 *
 * <p>It is what TinyLFU calls a doorkeeper (Einziger, Friedman and Manes, TinyLFU: A Highly Efficient Cache Admission
 * Policy, 2017). Here it is a table of hashes in which a later stream takes the place of an earlier one. Threads look
 * into it without any order: whoever misses the other's entry asks Redis once more, and two streams of one hash are
 * admitted one read too early.
 */
final class AdmissionFilter {

    private final int[] lastHashes;

    /** @param places a power of two; about as many other streams may be read between two reads of one */
    AdmissionFilter(int places) {
        this.lastHashes = new int[places];
    }

    /** Whether the stream was read before; from now on it was. */
    boolean admits(StreamId id) {
        var hash = spread(id.id().hashCode());
        var place = hash & (lastHashes.length - 1);
        if (lastHashes[place] == hash) {
            return true;
        }
        lastHashes[place] = hash;
        return false;
    }

    /** Has all bits of the hash decide about the place (the finalizer of MurmurHash3, Appleby 2011). */
    private static int spread(int hash) {
        var mixed = hash;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }
}
