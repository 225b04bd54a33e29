package io.ledger.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide shows code that is compiled and run: each of its blocks stands, word for word, in a file of this module. */
class GuideTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|text)\n(.*?)^```$");

    private static final List<String> SHOWN = List.of(
            "src/test/java/io/ledger/guide", "src/test/resources/approved", "src/main/java/io/ledger/testkit/counter");

    /** How far a block may be indented where it stands. */
    private static final List<Integer> INDENTS = List.of(0, 4, 8, 12);

    /** What a new kind of stream takes, its test and its approved events included. */
    private static final int MOST_FILES = 12;

    private static Path module() {
        return Stream.of(Path.of(""), Path.of("engine/testkit"))
                .filter(directory -> Files.isDirectory(directory.resolve(SHOWN.getFirst())))
                .findFirst()
                .orElseThrow();
    }

    private static String guide() throws IOException {
        return Files.readString(module().toAbsolutePath().normalize().resolve("../../docs/ENGINE.md"));
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> all = Files.walk(module().resolve(directory))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyBlockStandsInAFileOfThisModule() throws IOException {
        var texts = new ArrayList<String>();
        for (var directory : SHOWN) {
            for (var file : files(directory)) {
                texts.add(Files.readString(file));
            }
        }
        var blocks =
                BLOCK.matcher(guide()).results().map(match -> match.group(2)).toList();

        assertThat(blocks).hasSizeGreaterThan(10);
        for (var block : blocks) {
            assertThat(texts)
                    .as(block)
                    .anyMatch(text -> INDENTS.stream().anyMatch(indent -> text.contains(indented(block, indent))));
        }
    }

    private static String indented(String block, int spaces) {
        return block.lines()
                .map(line -> line.isEmpty() ? line : " ".repeat(spaces) + line)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyFileOfTheAggregateIsShownAndThereAreFew() throws IOException {
        var files = Stream.concat(
                        files("src/test/java/io/ledger/guide").stream(), files("src/test/resources/approved").stream())
                .map(file -> file.getFileName().toString())
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("room") && !name.startsWith("RoomBookings"))
                .toList();

        assertThat(files).hasSizeLessThanOrEqualTo(MOST_FILES);
        assertThat(files).allMatch(name -> mentioned(name));
    }

    private static boolean mentioned(String file) {
        try {
            return guide().contains("`" + file + "`");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
