package io.circleledger.main;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rooms of the house, and the code in them. */
abstract class HousePlan {

    static final String DOMAIN = "io.circleledger.domain..";
    static final String COMMAND = "io.circleledger.command..";
    static final String QUERY = "io.circleledger.query..";
    static final String INFRASTRUCTURE = "io.circleledger.infrastructure..";
    static final String API = "io.circleledger.api..";
    static final String CONSOLE = "io.circleledger.console..";
    static final String MAIN = "io.circleledger.main..";
    static final String WIRING = "io.circleledger.wiring..";
    static final String CONFIGURATION = "io.circleledger.configuration..";
    static final String STORES = "io.ledger.stores..";
    static final String ENGINE_CORE = "io.ledger.core..";
    static final String ENGINE_HTTP = "io.ledger.http..";
    static final String ENGINE_ICU = "io.ledger.icu..";
    static final String ENGINE_IDENTITY = "io.ledger.identity..";
    static final String ENGINE_KAFKA = "io.ledger.kafka..";
    static final String ENGINE_LUCENE = "io.ledger.lucene..";
    static final String ENGINE_MARIADB = "io.ledger.mariadb..";
    static final String ENGINE_PROGRAM = "io.ledger.program..";
    static final String ENGINE_PROJECTION = "io.ledger.projection..";
    static final String ENGINE_REDIS = "io.ledger.redis..";
    static final String ENGINE_OFFICE = "io.ledger.office..";
    static final String ENGINE_SERVER = "io.ledger.server..";
    static final String ENGINE_TOOL = "io.ledger.tool..";
    static final String ENGINE_TABLES = "io.ledger.tables..";
    static final String ENGINE_TESTKIT = "io.ledger.testkit..";
    static final String BENCHMARK = "io.circleledger.bench..";

    static final String[] EVERYTHING = {"io.ledger..", "io.circleledger.."};

    static final String ANNOTATIONS = "org.jspecify..";
    static final String LOGGING = "org.slf4j..";
    static final String METRICS = "io.micrometer..";
    static final String JSON = "tools.jackson..";

    /** Read once, for all who look at the plan. */
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.circleledger", "io.ledger");

    static void onlyDependsOn(String room, String... others) {
        var allowed = new ArrayList<>(List.of(room, "java.."));
        allowed.addAll(List.of(others));
        check(classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new)));
    }

    static void nobodyKnows(String room, String... except) {
        onlyKnownIn(room, Stream.concat(Stream.of(room), Stream.of(except)).toArray(String[]::new));
    }

    static void onlyKnownIn(String packages, String... rooms) {
        check(noClasses()
                .that(resideInAnyPackage(EVERYTHING)
                        .and(resideInAnyPackage(rooms).negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages));
    }

    static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CODE);
    }
}
