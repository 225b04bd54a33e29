package io.ledger.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.identity.IdentityLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Passwords are hashed with Argon2id, and never too many at once. */
class PasswordHashesTest {

    /** Whoever is not refused at once gets a turn, however slow the machine is. */
    private final PasswordHashes hashes = new PasswordHashes(Duration.ofSeconds(60));

    @Test
    void aHashSaysHowItWasMadeAndNoTwoAreTheSame() {
        var hash = hashes.hash("blue kettle over moss").orElseThrow();

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hashes.hash("blue kettle over moss")).isNotEqualTo(Optional.of(hash));
        assertThat(hashes.matches("blue kettle over moss", Optional.of(hash))).contains(true);
        assertThat(hashes.matches("blue kettle over mosS", Optional.of(hash))).contains(false);
        assertThat(hashes.matches("blue kettle over moss", Optional.empty())).contains(false);
    }

    @Test
    void aLetterIsTheSameHoweverItIsTyped() {
        var hash = hashes.hash("caf\u00e9 au lait blanc");

        assertThat(hashes.matches("cafe\u0301 au lait blanc", hash)).contains(true);
        assertThat(hashes.matches("cafe au lait blanc", hash)).contains(false);
    }

    /** Made by the reference implementation. */
    @Test
    void hashesOfOthersAreRead() {
        assertThat(
                        hashes.matches(
                                "password",
                                Optional.of(
                                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")))
                .contains(true);
    }

    @Test
    void whoComesWhileTooManyWaitIsToldSo() throws Exception {
        var all = 10 * (IdentityLimits.HASHES_AT_ONCE + IdentityLimits.HASHES_WAITING);
        var begin = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Optional<String>>>();
            for (var i = 0; i < all; i++) {
                results.add(executor.submit(() -> {
                    begin.await();
                    return hashes.hash("blue kettle over moss");
                }));
            }
            begin.countDown();
            var refused = 0;
            for (var result : results) {
                refused += result.get().isEmpty() ? 1 : 0;
            }
            assertThat(refused).isPositive().isLessThan(all);
        }
        assertThat(hashes.hash("blue kettle over moss")).isPresent();
    }
}
