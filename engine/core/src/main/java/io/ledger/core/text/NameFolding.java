package io.ledger.core.text;

import java.util.List;

/**
 * What makes one of names that people take for the same: the one folding for search, for names that are alike, and for
 * a name that is typed to confirm.
 */
public interface NameFolding {

    /**
     * A name without what such comparisons have no regard for. Names that are the same have the same folding.
     *
     * <p>No name with something in it folds to nothing: one of punctuation alone keeps it.
     */
    String fold(String name);

    /**
     * The foldings of a text's words, which white space sets apart. A name is found when its folding has each of them
     * somewhere.
     *
     * @return none when there is nothing to look for
     */
    List<String> words(String text);
}
