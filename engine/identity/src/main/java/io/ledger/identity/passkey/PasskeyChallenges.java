package io.ledger.identity.passkey;

import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Makes what a passkey has to sign, and knows it again.
 *
 * <p>A challenge is random, has its time in it, and ends with a code (HMAC with SHA-256) that also covers what it is for and
 * whom it was given to. The key of the code comes from the secret that all servers of the ledger share. So any of them
 * knows it again, and nobody's asking for challenges fills a table. That each is good once is seen to by
 * {@link PasskeyContent}: a passkey keeps those that it has signed until they are over.
 */
final class PasskeyChallenges {

    private static final String MAC = "HmacSHA256";
    private static final int RANDOM_BYTES = 16;
    private static final int ID_BYTES = RANDOM_BYTES + Long.BYTES;
    private static final int CODE_BYTES = 32;

    /** What a passkey signs a challenge for. */
    enum PasskeyUse {
        /** To be added to an account; the challenge is given to a session. */
        ADDING("ledger passkey adding"),
        /** To sign in; the challenge is given to a browser, which shows a cookie. */
        SIGNING_IN("ledger passkey sign-in");

        private final String purpose;

        PasskeyUse(String purpose) {
            this.purpose = purpose;
        }
    }

    private final byte[] sharedSecret;
    private final InstantSource clock;

    PasskeyChallenges(byte[] sharedSecret, InstantSource clock) {
        this.sharedSecret = sharedSecret.clone();
        this.clock = clock;
    }

    /**
     * A new challenge.
     *
     * @param holder whom it is given to
     */
    byte[] next(PasskeyUse use, String holder) {
        var id = ByteBuffer.allocate(ID_BYTES)
                .put(Secrets.bytes(RANDOM_BYTES))
                .putLong(clock.millis())
                .array();
        var challenge = Arrays.copyOf(id, ID_BYTES + CODE_BYTES);
        System.arraycopy(code(use, holder, id), 0, challenge, ID_BYTES, CODE_BYTES);
        return challenge;
    }

    /** The id of a challenge; empty if this ledger did not make it for this use and holder, or it is over. */
    Optional<String> idOf(byte[] challenge, PasskeyUse use, String holder) {
        if (challenge.length != ID_BYTES + CODE_BYTES) {
            return Optional.empty();
        }
        var id = Arrays.copyOf(challenge, ID_BYTES);
        var code = Arrays.copyOfRange(challenge, ID_BYTES, challenge.length);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        return MessageDigest.isEqual(code, code(use, holder, id)) && isOpen(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** When a challenge was made. */
    static Instant madeAt(String challengeId) {
        return Instant.ofEpochMilli(
                ByteBuffer.wrap(Base64.getUrlDecoder().decode(challengeId)).getLong(RANDOM_BYTES));
    }

    /** The servers' clocks differ a little. */
    private boolean isOpen(String challengeId) {
        var now = clock.instant();
        var madeAt = madeAt(challengeId);
        return now.isBefore(madeAt.plus(IdentityLimits.CHALLENGE_LIFE))
                && !madeAt.isAfter(now.plus(IdentityLimits.CHALLENGE_SKEW));
    }

    private byte[] code(PasskeyUse use, String holder, byte[] id) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key(use));
            mac.update(id);
            return mac.doFinal(holder.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HMAC and HKDF with SHA-256", impossible);
        }
    }

    private SecretKey key(PasskeyUse use) throws GeneralSecurityException {
        var parameters = HKDFParameterSpec.ofExtract()
                .addIKM(sharedSecret)
                .thenExpand(use.purpose.getBytes(StandardCharsets.UTF_8), CODE_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey(MAC, parameters);
    }
}
