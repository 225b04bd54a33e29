package io.circleledger.main;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.circleledger.infrastructure.stored.CircleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plan of the house: an arrow, a sentence. */
class ArchitectureTest {

    private static final String DOMAIN = "io.circleledger.domain..";
    private static final String COMMAND = "io.circleledger.command..";
    private static final String QUERY = "io.circleledger.query..";
    private static final String INFRASTRUCTURE = "io.circleledger.infrastructure..";
    private static final String API = "io.circleledger.api..";
    private static final String CONSOLE = "io.circleledger.console..";
    private static final String MAIN = "io.circleledger.main..";
    private static final String WIRING = "io.circleledger.wiring..";
    private static final String CONFIGURATION = "io.circleledger.configuration..";
    private static final String STORES = "io.ledger.stores..";
    private static final String ENGINE_CORE = "io.ledger.core..";
    private static final String ENGINE_HTTP = "io.ledger.http..";
    private static final String ENGINE_ICU = "io.ledger.icu..";
    private static final String ENGINE_IDENTITY = "io.ledger.identity..";
    private static final String ENGINE_KAFKA = "io.ledger.kafka..";
    private static final String ENGINE_LUCENE = "io.ledger.lucene..";
    private static final String ENGINE_MARIADB = "io.ledger.mariadb..";
    private static final String ENGINE_PROGRAM = "io.ledger.program..";
    private static final String ENGINE_PROJECTION = "io.ledger.projection..";
    private static final String ENGINE_REDIS = "io.ledger.redis..";
    private static final String ENGINE_OFFICE = "io.ledger.office..";
    private static final String ENGINE_SERVER = "io.ledger.server..";
    private static final String ENGINE_TOOL = "io.ledger.tool..";
    private static final String ENGINE_TABLES = "io.ledger.tables..";
    private static final String ENGINE_TESTKIT = "io.ledger.testkit..";
    private static final String BENCHMARK = "io.circleledger.bench..";

    private static final String[] EVERYTHING = {"io.ledger..", "io.circleledger.."};

    private static final String ANNOTATIONS = "org.jspecify..";
    private static final String LOGGING = "org.slf4j..";
    private static final String METRICS = "io.micrometer..";
    private static final String JSON = "tools.jackson..";

    private static JavaClasses code;

    @BeforeAll
    static void readTheCode() {
        code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.circleledger", "io.ledger");
    }

    @Test
    void theCoreDependsOnTheJdkAlone() {
        onlyDependsOn(ENGINE_CORE);
    }

