package io.circleledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    /** The scripts that have sentences, and nothing else. */
    private static final List<String> WORDS = List.of(
            "words.js",
            "identitywords.js",
            "changewords.js",
            "importwords.js",
            "peoplewords.js",
            "selectionwords.js",
            "yearwords.js");

    private static final Path FILES = Path.of("src/main/resources/io/circleledger/console/web");

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static List<String> files() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> scripts() {
        return Console.others().stream().filter(name -> name.endsWith(".js")).toList();
    }

    private static String sentences() {
        return WORDS.stream().map(Console::content).collect(Collectors.joining());
    }

    @Test
    void everyFileIsServedAndHasAType() throws IOException {
        var all = new ArrayList<>(Console.others());
        all.add(Console.PAGE);
        assertThat(all).containsExactlyInAnyOrderElementsOf(files());
        assertThat(all).allSatisfy(name -> {
            assertThat(Console.content(name)).isNotBlank();
            assertThat(Console.mediaType(name)).isNotBlank();
        });
    }

    /** What the page does not name is not served; what is for other pages than the first it names only. */
    @Test
    void thePageNamesEveryScript() throws IOException {
        assertThat(found(
                        "<(?:script|link|meta) .*\"console/\\{edition}/([a-z0-9]+\\.js)\"",
                        Console.content(Console.PAGE)))
                .containsExactlyInAnyOrderElementsOf(
                        files().stream().filter(name -> name.endsWith(".js")).toList());
    }

    /** A script that is loaded at once is asked for at once, and not when the one that imports it has come. */
    @Test
    void whatIsImportedIsPreloadedAndNothingElse() {
        var preloaded =
                found("<(?:script|link) .*\"console/\\{edition}/([a-z0-9]+\\.js)\"", Console.content(Console.PAGE));
        var needed = new HashSet<>(Set.of("first.js"));
        var unread = new ArrayDeque<>(List.of("app.js"));
        while (!unread.isEmpty()) {
            var script = unread.pop();
            if (needed.add(script)) {
                unread.addAll(found("^(?:import|export) .*from '\\./(.*)';$", Console.content(script)));
            }
        }
        assertThat(preloaded).containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void everyScriptButTheFirstOnesIsImportedByAnother() {
        var imported = scripts().stream()
                .flatMap(script -> found("(?:from|import\\() ?'\\./(.*?)'", Console.content(script)).stream())
                .collect(Collectors.toSet());
        assertThat(scripts())
                .filteredOn(script -> !imported.contains(script))
                .containsExactlyInAnyOrder("first.js", "app.js");
    }

    /** What a script takes from another one is there: a page that is loaded later would fail only when somebody goes there. */
    @Test
    void whatIsImportedIsExported() {
        var missing = new ArrayList<String>();
        for (var script : scripts()) {
            Pattern.compile("^import \\{([^}]*)} from '\\./(.*)';$", Pattern.MULTILINE)
                    .matcher(Console.content(script))
                    .results()
                    .forEach(statement -> Pattern.compile(",")
                            .splitAsStream(statement.group(1))
                            .map(name -> name.strip().replaceFirst(" as .*", ""))
                            .filter(name -> !exported(statement.group(2)).contains(name))
                            .forEach(name -> missing.add(script + ": " + name + " of " + statement.group(2))));
        }
        assertThat(missing).isEmpty();
    }

    private static Set<String> exported(String script) {
        return found("^export (?:async )?(?:const|function|class) (\\w+)", Console.content(script));
    }

    /** A field more is an entry in {@code fields.js}, its words and its rule: no other script has a list of fields. */
    @Test
    void noScriptButTheListOfFieldsNamesTheCapacityInItsCode() {
        var sayers = Set.of("fields.js", "words.js");
        for (var script : scripts()) {
            if (!sayers.contains(script)) {
                assertThat(Console.content(script)).as(script).doesNotContain("'capacity'", "capacity:", "{ capacity");
            }
        }
    }

    @Test
    void noSentenceIsWrittenTwice() {
        var written = Pattern.compile("^  (\\w+): \\[", Pattern.MULTILINE)
                .matcher(sentences())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(written).doesNotHaveDuplicates();
    }

    @Test
    void everySentenceThatIsSaidIsWrittenInBothLanguagesAndNoOther() {
        var written = found("^  (\\w+): \\['[^']*', '[^']*'(?:, '[^']*')?],$", sentences());
        assertThat(written).hasSizeGreaterThan(100);
        var said = new HashSet<String>();
        var quoted = new HashSet<String>();
        for (var script : scripts()) {
            if (!WORDS.contains(script)) {
                var code = Console.content(script);
                said.addAll(found("\\bt\\('(\\w+)'", code));
                quoted.addAll(found("'(\\w+)'", code));
            }
        }
        assertThat(written).containsAll(said);
        var places = Set.of("circles", "import", "health");
        var families = Pattern.compile(
                "(?:part|work|rebuild|problem|without|role|roleMay|audit|auditOf|auditIs|server|serverHint)_.*");
        assertThat(written)
                .filteredOn(name -> !quoted.contains(name)
                        && !places.contains(name)
                        && !families.matcher(name).matches())
                .as("sentences that nobody says")
                .isEmpty();
    }

    @Test
    void noScriptMakesMarkupOfTextOrNamesAnotherHost() {
        for (var script : scripts()) {
            assertThat(Console.content(script))
                    .as(script)
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "eval(",
                            "Function(",
                            "DOMParser",
                            "https://",
                            "style=")
                    .doesNotContainPattern("http://(?!www\\.w3\\.org/2000/svg|schemas\\.openxmlformats\\.org)");
        }
    }
}
