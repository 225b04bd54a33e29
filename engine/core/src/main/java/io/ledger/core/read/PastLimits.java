package io.ledger.core.read;

import java.time.Duration;

/**
 * The limits of the past of whole lists.
 *
 * @param events how long the log may be up to the time that is asked for; it is read from its start
 * @param documents how many documents are kept in memory, of all times together; so many may one time have
 * @param models of how many times they are kept
 * @param turnWait how long a caller waits while the past of another time is folded
 */
public record PastLimits(long events, int documents, int models, Duration turnWait) {

    /** Those of a server. */
    public static final PastLimits STANDARD = new PastLimits(5_000_000, 250_000, 8, Duration.ofSeconds(2));
}
