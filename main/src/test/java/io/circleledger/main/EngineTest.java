package io.circleledger.main;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine serves any ledger: it knows nothing of what this one is about. */
class EngineTest {

    private static JavaClasses code;

    @BeforeAll
    static void readTheCode() {
        code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.ledger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "http", "lucene", "mariadb", "projection", "redis", "testkit"})
    void noFileOfARoomHasTheWord(String room) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files(room)) {
            var lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
            for (var i = 0; i < lines.length; i++) {
                if ((file + lines[i]).toLowerCase(Locale.ROOT).contains("circle")) {
                    found.add("%s:%d: %s".formatted(file, i + 1, lines[i].strip()));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> files(String room) throws IOException {
        var directory = Stream.of(Path.of("engine", room), Path.of("..", "engine", room))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    @Test
    void nothingOfItDependsOnTheLedgerOfCircles() {
        noClasses()
                .that()
                .resideInAPackage("io.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.circleledger..")
                .allowEmptyShould(false)
                .check(code);
    }

    @Test
    void httpDependsOnTheCoreAndOnNoStore() {
        classes()
                .that()
                .resideInAPackage("io.ledger.http..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.ledger.http..",
                        "io.ledger.core..",
                        "io.helidon..",
                        "io.micrometer..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "tools.jackson..")
                .allowEmptyShould(false)
                .check(code);
    }

    @Test
    void itsPackagesHaveNoCycles() {
        slices().matching("io.ledger.http.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false)
                .check(code);
    }
}
