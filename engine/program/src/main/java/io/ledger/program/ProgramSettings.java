package io.ledger.program;

import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.TrustedProxies;
import io.ledger.kafka.KafkaSettings;
import io.ledger.redis.RedisAddress;
import io.ledger.server.DatabaseSettings;
import io.ledger.server.EnvironmentReader;
import io.ledger.server.IdentitySettings;
import io.ledger.server.LedgerModules;
import io.ledger.server.Role;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the environment says about how to run.
 *
 * @param role what this server does of the work
 * @param database an external MariaDB or MySQL, empty when it is embedded
 * @param redis an external Redis, empty when it is embedded
 * @param snapshotInterval a snapshot of a stream is taken at each multiple of this version
 * @param timeZone where a date alone is a day
 * @param allowUnsafeDatabase whether to start on a database that may lose what it has confirmed
 * @param idempotencyKept how long the answer to a request with an idempotency key is kept
 * @param idleTimeout how long a connection may wait for its next request
 * @param proxies those that are believed when they say for whom they ask
 * @param trustActor whether they are believed who that is, by {@code X-Actor}
 * @param basePath the path under which a proxy has the server, empty where it has the whole host
 * @param allowedHosts the names under which the server is asked
 * @param openAccess whether other machines may reach a server that asks nobody who they are
 * @param identities who may use the server
 * @param kafka the topic that events are handed on to, at no brokers where they are not
 * @param projectsFromKafka whether projections take the events from there
 */
public record ProgramSettings(
        Role role,
        String httpHost,
        int httpPort,
        String basePath,
        Path dataDir,
        Optional<DatabaseSettings> database,
        Optional<RedisAddress> redis,
        int snapshotInterval,
        ZoneId timeZone,
        boolean allowUnsafeDatabase,
        Duration idempotencyKept,
        Duration idleTimeout,
        TrustedProxies proxies,
        boolean trustActor,
        AllowedHosts allowedHosts,
        boolean openAccess,
        IdentitySettings identities,
        Optional<URI> traceCollector,
        KafkaSettings kafka,
        boolean projectsFromKafka) {

    /** Leaves out what may hold a password. */
    @Override
    public String toString() {
        return "ProgramSettings[%s:%d, %s]".formatted(httpHost, httpPort, dataDir);
    }

    /** What reading the environment came to. */
    public sealed interface Reading {

        /**
         * Everything has a usable value.
         *
         * @param modules the kinds of streams, made with settings of their own
         */
        record Usable(ProgramSettings settings, LedgerModules modules) implements Reading {}

        /** At least one value is unusable; each fault is a sentence without the value of a secret. */
        record UnusableSettings(List<String> faults) implements Reading {}
    }

    /**
     * Why a server would be open to other machines unasked; empty when it is not, or is meant to be.
     *
     * <p>Where nobody logs in, whoever reaches the server may change everything.
     */
    public Optional<String> exposure() {
        return identitiesConfigured() || openAccess || isLoopback(httpHost)
                ? Optional.empty()
                : Optional.of(("HTTP_HOST is \"%s\", which is no loopback address, and nobody logs in here: anybody who"
                                + " reaches it could change everything; set ACCOUNTS=local to have people sign in,"
                                + " HTTP_HOST=127.0.0.1, or OPEN_ACCESS=true to start all the same")
                        .formatted(httpHost.replaceAll("\\p{Cntrl}", "?")));
    }

    /** Where people reach the server, as far as it knows. */
    public String url(int port) {
        return identities.publicUrl().orElseGet(() -> "http://localhost:%d%s".formatted(port, basePath));
    }

    /** Whether callers have to say who they are. */
    public boolean identitiesConfigured() {
        return identities.areConfigured();
    }

    /**
     * Why projections cannot read from Kafka as they are to; empty when they can.
     *
     * @param withKafka whether a broker is started beside the server
     */
    public Optional<String> missingKafka(boolean withKafka) {
        return projectsFromKafka && !withKafka && kafka.bootstrapServers().isEmpty()
                ? Optional.of(
                        "KAFKA_BOOTSTRAP_SERVERS is not set; with PROJECTION_SOURCE=kafka it must name the brokers")
                : Optional.empty();
    }

    /** The topic that projections take the events from; empty where they read the log. */
    public Optional<KafkaSettings> projectedTopic() {
        return Optional.of(kafka)
                .filter(_ -> projectsFromKafka && !kafka.bootstrapServers().isEmpty());
    }

    /** Whether a host is reached from this machine alone, by each of its addresses. */
    private static boolean isLoopback(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /** Reads the settings of a program, its own among them. */
    public static Reading read(Map<String, String> environment, LedgerProgram program) {
        var variables = new EnvironmentReader(environment);
        var settings = new ProgramSettings(
                variables.role(),
                variables.httpHost(),
                variables.number("HTTP_PORT", 8080, 0, 65_535),
                variables.basePath(),
                variables.path("DATA_DIR", "data"),
                variables.database(),
                variables.redis(),
                variables.number("SNAPSHOT_INTERVAL", 5, 1, 1_000_000),
                variables.timeZone(),
                variables.flag("ALLOW_UNSAFE_DATABASE"),
                Duration.ofHours(variables.number("IDEMPOTENCY_HOURS", 24, 1, 8_760)),
                Duration.ofSeconds(variables.number("IDLE_TIMEOUT_SECONDS", 120, 5, 86_400)),
                variables.proxies(),
                variables.flag("TRUST_X_ACTOR"),
                variables.allowedHosts(),
                variables.flag("OPEN_ACCESS"),
                variables.identities(),
                variables.traceCollector(),
                variables.kafka(program.topic()),
                variables.projectsFromKafka());
        var modules = program.modules(settings, variables);
        return variables.faults().isEmpty()
                ? new Reading.Usable(settings, modules)
                : new Reading.UnusableSettings(variables.faults());
    }
}
