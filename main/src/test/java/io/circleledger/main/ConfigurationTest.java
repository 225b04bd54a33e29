package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.access.TrustedProxies;
import io.ledger.program.ProgramSettings;
import io.ledger.program.ProgramSettings.Reading.UnusableSettings;
import io.ledger.program.ProgramSettings.Reading.Usable;
import io.ledger.redis.RedisAddress;
import io.ledger.redis.RedisAddress.SentinelLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @Test
    void anEmptyEnvironmentGivesTheDefaults() {
        assertThat(usable(Map.of("HTTP_PORT", "", "REDIS_URL", " ")))
                .isEqualTo(usable(Map.of()))
                .satisfies(configuration -> {
                    assertThat(configuration.httpHost()).isEqualTo("127.0.0.1");
                    assertThat(configuration.httpPort()).isEqualTo(8080);
                    assertThat(configuration.dataDir())
                            .isEqualTo(Path.of("data").toAbsolutePath());
                    assertThat(configuration.database()).isEmpty();
                    assertThat(configuration.redis()).isEmpty();
                    assertThat(configuration.snapshotInterval()).isEqualTo(5);
                    assertThat(configuration.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
                    assertThat(configuration.trustActor()).isFalse();
                });
    }

    @Test
    void actorsAreTrustedOnRequest() {
        assertThat(usable(Map.of("TRUST_X_ACTOR", "true")).trustActor()).isTrue();
        assertThat(usable(Map.of("TRUST_X_ACTOR", "false")).trustActor()).isFalse();
    }

    @Test
    void proxiesAreTrustedWhereTheyAreNamedAndThoseOfThisMachineToNameActors() {
        assertThat(usable(Map.of()).proxies()).isSameAs(TrustedProxies.NONE);
        assertThat(usable(Map.of("TRUST_X_ACTOR", "true")).proxies()).isSameAs(TrustedProxies.LOOPBACK);
        assertThat(usable(Map.of("TRUST_X_ACTOR", "true", "TRUSTED_PROXIES", "10.1.0.0/16"))
                        .proxies())
                .isNotSameAs(TrustedProxies.LOOPBACK)
                .isNotSameAs(TrustedProxies.NONE);
    }

    @Test
    void connectionsMayBeIdleForAsLongAsIsAsked() {
        assertThat(usable(Map.of("IDLE_TIMEOUT_SECONDS", "3600")).idleTimeout()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void externalStoresAreTaken() {
        var configuration = usable(Map.of(
                "DATABASE_URL", "jdbc:mariadb://db:3306/circles?useSsl=true",
                "DATABASE_USER", "ledger",
                "DATABASE_PASSWORD", "s3cret",
                "REDIS_URL", "redis://:s3cret@cache:6379/2"));

        assertThat(configuration.database().orElseThrow().user()).isEqualTo("ledger");
        assertThat(configuration.redis()).contains(RedisAddress.of("redis://:s3cret@cache:6379/2"));
        assertThat(configuration.toString() + configuration.database() + configuration.redis())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://cache",
                "redis://:s3,cret@cache:6379/2",
                "rediss://user:s3cret@a:7000,b:7001,c:7002",
                "redis://a,b,c",
                "rediss://user:s3cret@a:7000?verifyPeer=CA",
                "redis-sentinel://user:s3cret@a:26379,b:26379,c/2#primary",
                "rediss-sentinel://:s3,cret@a#primary",
                "redis-sentinel://a,b?sentinelMasterId=primary"
            })
    void redisMayBeOneServerOrAClusterOrBehindSentinels(String url) {
        assertThat(usable(Map.of("REDIS_URL", url)).redis()).contains(RedisAddress.of(url));
    }

    @Test
    void whatGoesWithTheUrlOfRedisIsTaken(@TempDir Path directory) throws Exception {
        var authority = Files.createFile(directory.resolve("ca.pem"));
        Map<String, String> environment = new HashMap<>(Map.of(
                "REDIS_URL", "rediss-sentinel://:s3cret@a,b/0#primary",
                "REDIS_CA_FILE", authority.toString(),
                "REDIS_SENTINEL_USER", "watcher",
                "REDIS_SENTINEL_PASSWORD", "s3cret"));
        assertThat(faults(environment))
                .as("an empty file")
                .singleElement()
                .asString()
                .startsWith("REDIS_CA_FILE has no certificate in it");

        environment.remove("REDIS_CA_FILE");
        var address = usable(environment).redis().orElseThrow();
        assertThat(address.sentinelLogin()).contains(new SentinelLogin("watcher", "s3cret"));
        assertThat(address + " " + address.sentinelLogin()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_CA_FILE, /nowhere/ca.pem, rediss://a, REDIS_CA_FILE cannot be read",
        "REDIS_CA_FILE, /nowhere/ca.pem, redis://a, REDIS_URL does not use TLS",
        "REDIS_CERT_FILE, /nowhere/c.pem, rediss://a, REDIS_CERT_FILE and REDIS_KEY_FILE belong together",
        "REDIS_SENTINEL_PASSWORD, s3cret, redis://a, 'REDIS_SENTINEL_PASSWORD is set, but REDIS_URL names no Sentinels'",
        "REDIS_SENTINEL_PASSWORD, s3cret, '', REDIS_SENTINEL_PASSWORD is set without REDIS_URL",
    })
    void whatCannotGoWithTheUrlOfRedisIsNamed(String name, String value, String url, String fault) {
        assertThat(faults(Map.of(name, value, "REDIS_URL", url)))
                .singleElement()
                .asString()
                .startsWith(fault)
                .doesNotContain("s3cret");
    }

    private static List<String> faults(Map<String, String> environment) {
        return ((UnusableSettings) ProgramSettings.read(environment, new CircleProgram())).faults();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ledger", "/office/circle-ledger", "/~office/v1.2_3"})
    void aServerMayBeUnderAPath(String path) {
        assertThat(usable(Map.of("BASE_PATH", path)).basePath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]", " 127.0.0.1 ", ""})
    void aServerOfThisMachineAloneNeedsNothingElse(String host) {
        assertThat(usable(Map.of("HTTP_HOST", host)).exposure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", "0", "192.168.0.7", "10.0.0.1", "fd00::1", "nowhere.invalid"})
    void aServerThatOthersCanReachIsOpenedOnPurposeOnly(String host) {
        assertThat(usable(Map.of("HTTP_HOST", host)).exposure())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("HTTP_HOST is \"")
                        .contains("ACCOUNTS=local", "OPEN_ACCESS=true", "HTTP_HOST=127.0.0.1")
                        .doesNotContain("\n"));
        assertThat(usable(Map.of("HTTP_HOST", host, "OPEN_ACCESS", "true")).exposure())
                .isEmpty();
        assertThat(usable(Map.of("HTTP_HOST", host, "ACCOUNTS", "local")).exposure())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, x",
        "HTTP_PORT, -1",
        "HTTP_PORT, 65536",
        "HTTP_PORT, 80.5",
        "SNAPSHOT_INTERVAL, 0",
        "TIME_ZONE, Asia/Toky",
        "TIME_ZONE, JST",
        "TIME_ZONE, 9",
        "SNAPSHOT_INTERVAL, 99999999999999999999",
        "DATABASE_URL, mysql://db/circles",
        "DATABASE_URL, jdbc:mariadb://db",
        "DATABASE_USER, somebody",
        "REDIS_URL, http://cache",
        "REDIS_URL, redis://",
        "REDIS_URL, redis://a b",
        "REDIS_URL, 'redis://a:6379,'",
        "REDIS_URL, 'redis://a:6379,b c'",
        "REDIS_URL, 'redis://a:6379,redis://b:6379'",
        "REDIS_URL, 'redis-sentinel://a,b'",
        "REDIS_URL, 'redis-sentinel://#primary'",
        "REDIS_URL, 'redis-sentinel://a:x#primary'",
        "REDIS_URL, 'redis-socket:///tmp/redis'",
        "IDLE_TIMEOUT_SECONDS, 0",
        "IDLE_TIMEOUT_SECONDS, 2m",
        "TRUST_X_ACTOR, yes",
        "TRUST_X_ACTOR, TRUE",
        "TRUSTED_PROXIES, localhost",
        "TRUSTED_PROXIES, 10.0.0.0/40",
        "TRUSTED_PROXIES, 0.0.0.0/0",
        "OPEN_ACCESS, yes",
        "ACCOUNTS, yes",
        "AUDIT_DAYS, 0",
        "OIDC_CLIENT_ID, ledger",
        "OIDC_CLIENT_SECRET, s3cret",
        "OIDC_ROLE_CLAIM, roles",
        "OIDC_AUDIENCE, ledger",
        "PUBLIC_URL, ledger.example.org",
        "PUBLIC_URL, https://ledger.example.org/?a",
        "ALLOWED_HOSTS, https://ledger.example.org",
        "ALLOWED_HOSTS, *",
        "BASE_PATH, ledger",
        "BASE_PATH, /",
        "BASE_PATH, /ledger/",
        "BASE_PATH, //ledger",
        "BASE_PATH, /a/../b",
        "BASE_PATH, /.",
        "BASE_PATH, /a b",
        "BASE_PATH, /a%20b",
        "BASE_PATH, /a?b",
        "BASE_PATH, https://host/ledger",
    })
    void anUnusableValueIsNamed(String name, String value) {
        assertThat(ProgramSettings.read(Map.of(name, value), new CircleProgram()))
                .isInstanceOfSatisfying(
                        UnusableSettings.class,
                        unusable -> assertThat(unusable.faults())
                                .singleElement()
                                .asString()
                                .startsWith(name)
                                .doesNotContain("\n"));
    }

    @Test
    void everyFaultIsToldAtOnceAndNoSecret() {
        var environment = Map.of(
                "HTTP_PORT", "x",
                "DATABASE_URL", "jdbc:postgresql://u:s3cret@db/x",
                "DATABASE_PASSWORD", "s3cret",
                "REDIS_URL", "s3cret");

        assertThat(ProgramSettings.read(environment, new CircleProgram()))
                .isInstanceOfSatisfying(
                        UnusableSettings.class,
                        unusable ->
                                assertThat(unusable.faults()).hasSize(3).noneMatch(fault -> fault.contains("s3cret")));
    }

    private static ProgramSettings usable(Map<String, String> environment) {
        return ((Usable) ProgramSettings.read(environment, new CircleProgram())).settings();
    }
}
