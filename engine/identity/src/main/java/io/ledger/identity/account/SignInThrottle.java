package io.ledger.identity.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.helidon.http.HeaderNames;
import io.ledger.http.ClientNetwork;
import io.ledger.http.answer.Problem;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Slows down those who guess passwords, without locking anybody out.
 *
 * <p>An address has a few failed sign-ins, and gets one more from time to time. So has an account; but that takes longer to
 * use up than one address ever can, and does not count for addresses that the account has signed in from before. What
 * succeeds costs nothing. Each server counts for itself: with more servers, somebody who guesses has as many times the
 * tries.
 */
public final class SignInThrottle {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Allowance addresses = new Allowance(IdentityLimits.ADDRESS_FAILURES, IdentityLimits.ADDRESS_PAUSE);
    private final Allowance accounts = new Allowance(IdentityLimits.ACCOUNT_FAILURES, IdentityLimits.ACCOUNT_PAUSE);
    private final Cache<KnownAddress, Boolean> known = Caffeine.newBuilder()
            .maximumSize(IdentityLimits.KNOWN_ADDRESSES)
            .expireAfterWrite(IdentityLimits.KNOWN_ADDRESS_FOR)
            .build();
    private final Cache<String, Boolean> delaysTold = Caffeine.newBuilder()
            .maximumSize(IdentityLimits.THROTTLED)
            .expireAfterWrite(IdentityLimits.DELAYS_TOLD_PERIOD)
            .build();

    public SignInThrottle(InstantSource clock) {
        this.clock = clock;
    }

    private record KnownAddress(String account, String network) {}

    /** The failures that each of many has left: as the time at which all would be there again. */
    private static final class Allowance {

        private final int most;
        private final Duration pause;
        private final Cache<String, Instant> wholeAgain;

        Allowance(int most, Duration pause) {
            this.most = most;
            this.pause = pause;
            this.wholeAgain = Caffeine.newBuilder()
                    .maximumSize(IdentityLimits.THROTTLED)
                    .expireAfterAccess(pause.multipliedBy(most))
                    .build();
        }

        /** Takes one; or says how long it takes until there is one. */
        Optional<Duration> take(String key, Instant now) {
            var wait = new Duration[] {Duration.ZERO};
            wholeAgain.asMap().compute(key, (_, before) -> {
                var from = before == null || before.isBefore(now) ? now : before;
                var after = from.plus(pause);
                var limit = now.plus(pause.multipliedBy(most));
                if (after.isAfter(limit)) {
                    wait[0] = Duration.between(limit, after);
                    return from;
                }
                return after;
            });
            return wait[0].isZero() ? Optional.empty() : Optional.of(wait[0]);
        }

        void giveBack(String key) {
            wholeAgain.asMap().computeIfPresent(key, (_, before) -> before.minus(pause));
        }
    }

    /**
     * Takes a try.
     *
     * @param account the key of its name, whether or not there is such an account
     * @return empty if it may be made now, or else how long to wait
     */
    public Optional<Duration> take(String account, String address) {
        var now = clock.instant();
        var network = ClientNetwork.of(address);
        var wait = addresses.take(network, now);
        if (wait.isPresent() || isKnown(account, network)) {
            return wait;
        }
        var waitForAccount = accounts.take(account, now);
        waitForAccount.ifPresent(_ -> addresses.giveBack(network));
        return waitForAccount;
    }

    /**
     * Takes a try that names no account, and can guess nothing: it counts for the address alone.
     *
     * @return empty if it may be made now, or else how long to wait
     */
    public Optional<Duration> take(String address) {
        return addresses.take(ClientNetwork.of(address), clock.instant());
    }

    /** Gives such a try back. */
    public void giveBack(String address) {
        addresses.giveBack(ClientNetwork.of(address));
    }

    /** Whether it was not told lately that an address is delayed: a flood of tries leaves one entry a minute. */
    public boolean isNews(String address) {
        return delaysTold.asMap().putIfAbsent(ClientNetwork.of(address), true) == null;
    }

    /** What somebody is told who has to wait. */
    public static Problem delayed(Duration wait) {
        var seconds = wait.plus(SECOND).toSeconds();
        return Problem.of(
                        IdentityProblem.TOO_MANY_SIGN_INS,
                        "Too many sign-ins have failed from this address, or for this name; try again in %d seconds."
                                .formatted(seconds))
                .header(HeaderNames.RETRY_AFTER, String.valueOf(seconds));
    }

    /** Gives a try back that could not be made. */
    public void giveBack(String account, String address) {
        var network = ClientNetwork.of(address);
        addresses.giveBack(network);
        if (!isKnown(account, network)) {
            accounts.giveBack(account);
        }
    }

    /** Gives a try back that has succeeded, and remembers the address. */
    public void succeeded(String account, String address) {
        giveBack(account, address);
        known.put(new KnownAddress(account, ClientNetwork.of(address)), true);
    }

    private boolean isKnown(String account, String network) {
        return known.getIfPresent(new KnownAddress(account, network)) != null;
    }
}
