package io.ledger.http.transport;

import io.ledger.http.HttpLimits;
import java.time.Duration;

/**
 * How long what follows a refused request is read and dropped, so that its client gets to the answer.
 *
 * @param longest in all
 * @param silence while nothing comes
 */
public record Linger(Duration longest, Duration silence) {

    /** Within the limits of every server. */
    public static final Linger USUAL = new Linger(HttpLimits.LINGER_TIMEOUT, HttpLimits.LINGER_SILENCE);
}
