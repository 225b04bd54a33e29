package io.ledger.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets that nobody can guess. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A new secret for a cookie or a link: 43 characters that need no encoding in a URL. */
    public static String next() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(IdentityLimits.SECRET_BYTES));
    }

    /** Whether a text can be one of {@link #next}, so that nobody has to be asked about others. */
    public static boolean isShaped(String text) {
        return text.length() == 43
                && text.chars().allMatch(it -> it < 0x80 && (Character.isLetterOrDigit(it) || it == '-' || it == '_'));
    }

    /** Random octets. */
    public static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A random number below a bound. */
    public static int below(int bound) {
        return RANDOM.nextInt(bound);
    }
}
