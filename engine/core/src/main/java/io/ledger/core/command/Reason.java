package io.ledger.core.command;

import io.ledger.core.Parsed;
import io.ledger.core.text.TextRule;

/**
 * Why somebody makes a change, in their own words: 1 to 200 characters, by the rules of a name.
 *
 * <p>It is kept beside the event and decides nothing.
 */
public record Reason(String value) {

    public static final int MAX_CHARACTERS = 200;

    private static final TextRule RULE = new TextRule("reason", MAX_CHARACTERS);

    /** @throws IllegalArgumentException when {@code value} is no reason in its final form */
    public Reason {
        RULE.check(value);
    }

    /** Trims and normalizes what somebody wrote, and says why when it is refused. */
    public static Parsed<Reason> parse(String text) {
        return RULE.parse(text, Reason::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
