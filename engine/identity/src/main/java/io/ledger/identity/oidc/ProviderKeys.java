package io.ledger.identity.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the key of an identity provider that a token is signed with.
 *
 * <p>Keys are remembered. They are fetched:
 *
 * <ol>
 *   <li>when a token names a key that is not among them, for the provider may have a new one. Anybody can name any
 *       key, so that happens once in {@link OidcLimits#FETCH_PAUSE} at most, and by one request at a time;
 *   <li>when they are older than {@link OidcLimits#KEYS_FRESH}, behind the requests that use them meanwhile.
 * </ol>
 *
 * <p>While the provider does not answer, its keys count until they are {@link OidcLimits#KEYS_USED} old.
 */
final class ProviderKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

    private final ProviderDirectory directory;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicBoolean isRefreshing = new AtomicBoolean();
    private volatile @Nullable KeyRing ring;
    private volatile Instant triedAt = Instant.EPOCH;
    private volatile String trouble = "it was not asked yet";

    ProviderKeys(ProviderDirectory directory, ProviderHttp http, InstantSource clock) {
        this.directory = directory;
        this.http = http;
        this.clock = clock;
    }

    /**
     * The key for a header; empty if the provider has none such.
     *
     * @throws ProviderUnavailableException when its keys are not known
     */
    Optional<JWK> find(JWSHeader header) throws ProviderUnavailableException {
        var found = usable().flatMap(it -> it.find(header));
        if (found.isPresent()) {
            refreshIfOld();
            return found;
        }
        fetch();
        return usable().orElseThrow(() -> new ProviderUnavailableException(trouble))
                .find(header);
    }

    /** Why the provider's last answer was of no use; empty if it was. An old answer is renewed behind this. */
    Optional<String> trouble() {
        if (clock.instant().isAfter(triedAt.plus(OidcLimits.HEALTH_FRESH)) || !trouble.isEmpty()) {
            refresh();
        }
        return Optional.of(trouble).filter(it -> !it.isEmpty());
    }

    private Optional<KeyRing> usable() {
        return Optional.ofNullable(ring)
                .filter(it -> clock.instant().isBefore(it.fetchedAt().plus(OidcLimits.KEYS_USED)));
    }

    private void refreshIfOld() {
        var held = ring;
        if (held != null && clock.instant().isAfter(held.fetchedAt().plus(OidcLimits.KEYS_FRESH))) {
            refresh();
        }
    }

    /** Has the provider asked behind the running request, unless that was done a short time ago. */
    private void refresh() {
        if (isPauseOver(clock.instant()) && isRefreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("provider-keys").start(() -> {
                try {
                    fetch();
                } finally {
                    isRefreshing.set(false);
                }
            });
        }
    }

    private boolean isPauseOver(Instant now) {
        return !now.isBefore(triedAt.plus(OidcLimits.FETCH_PAUSE));
    }

    /** Fetches the keys, unless that was tried a short time ago; or waits until somebody else has. */
    void fetch() {
        if (!isPauseOver(clock.instant()) && !fetching.isLocked()) {
            return;
        }
        try {
            if (!fetching.tryLock(2 * OidcLimits.ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                var now = clock.instant();
                if (isPauseOver(now)) {
                    triedAt = now;
                    fetchNow(now);
                }
            } finally {
                fetching.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetchNow(Instant now) {
        try {
            ring = KeyRing.parse(http.get(directory.description().keys()), now);
            if (!trouble.isEmpty()) {
                LOG.info("the identity provider's keys are known");
            }
            trouble = "";
        } catch (ProviderUnavailableException failure) {
            trouble = String.valueOf(failure.getMessage());
            LOG.atWarn().addKeyValue("reason", trouble).log("the identity provider's keys cannot be fetched");
        }
    }
}
