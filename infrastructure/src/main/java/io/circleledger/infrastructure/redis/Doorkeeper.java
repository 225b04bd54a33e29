package io.circleledger.infrastructure.redis;

import io.ledger.core.stream.StreamId;

/**
 * Tells which circles are read for at least the second time of late, so that only those are remembered: a walk through
 * all circles takes the place of none that is read often, and costs no upkeep.
 *
 * <p>The name is that of TinyLFU (Einziger, Friedman and Manes, TinyLFU: A Highly Efficient Cache Admission Policy,
 * 2017). Here it is a table of hashes in which a later circle takes the place of an earlier one. Threads look into it
 * without any order: whoever misses the other's entry asks Redis once more, and two circles of one hash are let in one
 * read too early.
 */
final class Doorkeeper {

    private final int[] lastHashes;

    /** @param places a power of two; about as many other circles may be read between two reads of one */
    Doorkeeper(int places) {
        this.lastHashes = new int[places];
    }

    /** Whether the circle was here before; from now on it was. */
    boolean knows(StreamId id) {
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
