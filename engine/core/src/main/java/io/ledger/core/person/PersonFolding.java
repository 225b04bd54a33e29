package io.ledger.core.person;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What makes one of texts that people take for the same, for the search in the register.
 *
 * @param version changes whenever a text folds to something else than before
 * @param words the foldings of the words to look for
 */
public record PersonFolding(String version, UnaryOperator<String> fold, Function<String, List<String>> words) {

    /** A text without what the search has no regard for. */
    public String of(String text) {
        return fold.apply(text);
    }
}
