package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine serves any ledger: it knows nothing of what this one is about. */
class EngineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "http",
                "icu",
                "identity",
                "kafka",
                "lucene",
                "mariadb",
                "office",
                "program",
                "projection",
                "redis",
                "server",
                "tables",
                "testkit",
                "tool"
            })
    void noFileOfARoomHasTheWord(String room) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files(room)) {
            var lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
            for (var i = 0; i < lines.length; i++) {
                if ((file.getFileName() + lines[i]).toLowerCase(Locale.ROOT).contains("circle")) {
                    found.add("%s:%d: %s".formatted(file, i + 1, lines[i].strip()));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> files(String room) throws IOException {
        try (Stream<Path> all = Files.walk(SourceTrees.TOP.resolve("engine").resolve(room))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
