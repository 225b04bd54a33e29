package io.ledger.core.stream;

import java.nio.charset.StandardCharsets;

/**
 * Decides when a snapshot of a stream's state is taken: at regular versions while the state is small, and less often
 * the larger it is. It depends on the version and the encoded size alone. So it is the same on every server and after
 * every restart, and needs no query.
 *
 * <p>A state of up to {@code smallBytes} gets a snapshot at each multiple of {@code interval}; one of up to twice as
 * many bytes at each multiple of twice the interval; and so on by powers of two. An append of several events that
 * passes a multiple takes one snapshot, of the state after it. So, with {@code N} the interval, {@code L} the small
 * bytes and {@code s} the largest state:
 *
 * <ul>
 *   <li><b>Written</b>: a snapshot has at most {@code L / N} bytes for each version from the multiple before it. A
 *       stream of {@code n} events whose state never shrinks writes at most {@code n × L / N + L + 4 × s} bytes;
 *       without larger intervals, a state that grows by a constant with each event would write a share of {@code n²}.
 *       Whatever a state does, it is at most {@code n × L / N × (3 + log₂(n / N + 1) / 2)} bytes, and {@code L} more.
 *   <li><b>Replayed</b>: a load folds fewer than {@code N} events after the snapshot of a small state, and fewer than
 *       {@code 2 × N × s / L} after that of a larger one: about as many bytes as the snapshot has.
 * </ul>
 *
 * @param interval versions from one snapshot of a small state to the next
 * @param smallBytes the largest state that is small
 * @param kept how many of the newest snapshots of a stream stay when old ones are deleted
 */
public record SnapshotPolicy(int interval, long smallBytes, int kept) {

    /** What snapshots may cost for each event, in bytes: about as much as the event itself, with its envelope. */
    public static final int BYTES_PER_EVENT = 512;

    /** States up to this size are small at any interval. */
    public static final int ALWAYS_SMALL_BYTES = 2_048;

    /**
     * How many of the newest snapshots are kept: the last one, and the one before it in case the last one is invalid.
     */
    public static final int KEPT = 2;

    /** @throws IllegalArgumentException when a number is not positive */
    public SnapshotPolicy {
        if (interval < 1 || smallBytes < 1 || kept < 1) {
            throw new IllegalArgumentException(
                    "A snapshot policy has an interval, a size and a number of snapshots to keep of at least 1");
        }
    }

    /** The usual policy for an interval: {@link #BYTES_PER_EVENT} for each event, and {@link #KEPT} snapshots. */
    public static SnapshotPolicy every(int interval) {
        return new SnapshotPolicy(interval, Math.max(ALWAYS_SMALL_BYTES, (long) BYTES_PER_EVENT * interval), KEPT);
    }

    /** The size of an encoded state as it counts here. */
    public static long bytes(String state) {
        return state.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Versions from one snapshot to the next, for states of a size. */
    public long intervalOf(long bytes) {
        var versions = (long) interval;
        for (var limit = smallBytes; limit < bytes; limit *= 2) {
            versions *= 2;
        }
        return versions;
    }

    /**
     * Whether a snapshot is due.
     *
     * @param before the stream's version before the append
     * @param after its version after it, which the state is of
     * @param bytes the size of the state; 0 tells whether one of any size would be
     */
    public boolean isDue(int before, int after, long bytes) {
        var versions = intervalOf(bytes);
        return after / versions > before / versions;
    }

    /**
     * Whether a load that had to fold this many events takes a snapshot: only if appends should have taken one long
     * before, so that reads cost at most half of what appends may.
     *
     * @param bytes the size of the state
     */
    public static boolean isOverdue(long events, long bytes) {
        return 2 * bytes <= events * BYTES_PER_EVENT;
    }
}
