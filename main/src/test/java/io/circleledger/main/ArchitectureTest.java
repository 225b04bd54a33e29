package io.circleledger.main;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import io.circleledger.infrastructure.stored.CircleEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan of the house: an arrow, a sentence. */
class ArchitectureTest extends HousePlan {

    @Test
    void theDomainDependsOnTheJdkAndTheCore() {
        onlyDependsOn(DOMAIN, ENGINE_CORE);
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
    void commandsDependOnTheDomainAndTheCoreAndNotOnQueries() {
        onlyDependsOn(COMMAND, DOMAIN, ENGINE_CORE, ANNOTATIONS);
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
    void queriesDependOnTheDomainAndTheCoreAndNotOnCommands() {
        onlyDependsOn(QUERY, DOMAIN, ENGINE_CORE, ANNOTATIONS);
    }

    @Test
    void queriesDecideNothing() {
        check(noClasses()
                .that()
                .resideInAPackage(QUERY)
                .should()
                .dependOnClassesThat()
                .haveSimpleName("CircleDecider"));
    }

    @Test
    void theInfrastructureDependsOnTheDomainTheEngineAndItsLibraries() {
        onlyDependsOn(
                INFRASTRUCTURE,
                DOMAIN,
                ENGINE_CORE,
                ENGINE_ICU,
                ENGINE_LUCENE,
                ENGINE_MARIADB,
                ENGINE_PROJECTION,
                ENGINE_REDIS,
                "com.github.benmanes.caffeine..",
                "io.lettuce..",
                "org.apache.lucene..",
                ANNOTATIONS,
                JSON,
                LOGGING,
                METRICS);
    }

    @Test
    void theInfrastructureKnowsNoCommandsQueriesAndRoutes() {
        check(noClasses()
                .that()
                .resideInAPackage(INFRASTRUCTURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, QUERY, API, MAIN, CONFIGURATION, WIRING));
    }

    @Test
    void theApiDependsOnTheDomainCommandsQueriesTheCoreHttpAndTables() {
        onlyDependsOn(
                API,
                DOMAIN,
                COMMAND,
                QUERY,
                ENGINE_CORE,
                ENGINE_HTTP,
                ENGINE_OFFICE,
                ENGINE_TABLES,
                "io.helidon..",
                ANNOTATIONS,
                JSON,
                LOGGING);
    }

    @Test
    void theApiKnowsNoInfrastructureAndNoStores() {
        check(noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        INFRASTRUCTURE,
                        ENGINE_ICU,
                        ENGINE_LUCENE,
                        ENGINE_MARIADB,
                        ENGINE_PROJECTION,
                        ENGINE_REDIS,
                        STORES,
                        MAIN,
                        "java.sql..",
                        "io.lettuce.."));
    }

    /** Its pages call the public API; its Java only says which files there are. */
    @Test
    void theConsoleDependsOnNoOtherJava() {
        onlyDependsOn(CONSOLE, ANNOTATIONS);
    }

    @Test
    void onlyMainKnowsTheConsole() {
        nobodyKnows(CONSOLE, MAIN);
    }

    @Test
    void eachTechnologyHasItsRooms() {
        onlyKnownIn("io.lettuce..", ENGINE_REDIS, "io.circleledger.infrastructure.redis..");
        onlyKnownIn("org.apache.kafka..", ENGINE_KAFKA);
        onlyKnownIn("org.apache.lucene..", ENGINE_LUCENE, "io.circleledger.infrastructure.search..");
        onlyKnownIn("de.siegmar.fastcsv..", ENGINE_TABLES);
        onlyKnownIn("org.dhatim.fastexcel..", ENGINE_TABLES);
        onlyKnownIn("com.ibm.icu..", ENGINE_ICU);
        onlyKnownIn("io.helidon..", ENGINE_HTTP, ENGINE_IDENTITY, ENGINE_OFFICE, API);
        onlyKnownIn("java.sql..", ENGINE_MARIADB, ENGINE_TESTKIT, STORES);
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
    void nothingDependsOnMain() {
        nobodyKnows(MAIN);
    }

    @Test
    void theConfigurationStandsBesideTheServer() {
        check(noClasses()
                .that()
                .resideInAPackage(CONFIGURATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MAIN, API, CONSOLE, COMMAND, QUERY));
    }

    @Test
    void onlyMainKnowsWhatTheProgramIsMadeOf() {
        nobodyKnows(WIRING, MAIN);
    }

    @Test
    void whatTheProgramIsMadeOfKnowsNeitherMainNorTheSubcommandsNorTheStores() {
        check(noClasses()
                .that()
                .resideInAPackage(WIRING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MAIN, ENGINE_TOOL, CONSOLE, STORES));
    }

    @Test
    void onlyTheProgramKnowsItsConfiguration() {
        nobodyKnows(CONFIGURATION, MAIN, WIRING);
    }

    @Test
    void nothingDependsOnTheBenchmark() {
        nobodyKnows(BENCHMARK);
    }

    @Test
    void packagesOfCirclesHaveNoCycles() {
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
}
