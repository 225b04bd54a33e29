package io.circleledger.domain.circle;

import io.ledger.core.Parsed;
import io.ledger.core.text.HiddenCharacter;
import io.ledger.core.text.TextRule;

/**
 * The name of a circle: 1 to 100 characters, trimmed, in Unicode normalization form C.
 *
 * <p>Characters are Unicode code points, so an emoji outside the basic plane counts once. Control characters
 * (category Cc) and lone surrogates are refused; of new names also what shows nothing ({@link HiddenCharacter}).
 */
public record CircleName(String value) {

    public static final int MAX_CHARACTERS = 100;

    private static final TextRule RULE = new TextRule("name", MAX_CHARACTERS);

    /** @throws IllegalArgumentException when {@code value} is no name that a ledger can have */
    public CircleName {
        RULE.check(value);
    }

    /** Trims and normalizes what somebody wrote, and says why when that is not a name. */
    public static Parsed<CircleName> parse(String text) {
        return RULE.parse(text, CircleName::new);
    }

    /** A name as a ledger has it, also one that would be refused today; or why it is none. */
    public static Parsed<CircleName> stored(String text) {
        return RULE.stored(text, CircleName::new);
    }

    /** The text without white space, as Unicode has it, at its ends. */
    public static String trimmed(String text) {
        return TextRule.trimmed(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
