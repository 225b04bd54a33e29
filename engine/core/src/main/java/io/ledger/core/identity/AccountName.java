package io.ledger.core.identity;

import io.ledger.core.Parsed;
import io.ledger.core.text.HiddenCharacter;
import java.text.Normalizer;
import java.util.Locale;

/** The name of an account or a token, as people type it. */
public final class AccountName {

    /** The longest name, in code points. */
    public static final int MAX_CHARACTERS = 100;

    private AccountName() {}

    /** The name as it is kept: in normalization form C, without blanks around it. */
    public static Parsed<String> parse(String text) {
        // What is far too long is not normalized: that takes time.
        var name = text.length() > 4 * MAX_CHARACTERS ? text : normal(text);
        if (name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
            return new Parsed.Invalid<>("The name must have at most %d characters".formatted(MAX_CHARACTERS));
        }
        if (!HiddenCharacter.leavesSomethingToSee(name)) {
            return new Parsed.Invalid<>("The name must have at least one character that can be seen");
        }
        return name.codePoints().anyMatch(AccountName::isControl)
                        || HiddenCharacter.firstOf(name).isPresent()
                ? new Parsed.Invalid<>("The name must not have control characters, or characters that cannot be seen")
                : new Parsed.Valid<>(name);
    }

    /** What can be kept of a name that somebody else checks: an identity provider. */
    public static String shown(String text) {
        var cut = text.length() > 4 * MAX_CHARACTERS ? text.substring(0, 4 * MAX_CHARACTERS) : text;
        var name = new StringBuilder();
        normal(cut)
                .codePoints()
                .filter(it -> !isControl(it))
                .limit(MAX_CHARACTERS)
                .forEach(name::appendCodePoint);
        return name.toString().strip();
    }

    /** The same text for names that people take for one: those that differ in case or width alone. */
    public static String key(String name) {
        var folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .strip()
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    private static boolean isControl(int codePoint) {
        return Character.getType(codePoint) == Character.CONTROL || Character.getType(codePoint) == Character.SURROGATE;
    }
}
