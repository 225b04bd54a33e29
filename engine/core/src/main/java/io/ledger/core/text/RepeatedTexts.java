package io.ledger.core.text;

import io.ledger.core.Sha256;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Finds the texts that occur more than once, by a 64-bit hash of each: a million of them fit into 8 MB. */
public final class RepeatedTexts {

    private long[] hashes = new long[1_024];
    private int size;

    public void add(String text) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash(text);
    }

    public static long hash(String text) {
        return Long.parseUnsignedLong(Sha256.hex(text, 16), 16);
    }

    /** The hashes of those that were added more than once; a text that was not may share one. */
    public Set<Long> repeated() {
        Arrays.sort(hashes, 0, size);
        var repeated = new HashSet<Long>();
        for (var i = 1; i < size; i++) {
            if (hashes[i] == hashes[i - 1]) {
                repeated.add(hashes[i]);
            }
        }
        return repeated;
    }
}
