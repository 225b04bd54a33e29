package io.ledger.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.identity.IdentityLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Who guesses passwords is slowed down, and nobody else. */
class SignInThrottleTest {

    private Instant now = Instant.parse("2026-04-01T09:00:00Z");
    private final InstantSource clock = () -> now;
    private final SignInThrottle throttle = new SignInThrottle(clock);

    private int admitted(String account, String address, int tries) {
        var admitted = 0;
        for (var i = 0; i < tries; i++) {
            if (throttle.take(account, address).isEmpty()) {
                admitted++;
            }
        }
        return admitted;
    }

    @Test
    void anAddressHasSomeFailuresAndGetsOneMoreAfterAPause() {
        assertThat(admitted("hana", "192.0.2.1", 10_000)).isEqualTo(IdentityLimits.ADDRESS_FAILURES);

        var wait = throttle.take("hana", "192.0.2.1").orElseThrow();
        assertThat(wait).isLessThanOrEqualTo(IdentityLimits.ADDRESS_PAUSE);
        now = now.plus(wait);
        assertThat(admitted("hana", "192.0.2.1", 100)).isEqualTo(1);
        assertThat(admitted("kenji", "192.0.2.1", 100)).isZero();
    }

    @Test
    void aRefusedTryDoesNotLengthenTheWait() {
        admitted("hana", "192.0.2.1", 10);
        var wait = throttle.take("hana", "192.0.2.1").orElseThrow();
        admitted("hana", "192.0.2.1", 10_000);
        assertThat(throttle.take("hana", "192.0.2.1")).contains(wait);
    }

    @Test
    void thePersonSignsInFromAnotherAddressHoweverLongOneAddressGuesses() {
        for (var hour = 0; hour < 48; hour++) {
            for (var minute = 0; minute < 60; minute++) {
                admitted("hana", "192.0.2.1", 100);
                now = now.plus(Duration.ofMinutes(1));
            }
            assertThat(throttle.take("hana", "198.51.100.7")).isEmpty();
            throttle.succeeded("hana", "198.51.100.7");
        }
    }

    @Test
    void manyAddressesTogetherAreSlowedDownAndTheOneThatIsKnownIsNot() {
        throttle.take("hana", "198.51.100.7");
        throttle.succeeded("hana", "198.51.100.7");
        var admitted = 0;
        for (var i = 0; i < 1_000; i++) {
            admitted += admitted("hana", "192.0.2." + (i % 250) + "/" + i, 10);
        }

        assertThat(admitted).isEqualTo(IdentityLimits.ACCOUNT_FAILURES);
        assertThat(throttle.take("hana", "203.0.113.1")).isPresent();
        assertThat(throttle.take("hana", "198.51.100.7")).isEmpty();
        assertThat(throttle.take("kenji", "203.0.113.1")).isEmpty();
    }

    @Test
    void whatSucceedsCostsNothing() {
        for (var i = 0; i < 1_000; i++) {
            var account = "account " + i;
            assertThat(throttle.take(account, "192.0.2.1")).isEmpty();
            throttle.succeeded(account, "192.0.2.1");
        }
        assertThat(admitted("hana", "192.0.2.1", 100)).isEqualTo(IdentityLimits.ADDRESS_FAILURES);
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        assertThat(admitted("hana", "2001:db8:1:2::1", 100)).isEqualTo(IdentityLimits.ADDRESS_FAILURES);
        assertThat(admitted("hana", "2001:db8:1:2:ffff::9", 100)).isZero();
        assertThat(admitted("hana", "2001:db8:1:3::1", 100)).isEqualTo(IdentityLimits.ADDRESS_FAILURES);
    }

    @Test
    void oneAddressNeverUsesUpAnAccount() {
        assertThat(IdentityLimits.ACCOUNT_PAUSE).isLessThan(IdentityLimits.ADDRESS_PAUSE);
        assertThat(IdentityLimits.ACCOUNT_FAILURES).isGreaterThan(IdentityLimits.ADDRESS_FAILURES);
    }
}
