package io.ledger.icu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The kanji that are written in several ways, out of {@code kanji-variants.txt}, which says where they are from. */
final class KanjiVariants {

    private static final Map<Integer, Integer> USUAL = read();

    private KanjiVariants() {}

    /** The usual form of a character; the character itself where there is no other. */
    static int usual(int codePoint) {
        return USUAL.getOrDefault(codePoint, codePoint);
    }

    private static Map<Integer, Integer> read() {
        var usual = new HashMap<Integer, Integer>();
        try (var in = Objects.requireNonNull(
                KanjiVariants.class.getResourceAsStream("kanji-variants.txt"), "kanji-variants.txt is missing")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                    .forEach(group -> {
                        var first = group.codePointAt(0);
                        group.codePoints().skip(1).forEach(variant -> {
                            if (usual.put(variant, first) != null) {
                                throw new IllegalStateException("A kanji is in two groups: " + group);
                            }
                        });
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Map.copyOf(usual);
    }
}
