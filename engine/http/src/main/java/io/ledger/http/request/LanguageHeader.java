package io.ledger.http.request;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of some languages a client would rather read (RFC 9110, 12.5.4). */
public final class LanguageHeader {

    private LanguageHeader() {}

    /**
     * Returns the language that a client likes best, or the first when it names none of them.
     *
     * @param languages their tags, such as {@code en}
     * @param lines those of {@code Accept-Language}
     */
    public static String best(List<String> languages, List<String> lines) {
        var header = String.join(",", lines);
        if (header.isBlank()) {
            return languages.getFirst();
        }
        try {
            var tag = Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(header), languages));
            return tag.orElse(languages.getFirst());
        } catch (IllegalArgumentException _) {
            return languages.getFirst(); // Such a header says nothing, and nobody is refused for it.
        }
    }
}
