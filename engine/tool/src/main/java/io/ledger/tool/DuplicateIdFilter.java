package io.ledger.tool;

import io.ledger.core.feed.StoredEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What events claim for themselves and only one of them can have: an id, and a version of a stream.
 *
 * <p>Of each claim a fingerprint of eight bytes is kept, so that a log of millions fits. Two that are the
 * same are a reason to look again, and no proof.
 */
final class DuplicateIdFilter {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] fingerprints = new long[1024];
    private int count;

    static List<String> of(StoredEvent event) {
        return List.of("id " + event.eventId(), "version %d of %s".formatted(event.version(), event.streamId()));
    }

    static long fingerprint(String claim) {
        var hash = FNV_BASIS;
        for (var i = 0; i < claim.length(); i++) {
            hash = (hash ^ claim.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    void add(StoredEvent event) {
        for (var claim : of(event)) {
            if (count == fingerprints.length) {
                fingerprints = Arrays.copyOf(fingerprints, Math.addExact(count, count / 2));
            }
            fingerprints[count++] = fingerprint(claim);
        }
    }

    /** The fingerprints that there are several of. */
    Set<Long> repeated() {
        Arrays.sort(fingerprints, 0, count);
        var repeated = new HashSet<Long>();
        for (var i = 1; i < count; i++) {
            if (fingerprints[i] == fingerprints[i - 1]) {
                repeated.add(fingerprints[i]);
            }
        }
        return repeated;
    }
}
