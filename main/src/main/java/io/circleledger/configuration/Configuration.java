package io.circleledger.configuration;

import io.ledger.core.Parsed;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.TrustedProxies;
import io.ledger.kafka.KafkaSettings;
import io.ledger.mariadb.DatabaseHosts;
import io.ledger.redis.RedisAddress;
import io.ledger.redis.RedisAddress.ClientFiles;
import io.ledger.redis.RedisAddress.SentinelLogin;
import io.ledger.server.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the environment says about how to run.
 *
 * @param role what this server does of the work
 * @param database an external MariaDB or MySQL, empty when it is embedded
 * @param redis an external Redis, empty when it is embedded
 * @param snapshotInterval a snapshot of a circle is taken at each multiple of this version
 * @param uniqueNames whether two living circles may not bear names that people take for the same
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
 */
public record Configuration(
        Role role,
        String httpHost,
        int httpPort,
        String basePath,
        Path dataDir,
        Optional<DatabaseSettings> database,
        Optional<RedisAddress> redis,
        int snapshotInterval,
        boolean uniqueNames,
        ZoneId timeZone,
        boolean allowUnsafeDatabase,
        Duration idempotencyKept,
        Duration idleTimeout,
        TrustedProxies proxies,
        boolean trustActor,
        AllowedHosts allowedHosts,
        boolean openAccess,
        IdentityConfiguration identities,
        Optional<URI> traceCollector,
        KafkaSettings kafka) {

    /** Where an external database answers. */
    public record DatabaseSettings(String url, String user, String password) {

        /** Leaves out the password, and the URL that may hold one. */
        @Override
        public String toString() {
            return "Database";
        }
    }

    /** Leaves out what may hold a password. */
    @Override
    public String toString() {
        return "Configuration[%s:%d, %s]".formatted(httpHost, httpPort, dataDir);
    }

    /** What reading the environment came to. */
    public sealed interface Reading {

        /** Everything has a usable value. */
        record Usable(Configuration configuration) implements Reading {}

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

    /** Whether a host is reached from this machine alone, by each of its addresses. */
    private static boolean isLoopback(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException _) {
            return false;
        }
    }

    public static Reading read(Map<String, String> environment) {
        var variables = new Variables(environment);
        var configuration = new Configuration(
                variables.role(),
                variables.httpHost(),
                variables.number("HTTP_PORT", 8080, 0, 65_535),
                variables.basePath(),
                variables.path("DATA_DIR", "data"),
                variables.database(),
                variables.redis(),
                variables.number("SNAPSHOT_INTERVAL", 5, 1, 1_000_000),
                variables.flag("UNIQUE_NAMES"),
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
                variables.kafka());
        return variables.faults.isEmpty()
                ? new Reading.Usable(configuration)
                : new Reading.UnusableSettings(List.copyOf(variables.faults));
    }

    /** The environment while it is read; an empty variable counts as one that is not set. */
    private static final class Variables {

        /** Parts that no browser or proxy writes in another way. */
        private static final Pattern BASE_PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){1,8}");

        private final Map<String, String> environment;
        private final List<String> faults = new ArrayList<>();

        Variables(Map<String, String> environment) {
            this.environment = environment;
        }

        private Optional<String> value(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        String text(String name, String otherwise) {
            return value(name).orElse(otherwise);
        }

        int number(String name, int otherwise, int min, int max) {
            var text = value(name);
            if (text.isEmpty()) {
                return otherwise;
            }
            var number = wholeNumber(text.get());
            if (number.isEmpty() || number.getAsInt() < min || number.getAsInt() > max) {
                faults.add(
                        "%s is \"%s\"; it must be a whole number from %d to %d".formatted(name, text.get(), min, max));
                return otherwise;
            }
            return number.getAsInt();
        }

        ZoneId timeZone() {
            var name = text("TIME_ZONE", "Asia/Tokyo").strip();
            try {
                return ZoneId.of(name);
            } catch (DateTimeException _) {
                faults.add("TIME_ZONE is \"%s\"; it must be a time zone such as Asia/Tokyo or UTC".formatted(name));
                return ZoneOffset.UTC;
            }
        }

        private static OptionalInt wholeNumber(String text) {
            try {
                return OptionalInt.of(Integer.parseInt(text.strip()));
            } catch (NumberFormatException _) {
                return OptionalInt.empty();
            }
        }

        /** A part of the work is done on stores that other servers have too. */
        Role role() {
            var name = text("ROLE", "all").strip();
            var role = Role.parse(name);
            if (role.isEmpty()) {
                faults.add("ROLE is \"%s\"; it must be all, api, projector or relay".formatted(name));
                return Role.ALL;
            }
            if (role.get() == Role.RELAY && value("KAFKA_BOOTSTRAP_SERVERS").isEmpty()) {
                faults.add("KAFKA_BOOTSTRAP_SERVERS is not set; with ROLE=relay it must name the brokers");
            }
            if (role.get() != Role.ALL) {
                var needed = role.get().needsRedis() ? List.of("DATABASE_URL", "REDIS_URL") : List.of("DATABASE_URL");
                needed.stream()
                        .filter(store -> value(store).isEmpty())
                        .forEach(store -> faults.add(
                                "%s is not set; with ROLE=%s it must name the store that the other servers have too"
                                        .formatted(store, name)));
            }
            return role.get();
        }

        boolean flag(String name) {
            return switch (text(name, "false")) {
                case "true" -> true;
                case "false" -> false;
                default -> {
                    faults.add(name + " must be true or false");
                    yield false;
                }
            };
        }

        String httpHost() {
            var host = text("HTTP_HOST", "127.0.0.1").strip();
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }

        String basePath() {
            var path = text("BASE_PATH", "").strip();
            if (!path.isEmpty() && !BASE_PATH.matcher(path).matches()) {
                faults.add("BASE_PATH must look like /ledger: a slash before each part and none at the end, and in the"
                        + " parts only letters, digits and - . _ ~; leave it empty where the server has the whole"
                        + " host");
                return "";
            }
            return path;
        }

        AllowedHosts allowedHosts() {
            return parsed("ALLOWED_HOSTS", AllowedHosts.parse(text("ALLOWED_HOSTS", "")), AllowedHosts.LOOPBACK);
        }

        TrustedProxies proxies() {
            var list = value("TRUSTED_PROXIES");
            return list.isEmpty() && text("TRUST_X_ACTOR", "").equals("true")
                    ? TrustedProxies.LOOPBACK
                    : parsed("TRUSTED_PROXIES", TrustedProxies.parse(list.orElse("")), TrustedProxies.NONE);
        }

        private <T> T parsed(String name, Parsed<T> parsed, T otherwise) {
            return switch (parsed) {
                case Parsed.Valid<T>(var value) -> value;
                case Parsed.Invalid<T>(var reason) -> {
                    faults.add(name + ": " + reason);
                    yield otherwise;
                }
            };
        }

        IdentityConfiguration identities() {
            return IdentityConfiguration.read(
                    this::value, number("AUDIT_DAYS", 400, 1, 36_500), flag("OPEN_ACCESS"), faults);
        }

        Path path(String name, String otherwise) {
            var text = text(name, otherwise);
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException _) {
                faults.add(name + " is no path; give the directory to keep data in");
                return Path.of(otherwise);
            }
        }

        Optional<DatabaseSettings> database() {
            var url = value("DATABASE_URL");
            if (url.isEmpty()) {
                for (var name : List.of("DATABASE_USER", "DATABASE_PASSWORD")) {
                    if (value(name).isPresent()) {
                        faults.add(name + " is set without DATABASE_URL; set both for an external"
                                + " database, or neither for the embedded one");
                    }
                }
                return Optional.empty();
            }
            if (DatabaseHosts.parse(url.get()).isEmpty()) {
                faults.add("DATABASE_URL must look like jdbc:mariadb://host:3306/database; several hosts of which one"
                        + " takes changes have commas between them");
            }
            return Optional.of(
                    new DatabaseSettings(url.get(), text("DATABASE_USER", ""), text("DATABASE_PASSWORD", "")));
        }

        Optional<URI> traceCollector() {
            var url = value("OTEL_EXPORTER_OTLP_ENDPOINT")
                    .map(text -> text.strip().replaceAll("/+$", ""));
            if (url.isPresent() && !url.get().matches("https?://[^/\\s?#]+(/[^\\s?#]*)?")) {
                faults.add("OTEL_EXPORTER_OTLP_ENDPOINT must look like http://host:4318");
                return Optional.empty();
            }
            return url.map(URI::create);
        }

        KafkaSettings kafka() {
            var servers = text("KAFKA_BOOTSTRAP_SERVERS", "").strip();
            if (!servers.matches("|[^\\s,/]+:\\d{1,5}(,[^\\s,/]+:\\d{1,5})*")) {
                faults.add("KAFKA_BOOTSTRAP_SERVERS must look like host:9092, or several with commas between them");
            }
            var topic = text("KAFKA_TOPIC", "circle-events").strip();
            if (!topic.matches("[a-zA-Z0-9._-]{1,200}") || topic.matches("\\.{1,2}")) {
                faults.add("KAFKA_TOPIC must have 1 to 200 letters, digits, dots, underscores and hyphens");
                topic = "circle-events";
            }
            var days = number("KAFKA_RETENTION_DAYS", 0, 1, 36_500);
            return new KafkaSettings(
                    servers,
                    topic,
                    number("KAFKA_PARTITIONS", 6, 1, 1_000),
                    number("KAFKA_REPLICATION", 1, 1, 9),
                    days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)),
                    clientSettings());
        }

        /** Further settings of Kafka's clients. They hold secrets, so no message shows what is in the file. */
        private Map<String, String> clientSettings() {
            var file = value("KAFKA_CLIENT_SETTINGS");
            if (file.isEmpty()) {
                return Map.of();
            }
            var settings = new Properties();
            try (var reader = Files.newBufferedReader(Path.of(file.get()))) {
                settings.load(reader);
            } catch (IOException | IllegalArgumentException _) {
                faults.add("KAFKA_CLIENT_SETTINGS names a file that cannot be read; give one with lines like"
                        + " security.protocol=SASL_SSL");
            }
            return settings.stringPropertyNames().stream()
                    .collect(Collectors.toMap(Function.identity(), settings::getProperty));
        }

        Optional<RedisAddress> redis() {
            var url = value("REDIS_URL");
            if (url.isEmpty()) {
                for (var name : List.of(
                        "REDIS_CA_FILE",
                        "REDIS_CERT_FILE",
                        "REDIS_KEY_FILE",
                        "REDIS_SENTINEL_USER",
                        "REDIS_SENTINEL_PASSWORD")) {
                    if (value(name).isPresent()) {
                        faults.add(name + " is set without REDIS_URL; set it for an external Redis, or neither for the"
                                + " embedded one");
                    }
                }
                return Optional.empty();
            }
            var certificate = value("REDIS_CERT_FILE");
            var key = value("REDIS_KEY_FILE");
            if (certificate.isPresent() != key.isPresent()) {
                faults.add("REDIS_CERT_FILE and REDIS_KEY_FILE belong together; set both or neither");
            }
            var address = new RedisAddress(
                    url.get(),
                    value("REDIS_CA_FILE").map(_ -> path("REDIS_CA_FILE", ".")),
                    certificate.isPresent() && key.isPresent()
                            ? Optional.of(new ClientFiles(path("REDIS_CERT_FILE", "."), path("REDIS_KEY_FILE", ".")))
                            : Optional.empty(),
                    value("REDIS_SENTINEL_PASSWORD")
                            .map(password -> new SentinelLogin(text("REDIS_SENTINEL_USER", ""), password)));
            address.fault().ifPresent(faults::add);
            return Optional.of(address);
        }
    }
}
