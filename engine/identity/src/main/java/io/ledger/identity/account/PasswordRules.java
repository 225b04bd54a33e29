package io.ledger.identity.account;

import io.ledger.core.identity.AccountName;
import io.ledger.identity.IdentityLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new password has to be: long, and none that others try first. Which kinds of characters are in it does not
 * matter.
 */
public final class PasswordRules {

    private static final int DIFFERENT_CHARACTERS_MIN = 5;

    /** A shorter name is found in many passwords. */
    private static final int NAME_CHARACTERS_MIN = 4;

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    private static Set<String> common() {
        try (var file = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (file == null) {
                throw new IllegalStateException("The list of common passwords is missing in the program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Why a text cannot be the password of an account; empty if it can.
     *
     * @param name of the account
     */
    public static Optional<String> fault(String password, String name) {
        var length = password.length() > 4 * IdentityLimits.PASSWORD_CHARACTERS_MAX
                ? password.length()
                : Normalizer.normalize(password, Normalizer.Form.NFC)
                        .codePoints()
                        .count();
        if (length < IdentityLimits.PASSWORD_CHARACTERS_MIN || length > IdentityLimits.PASSWORD_CHARACTERS_MAX) {
            return Optional.of("The password must have %d to %d characters; several words make a good one"
                    .formatted(IdentityLimits.PASSWORD_CHARACTERS_MIN, IdentityLimits.PASSWORD_CHARACTERS_MAX));
        }
        var folded = AccountName.key(password);
        if (isCommon(folded)) {
            return Optional.of("The password is one that many people use, and is tried first; choose another one");
        }
        var key = AccountName.key(name);
        return key.length() >= NAME_CHARACTERS_MIN && folded.contains(key)
                ? Optional.of("The password must not contain the name of the account")
                : Optional.empty();
    }

    private static boolean isCommon(String folded) {
        return COMMON.contains(folded)
                || folded.codePoints().distinct().count() < DIFFERENT_CHARACTERS_MIN
                || isSequence(folded);
    }

    /** Whether each character is the next one, or the one before, of the character before it. */
    private static boolean isSequence(String folded) {
        var steps = 0;
        for (var i = 1; i < folded.length(); i++) {
            var step = folded.charAt(i) - folded.charAt(i - 1);
            // 9 is followed by 0 on a keyboard.
            if (Math.abs(step) == 1 || Math.abs(step) == 9) {
                steps++;
            }
        }
        return steps == folded.length() - 1;
    }
}
