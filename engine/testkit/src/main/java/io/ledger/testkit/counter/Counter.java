package io.ledger.testkit.counter;

/**
 * A counter.
 *
 * @param total what was added up so far
 * @param closed whether nothing is added any more
 */
public record Counter(String name, long total, boolean closed) {

    /** The highest total that a counter may reach. */
    public static final long MAX_TOTAL = 1_000_000;
}
