package io.circleledger.main;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.api.Test;

/** The plan of the engine: an arrow, a sentence. */
class EngineRoomsTest extends HousePlan {

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
    void packagesOfTheEngineHaveNoCycles() {
        check(slices().matching("io.ledger.(**)").should().beFreeOfCycles());
    }
}
