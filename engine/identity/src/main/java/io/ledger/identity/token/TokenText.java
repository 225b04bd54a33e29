package io.ledger.identity.token;

import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The text of a token: {@code clt_}, a random secret, and a checksum of what stands before it.
 *
 * <p>Scanners for leaked secrets find it by its beginning. The checksum tells a token from other texts, so that a server
 * need not ask the database about them.
 */
public final class TokenText {

    /** What each token begins with. */
    public static final String PREFIX = "clt_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 62 to the power of 6 is more than a CRC-32. */
    private static final int CHECKSUM_CHARACTERS = 6;

    static final int CHARACTERS = PREFIX.length() + IdentityLimits.TOKEN_CHARACTERS + CHECKSUM_CHARACTERS;

    private TokenText() {}

    /** A new token. */
    static String next() {
        var text = new StringBuilder(PREFIX);
        for (var i = 0; i < IdentityLimits.TOKEN_CHARACTERS; i++) {
            text.append(DIGITS.charAt(Secrets.below(DIGITS.length())));
        }
        return text + checksum(text.toString());
    }

    /** Whether a text has the shape and the checksum of a token. */
    static boolean isShaped(String text) {
        if (text.length() != CHARACTERS || !text.startsWith(PREFIX)) {
            return false;
        }
        for (var i = PREFIX.length(); i < CHARACTERS; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        var checked = CHARACTERS - CHECKSUM_CHARACTERS;
        return text.substring(checked).equals(checksum(text.substring(0, checked)));
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        var rest = crc.getValue();
        var digits = new char[CHECKSUM_CHARACTERS];
        for (var i = CHECKSUM_CHARACTERS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
