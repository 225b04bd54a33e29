package io.circleledger.main;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.circleledger.infrastructure.stored.CircleEvents;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layers, in sentences. */
class ArchitectureTest {

    private static final String DOMAIN = "io.circleledger.domain..";
    private static final String COMMAND = "io.circleledger.command..";
    private static final String QUERY = "io.circleledger.query..";
    private static final String INFRASTRUCTURE = "io.circleledger.infrastructure..";
    private static final String API = "io.circleledger.api..";
    private static final String CONSOLE = "io.circleledger.console..";
    private static final String MAIN = "io.circleledger.main..";
    private static final String CLI = "io.circleledger.cli..";
    private static final String CONFIGURATION = "io.circleledger.configuration..";
    private static final String STORES = "io.ledger.stores..";

    private static JavaClasses code;

    @BeforeAll
    static void readTheCode() {
        code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.circleledger", "io.ledger");
    }

    @Test
    void theDomainDependsOnNothingButTheJdkAndTheWordsOfTheEngine() {
        check(classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(DOMAIN, "io.ledger.core..", "java.."));
    }

    @Test
    void theDomainKnowsNoNetworkFilesClockOrRandomness() {
        check(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.net..",
                        "java.sql..",
                        "java.util.random..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random"));
        check(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    void circlesKnowNeitherTheirLogNorTheirViews() {
        check(noClasses()
                .that()
                .resideInAPackage("io.circleledger.domain.circle..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.circleledger.domain.eventstore..", "io.circleledger.domain.readmodel.."));
    }

    @Test
    void commandsDependOnTheDomainAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(COMMAND)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(QUERY, INFRASTRUCTURE, API, MAIN, CLI, CONFIGURATION));
    }

    @Test
    void commandsKnowNoViews() {
        check(noClasses()
                .that()
                .resideInAPackage(COMMAND)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.circleledger.domain.readmodel.."));
    }

    @Test
    void queriesDependOnTheDomainAloneAndDecideNothing() {
        check(noClasses()
                .that()
                .resideInAPackage(QUERY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, INFRASTRUCTURE, API, MAIN, CLI, CONFIGURATION));
        check(noClasses()
                .that()
                .resideInAPackage(QUERY)
                .should()
                .dependOnClassesThat()
                .haveSimpleName("CircleDecider"));
    }

    @Test
    void theInfrastructureDependsOnTheDomainAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(INFRASTRUCTURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, QUERY, API, MAIN, CLI, CONFIGURATION));
    }

    @Test
    void theApiKnowsNoStores() {
        check(noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INFRASTRUCTURE, MAIN, CLI, CONFIGURATION, "java.sql..", "io.lettuce.."));
    }

    @Test
    void theConsoleIsFilesAndOnlyMainKnowsIt() {
        check(classes()
                .that()
                .resideInAPackage(CONSOLE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CONSOLE, "java..", "org.jspecify.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(CONSOLE, MAIN)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CONSOLE));
    }

    @Test
    void theStoresKnowNothingOfTheLedgerAndOnlyTheProgramKnowsThem() {
        check(classes()
                .that()
                .resideInAPackage(STORES)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(STORES, "java..", "org.jspecify..", "org.mariadb.jdbc..", "org.slf4j.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(STORES, MAIN, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(STORES));
    }

    @Test
    void eachTechnologyHasOneRoom() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.ledger.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.ledger.lucene..", "io.circleledger.infrastructure.search..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.circleledger.infrastructure.icu..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.circleledger.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.circleledger.infrastructure.mariadb..", STORES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql.."));
    }

    @Test
    void thereIsOneListOfUpcastersAndTheProgramHandsItOn() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CircleEvents.class.getName())
                .should()
                .callConstructor(CircleEvents.class, List.class));
    }

    @Test
    void subcommandsDoNotKnowTheServer() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CLI, CONFIGURATION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MAIN));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.circleledger.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyMainReadsTheEnvironment() {
        check(noClasses()
                .that(resideInAPackage("io.circleledger..")
                        .and(resideInAPackage(MAIN).negate()))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(code);
    }
}
