package io.circleledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.console.ScriptFunctions.ScriptFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptFunctionsTest {

    private static final Path FILES = Path.of("src/main/resources/io/circleledger/console/web");

    /** As much as is seen at once. */
    private static final int FUNCTION_LINES = 70;

    private static final int FILE_LINES = 400;

    private static List<Path> scripts() throws IOException {
        return files(".js");
    }

    private static List<Path> files(String end) throws IOException {
        try (var files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    @Test
    void noFunctionOfTheConsoleIsLongerThanAScreen() throws IOException {
        var tooLong = new ArrayList<String>();
        var all = 0;
        for (var script : scripts()) {
            var functions = ScriptFunctions.in(Files.readString(script));
            all += functions.size();
            functions.stream()
                    .filter(function -> function.lines() > FUNCTION_LINES)
                    .map(function -> "%s:%d %s has %d lines"
                            .formatted(script.getFileName(), function.line(), function.name(), function.lines()))
                    .forEach(tooLong::add);
        }
        assertThat(all).as("functions that were found").isGreaterThan(500);
        assertThat(tooLong)
                .as("functions of more than %d lines", FUNCTION_LINES)
                .isEmpty();
    }

    @Test
    void noScriptOrStyleSheetIsLongerThanFourHundredLines() throws IOException {
        var all = new ArrayList<>(scripts());
        all.addAll(files(".css"));
        for (var script : all) {
            assertThat(Files.readAllLines(script))
                    .as(script.getFileName().toString())
                    .hasSizeLessThanOrEqualTo(FILE_LINES);
        }
    }

    @Test
    void declarationsMethodsAndArrowsAreFunctions() {
        assertThat(ScriptFunctions.in("""
                        export async function read(file) {
                          return file;
                        }
                        class Card {
                          #rows = [];
                          static of({ rows } = {}) {
                            if (rows) { return new Card(rows); }
                            for (const row of rows) { rows.push(row); }
                          }
                          #add(row) { this.#rows.push(row); }
                          get size() { return 1; }
                        }
                        const far = async (wait) => {
                          while (wait) {
                            wait = false;
                          }
                        };
                        const plus = one =>
                          one + 1;
                        """))
                .containsExactly(
                        new ScriptFunction("read", 1, 3),
                        new ScriptFunction("of", 6, 4),
                        new ScriptFunction("#add", 10, 1),
                        new ScriptFunction("size", 11, 1),
                        new ScriptFunction("far", 13, 5),
                        new ScriptFunction("plus", 18, 2));
    }

    @Test
    void anArrowReachesAsFarAsItsExpression() {
        assertThat(ScriptFunctions.in("""
                        const made = [(one) => h('p', {},
                          one), (two) => ({
                            two,
                          })].map((each) => each(
                            1, 2));
                        """))
                .containsExactly(
                        new ScriptFunction("=>", 1, 2), new ScriptFunction("=>", 2, 3), new ScriptFunction("=>", 4, 2));
    }

    @Test
    void bracketsInTextPatternsAndCommentsOpenNothing() {
        assertThat(ScriptFunctions.in("""
                        // function no() {
                        /* { ( [
                           it's */
                        const text = ['}', "\\"{", `}${[1].map((each) => {
                          return `{${each}`;
                        })}{ $`];
                        const pattern = text.join('').replace(/[/{(]\\/"/g, '').split(/`/).length / 2 / 1;
                        function last() {
                          return /}/.test(text);
                        }
                        """))
                .containsExactly(new ScriptFunction("=>", 4, 3), new ScriptFunction("last", 8, 3));
    }
}