    @Test
    void mariadbDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(
                ENGINE_MARIADB,
                ENGINE_CORE,
                "javax.sql..",
                "org.mariadb.jdbc..",
                "com.github.benmanes.caffeine..",
                "com.zaxxer.hikari..",
                "org.flywaydb..",
                ANNOTATIONS,
                JSON,
                LOGGING,
                METRICS);
    }

    @Test
    void projectionDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(ENGINE_PROJECTION, ENGINE_CORE, ANNOTATIONS, LOGGING, METRICS);
    }

    @Test
    void redisDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(
                ENGINE_REDIS,
                ENGINE_CORE,
                "com.github.benmanes.caffeine..",
                "io.lettuce..",
                "io.netty.util.concurrent..",
                "javax.net.ssl..",
                ANNOTATIONS,
                JSON,
                LOGGING,
                METRICS);
    }

    @Test
    void kafkaDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(ENGINE_KAFKA, ENGINE_CORE, "org.apache.kafka..", ANNOTATIONS, LOGGING, METRICS);
    }

    @Test
    void identityDependsOnTheCoreTheHttpKernelAndItsLibraries() {
        onlyDependsOn(
                ENGINE_IDENTITY,
                ENGINE_CORE,
                ENGINE_HTTP,
                "io.helidon..",
                "javax.crypto..",
                "com.github.benmanes.caffeine..",
                "com.password4j..",
                "com.nimbusds..",
                "com.webauthn4j..",
                ANNOTATIONS,
                JSON,
                LOGGING);
    }

    @Test
    void theOfficeDependsOnTheCoreTheHttpKernelAndTables() {
        onlyDependsOn(
                ENGINE_OFFICE, ENGINE_CORE, ENGINE_HTTP, ENGINE_TABLES, "io.helidon..", ANNOTATIONS, JSON, LOGGING);
    }

    @Test
    void luceneDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(ENGINE_LUCENE, ENGINE_CORE, "org.apache.lucene..", ANNOTATIONS, LOGGING);
    }

    @Test
    void icuDependsOnTheCoreAndItsLibrary() {
        onlyDependsOn(ENGINE_ICU, ENGINE_CORE, "com.ibm.icu..", ANNOTATIONS);
    }

    @Test
    void httpDependsOnTheCoreAndItsLibraries() {
        onlyDependsOn(ENGINE_HTTP, ENGINE_CORE, "io.helidon..", ANNOTATIONS, JSON, LOGGING, METRICS);
    }

    @Test
    void tablesDependOnTheCoreAndItsLibraries() {
        onlyDependsOn(
                ENGINE_TABLES,
                ENGINE_CORE,
                "de.siegmar.fastcsv..",
                "org.dhatim.fastexcel..",
                "javax.xml..",
                ANNOTATIONS);
    }

    /** What a file says is told from its bytes; where they come from, and what becomes of it, is for others. */
    @Test
    void tablesKnowNoNetworkAndNoFiles() {
        check(noClasses()
                .that()
                .resideInAPackage(ENGINE_TABLES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File"));
    }

    @Test
    void theServersPartsDependOnTheEngineAndItsLibraries() {
        onlyDependsOn(
                ENGINE_SERVER,
                ENGINE_CORE,
                ENGINE_HTTP,
                ENGINE_IDENTITY,
                "io.ledger.kafka..",
                ENGINE_MARIADB,
                ENGINE_OFFICE,
                ENGINE_PROJECTION,
                ENGINE_REDIS,
                "com.fasterxml.uuid..",
                "ch.qos.logback..",
                "com.github.benmanes.caffeine..",
                "io.opentelemetry..",
                "com.sun.management..",
                ANNOTATIONS,
                JSON,
                LOGGING,
                METRICS);
    }

    @Test
    void onlyTheProgramAndTheToolsKnowTheServersParts() {
        nobodyKnows(ENGINE_SERVER, MAIN, WIRING, CONFIGURATION, ENGINE_PROGRAM, ENGINE_TOOL);
    }

    @Test
    void theToolsDependOnTheEngineAndTheStores() {
        onlyDependsOn(
                ENGINE_TOOL,
                ENGINE_CORE,
                ENGINE_HTTP,
                ENGINE_IDENTITY,
                ENGINE_KAFKA,
                ENGINE_MARIADB,
                ENGINE_OFFICE,
                ENGINE_PROJECTION,
                ENGINE_REDIS,
                ENGINE_SERVER,
                STORES,
                ANNOTATIONS,
                LOGGING);
    }

    @Test
    void onlyProgramsKnowTheTools() {
        nobodyKnows(ENGINE_TOOL, ENGINE_PROGRAM);
    }

    @Test
    void programsDependOnTheEngineAndTheStores() {
        onlyDependsOn(
                ENGINE_PROGRAM,
                ENGINE_CORE,
                ENGINE_HTTP,
                ENGINE_IDENTITY,
                ENGINE_KAFKA,
                ENGINE_MARIADB,
                ENGINE_OFFICE,
                ENGINE_PROJECTION,
                ENGINE_REDIS,
                ENGINE_SERVER,
                ENGINE_TOOL,
                STORES,
                "ch.qos.logback..",
                ANNOTATIONS,
                JSON,
                LOGGING,
                METRICS);
    }

    @Test
    void onlyTheProgramKnowsThatItIsOne() {
        nobodyKnows(ENGINE_PROGRAM, MAIN, WIRING, CONFIGURATION);
    }

    /** Its suites run against the log on MariaDB too, and let projections follow it. */
    @Test
    void theTestkitDependsOnTheLogAndItsProjections() {
        onlyDependsOn(
                ENGINE_TESTKIT,
                ENGINE_CORE,
                ENGINE_MARIADB,
                ENGINE_PROJECTION,
                "org.assertj..",
                "org.junit.jupiter..",
                ANNOTATIONS,
                JSON);
    }

    @Test
    void onlyTestsDependOnTheTestkit() {
        nobodyKnows(ENGINE_TESTKIT);
    }

    @Test
    void theEngineKnowsNoCircles() {
        check(noClasses()
                .that()
                .resideInAPackage("io.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.circleledger.."));
    }

    @Test
    void theStoresKnowNothingOfTheLedger() {
        onlyDependsOn(STORES, "org.mariadb.jdbc..", ANNOTATIONS, LOGGING);
    }

    @Test
    void onlyTheProgramAndTheToolsKnowTheStores() {
        nobodyKnows(STORES, ENGINE_PROGRAM, ENGINE_TOOL);
    }

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
    void packagesOfTheEngineHaveNoCycles() {
        check(slices().matching("io.ledger.(**)").should().beFreeOfCycles());
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

    private static void onlyDependsOn(String room, String... others) {
        var allowed = new ArrayList<>(List.of(room, "java.."));
        allowed.addAll(List.of(others));
        check(classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new)));
    }

    private static void nobodyKnows(String room, String... except) {
        onlyKnownIn(room, Stream.concat(Stream.of(room), Stream.of(except)).toArray(String[]::new));
    }

    private static void onlyKnownIn(String packages, String... rooms) {
        check(noClasses()
                .that(resideInAnyPackage(EVERYTHING)
                        .and(resideInAnyPackage(rooms).negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(code);
    }
}
