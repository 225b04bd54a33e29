package io.ledger.core.person;

import java.util.List;

/** What makes one of texts that people take for the same, for the search in the register. */
public interface PersonFolding {

    /** Changes whenever a text folds to something else than before. */
    String version();

    String fold(String text);

    /** The foldings of the words to look for. */
    List<String> words(String text);
}
