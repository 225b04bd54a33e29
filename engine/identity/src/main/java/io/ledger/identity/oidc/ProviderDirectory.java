package io.ledger.identity.oidc;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The description of the identity provider, fetched at the first need and again from time to time.
 *
 * <p>While the provider does not answer, what it said before goes on to count, and it is asked once in
 * {@link OidcLimits#FETCH_PAUSE}.
 */
final class ProviderDirectory {

    private final URI issuer;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable ProviderDescription known;
    private volatile Instant fetchedAt = Instant.EPOCH;
    private volatile Instant triedAt = Instant.EPOCH;
    private volatile String trouble = "it was not asked yet";

    ProviderDirectory(URI issuer, ProviderHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /** What the provider says, or said when it answered last. */
    ProviderDescription description() throws ProviderUnavailableException {
        var now = clock.instant();
        if (now.isBefore(fetchedAt.plus(OidcLimits.METADATA_FRESH))) {
            return remembered();
        }
        fetching.lock();
        try {
            if (!now.isBefore(triedAt.plus(OidcLimits.FETCH_PAUSE))) {
                triedAt = now;
                fetch(now);
            }
        } finally {
            fetching.unlock();
        }
        return remembered();
    }

    private void fetch(Instant now) {
        try {
            known = ProviderDescription.parse(http.get(ProviderDescription.placeOf(issuer)), issuer);
            fetchedAt = now;
            trouble = "";
        } catch (ProviderUnavailableException failure) {
            trouble = String.valueOf(failure.getMessage());
        }
    }

    private ProviderDescription remembered() throws ProviderUnavailableException {
        var last = known;
        if (last == null) {
            throw new ProviderUnavailableException(trouble);
        }
        return last;
    }
}
