package io.ledger.identity.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hashes passwords with Argon2id, a few at a time.
 *
 * <p>A hash takes memory and time on purpose. So {@link IdentityLimits#HASHES_AT_ONCE} are made at once and a few wait;
 * whoever comes then is told that the server is busy. However many passwords are tried, the rest of the server goes on.
 */
public final class PasswordHashes {

    /** The version of Argon2 that RFC 9106 describes. */
    private static final int VERSION = 0x13;

    /** How long a thread is kept that has nothing to hash. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final Argon2Function FUNCTION = Argon2Function.getInstance(
            IdentityLimits.HASH_KIBIBYTES,
            IdentityLimits.HASH_PASSES,
            1,
            IdentityLimits.HASH_BYTES,
            Argon2.ID,
            VERSION);

    /** Platform threads: a virtual one would keep a carrier, and all others waiting, for as long as a hash takes. */
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            IdentityLimits.HASHES_AT_ONCE,
            IdentityLimits.HASHES_AT_ONCE,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(IdentityLimits.HASHES_WAITING),
            Thread.ofPlatform().daemon().name("password-hash-", 0).factory());

    /** Compared with where there is no password, so that this takes as long as where there is one. */
    private final String nobodys = FUNCTION.hash(
                    Secrets.next().getBytes(StandardCharsets.UTF_8), Secrets.bytes(IdentityLimits.SALT_BYTES))
            .getResult();

    private final Duration longestWait;

    public PasswordHashes() {
        this(IdentityLimits.HASH_WAIT);
    }

    /** @param longestWait after which whoever waits is told that the server is busy */
    PasswordHashes(Duration longestWait) {
        this.longestWait = longestWait;
        workers.allowCoreThreadTimeOut(true);
    }

    /** The hash of a password with its salt and its parameters; empty while too many others are being hashed. */
    public Optional<String> hash(String password) {
        return inTurn(() -> FUNCTION.hash(octets(password), Secrets.bytes(IdentityLimits.SALT_BYTES))
                .getResult());
    }

    /**
     * Whether a password is the one that was hashed; empty while too many others are being hashed.
     *
     * @param hash empty where there is none, and then no password is the right one
     */
    public Optional<Boolean> matches(String password, Optional<String> hash) {
        return inTurn(() -> {
            var stored = hash.orElse(nobodys);
            var isRight = Argon2Function.getInstanceFromHash(stored)
                    .check(octets(password), stored.getBytes(StandardCharsets.US_ASCII));
            return isRight && hash.isPresent();
        });
    }

    private <T> Optional<T> inTurn(Callable<T> work) {
        try {
            return Optional.of(workers.invokeAny(List.of(work), longestWait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException | TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("A password could not be hashed", bug);
        }
    }

    /** A letter with an accent is the same letter on every keyboard. */
    private static byte[] octets(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
