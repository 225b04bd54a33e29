package io.circleledger.api;

import io.ledger.core.text.NameFolding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A folding that is easily told from none: lower case, and zero width spaces show nothing. */
final class LowerCase implements NameFolding {

    @Override
    public String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("\u200b", "");
    }

    @Override
    public List<String> words(String text) {
        return Stream.of(fold(text).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
