package io.ledger.server;

import io.ledger.core.Parsed;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.TrustedProxies;
import io.ledger.identity.oidc.OidcSettings;
import io.ledger.kafka.KafkaSettings;
import io.ledger.mariadb.DatabaseHosts;
import io.ledger.redis.RedisAddress;
import io.ledger.redis.RedisAddress.ClientFiles;
import io.ledger.redis.RedisAddress.SentinelLogin;
import java.io.IOException;
import java.net.URI;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The environment of a server while it is read. An empty variable counts as one that is not set.
 *
 * <p>A value that cannot be used is replaced by one that can, and told of in {@link #faults}: one sentence each, without
 * the value of a secret. A program reads everything, and then starts only if there are no faults.
 */
public final class EnvironmentReader {

    /** Parts that no browser or proxy writes in another way. */
    private static final Pattern BASE_PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){1,8}");

    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    /** @param environment the variables by name */
    public EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A sentence for each value that cannot be used. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The text of a variable, or another one where it is not set. */
    public String text(String name, String otherwise) {
        return value(name).orElse(otherwise);
    }

    /** A whole number. */
    public int number(String name, int otherwise, int min, int max) {
        var text = value(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        var number = wholeNumber(text.get());
        if (number.isEmpty() || number.getAsInt() < min || number.getAsInt() > max) {
            faults.add("%s is \"%s\"; it must be a whole number from %d to %d".formatted(name, text.get(), min, max));
            return otherwise;
        }
        return number.getAsInt();
    }

    /** Some whole numbers, with commas between them. */
    public Set<Integer> numbers(String name, Set<Integer> otherwise, int min, int max) {
        var text = value(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        var numbers = new TreeSet<Integer>();
        for (var part : text.get().split(",", -1)) {
            var number = wholeNumber(part.strip());
            if (number.isEmpty() || number.getAsInt() < min || number.getAsInt() > max) {
                faults.add("%s is \"%s\"; it must be whole numbers from %d to %d, with commas between them"
                        .formatted(name, text.get(), min, max));
                return otherwise;
            }
            numbers.add(number.getAsInt());
        }
        return numbers;
    }

    /** Where a date alone is a day. */
    public ZoneId timeZone() {
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
    public Role role() {
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

    /** {@code true} or {@code false}, which also is what is not set. */
    public boolean flag(String name) {
        return switch (text(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                faults.add(name + " must be true or false");
                yield false;
            }
        };
    }

    /** The address to listen on. */
    public String httpHost() {
        var host = text("HTTP_HOST", "127.0.0.1").strip();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The path under which a proxy has the server; empty where it has the whole host. */
    public String basePath() {
        var path = text("BASE_PATH", "").strip();
        if (!path.isEmpty() && !BASE_PATH.matcher(path).matches()) {
            faults.add("BASE_PATH must look like /ledger: a slash before each part and none at the end, and in the"
                    + " parts only letters, digits and - . _ ~; leave it empty where the server has the whole"
                    + " host");
            return "";
        }
        return path;
    }

    /** The names that the server answers to. */
    public AllowedHosts allowedHosts() {
        return parsed("ALLOWED_HOSTS", AllowedHosts.parse(text("ALLOWED_HOSTS", "")), AllowedHosts.LOOPBACK);
    }

    /** Those that are believed when they say for whom they ask. */
    public TrustedProxies proxies() {
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

    /** Who may use the server. */
    public IdentitySettings identities() {
        var accounts = value("ACCOUNTS").map(String::strip);
        if (accounts.filter(it -> !it.equals("local")).isPresent()) {
            faults.add("ACCOUNTS is \"%s\"; it must be local, for accounts of the ledger's own, or not be set"
                    .formatted(accounts.get().replaceAll("\\p{Cntrl}", "?")));
        }
        var publicUrl = value("PUBLIC_URL").map(text -> text.strip().replaceAll("/+$", ""));
        if (publicUrl
                .filter(it -> !it.matches("https?://[^/\\s?#]+(/[^\\s?#]*)?"))
                .isPresent()) {
            faults.add(
                    "PUBLIC_URL must look like https://ledger.example.org, with BASE_PATH at its end if that is set");
        }
        var auditKept = Duration.ofDays(number("AUDIT_DAYS", 400, 1, 36_500));
        var provider = OidcSettings.read(this::value, publicUrl, faults);
        if (text("OPEN_ACCESS", "").equals("true")
                && (accounts.isPresent() || value("OIDC_ISSUER").isPresent())) {
            faults.add("OPEN_ACCESS=true lets everybody in, and ACCOUNTS or OIDC_ISSUER has people sign in; set one of"
                    + " them alone");
        }
        return new IdentitySettings(accounts.isPresent(), auditKept, publicUrl, provider.map(OidcSettings::factory));
    }

    /** A directory, absolute. */
    public Path path(String name, String otherwise) {
        var text = text(name, otherwise);
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException _) {
            faults.add(name + " is no path; give the directory to keep data in");
            return Path.of(otherwise);
        }
    }

    /** An external database; empty where it is embedded. */
    public Optional<DatabaseSettings> database() {
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
        return Optional.of(new DatabaseSettings(url.get(), text("DATABASE_USER", ""), text("DATABASE_PASSWORD", "")));
    }

    /** Where traces are sent. */
    public Optional<URI> traceCollector() {
        var url = value("OTEL_EXPORTER_OTLP_ENDPOINT").map(text -> text.strip().replaceAll("/+$", ""));
        if (url.isPresent() && !url.get().matches("https?://[^/\\s?#]+(/[^\\s?#]*)?")) {
            faults.add("OTEL_EXPORTER_OTLP_ENDPOINT must look like http://host:4318");
            return Optional.empty();
        }
        return url.map(URI::create);
    }

    /** The topic that events are handed on to, at no brokers where they are not. */
    public KafkaSettings kafka(String usualTopic) {
        var servers = text("KAFKA_BOOTSTRAP_SERVERS", "").strip();
        if (!servers.matches("|[^\\s,/]+:\\d{1,5}(,[^\\s,/]+:\\d{1,5})*")) {
            faults.add("KAFKA_BOOTSTRAP_SERVERS must look like host:9092, or several with commas between them");
        }
        var topic = text("KAFKA_TOPIC", usualTopic).strip();
        if (!topic.matches("[a-zA-Z0-9._-]{1,200}") || topic.matches("\\.{1,2}")) {
            faults.add("KAFKA_TOPIC must have 1 to 200 letters, digits, dots, underscores and hyphens");
            topic = usualTopic;
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

    /** Whether projections take the events from Kafka instead of from the log. */
    public boolean projectsFromKafka() {
        var source = text("PROJECTION_SOURCE", "log").strip();
        if (!source.equals("log") && !source.equals("kafka")) {
            faults.add("PROJECTION_SOURCE is \"%s\"; it must be log or kafka"
                    .formatted(source.replaceAll("\\p{Cntrl}", "?")));
        }
        return source.equals("kafka");
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

    /** An external Redis; empty where it is embedded. */
    public Optional<RedisAddress> redis() {
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
