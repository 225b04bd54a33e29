package io.ledger.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a Redis is, and what it takes to be let in.
 *
 * <ul>
 *   <li>{@code redis://user:password@host:6379/0} is one server; with several hosts, or with one that belongs to a
 *       cluster, it is the cluster. {@code rediss://} is the same by TLS.
 *   <li>{@code redis-sentinel://user:password@host1:26379,host2:26379/0#primary} is the primary that these Sentinels know
 *       by that name; {@code rediss-sentinel://} is the same by TLS. User and password are those of the Redis servers.
 * </ul>
 *
 * @param caFile the certificates to trust, in PEM; empty for those of the Java runtime
 * @param clientFile what this client shows to a server that asks for it; empty for none
 * @param sentinelLogin what Sentinels ask for; empty for nothing
 */
public record RedisAddress(
        String url, Optional<Path> caFile, Optional<ClientFiles> clientFile, Optional<SentinelLogin> sentinelLogin) {

    private static final String FORMS = "redis://user:password@host:6379/0 (rediss:// for TLS; several hosts of a"
            + " cluster have commas between them) or redis-sentinel://user:password@host1:26379,host2:26379/0#primary"
            + " (rediss-sentinel:// for TLS)";

    /** The certificate of this client and its key (PKCS 8, without a password), both in PEM. */
    public record ClientFiles(Path certificate, Path key) {}

    /**
     * Who this is to Sentinels.
     *
     * @param user empty for the one that is called default
     */
    public record SentinelLogin(String user, String password) {

        @Override
        public String toString() {
            return "SentinelLogin";
        }
    }

    /** One that needs nothing but its URL. */
    public static RedisAddress of(String url) {
        return new RedisAddress(url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "Redis";
    }

    /** What is wrong with it, in a sentence that has no secret in it. */
    public Optional<String> fault() {
        if (!isUsable()) {
            return Optional.of("REDIS_URL must look like " + FORMS);
        }
        if (caFile.isPresent() || clientFile.isPresent()) {
            if (!url.startsWith("rediss")) {
                return Optional.of(
                        "REDIS_URL does not use TLS, so REDIS_CA_FILE, REDIS_CERT_FILE and REDIS_KEY_FILE mean"
                                + " nothing; begin it with rediss:// or rediss-sentinel://, or remove them");
            }
            return caFile.flatMap(file -> certificateFault("REDIS_CA_FILE", file))
                    .or(() -> clientFile.flatMap(files -> certificateFault("REDIS_CERT_FILE", files.certificate())))
                    .or(() -> clientFile
                            .filter(files -> !Files.isReadable(files.key()))
                            .map(_ ->
                                    "REDIS_KEY_FILE cannot be read; give a private key in PEM (PKCS 8, no password)"));
        }
        return sentinelLogin
                .filter(_ -> !isSentinel())
                .map(_ -> "REDIS_SENTINEL_PASSWORD is set, but REDIS_URL names no Sentinels; begin it with"
                        + " redis-sentinel://, or remove the password");
    }

    private static Optional<String> certificateFault(String variable, Path file) {
        try (var in = Files.newInputStream(file)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty()) {
                return Optional.empty();
            }
        } catch (IOException unreadable) {
            return Optional.of(variable + " cannot be read; give a file with certificates in PEM");
        } catch (CertificateException noCertificate) {
            // Said below.
        }
        return Optional.of(variable + " has no certificate in it; give a file with certificates in PEM");
    }

    private boolean isUsable() {
        try {
            return isSentinel()
                    ? !uris(RedisLimits.READ_TIMEOUT).getFirst().getSentinels().isEmpty()
                    : isServerOrCluster();
        } catch (RuntimeException unusable) {
            return false;
        }
    }

    private boolean isServerOrCluster() {
        var hosts = firstComma();
        var first = hosts < 0 ? url : url.substring(0, hosts);
        var others =
                hosts < 0 ? List.<String>of() : List.of(url.substring(hosts + 1).split(",", -1));
        return isServer(first)
                && others.stream().allMatch(other -> !other.contains("//") && isServer("redis://" + other))
                && !uris(RedisLimits.READ_TIMEOUT).isEmpty();
    }

    private static boolean isServer(String text) {
        try {
            var uri = new URI(text);
            return uri.getHost() != null && List.of("redis", "rediss").contains(uri.getScheme());
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** The comma after the first host, if there is one: a password may have commas too. */
    private int firstComma() {
        return url.indexOf(',', url.lastIndexOf('@') + 1);
    }

    /** Whether it is a primary that Sentinels know. */
    boolean isSentinel() {
        return url.startsWith("redis-sentinel://") || url.startsWith("rediss-sentinel://");
    }

    /** Whether it is a cluster by what the URL says; one that names one server may be one too. */
    boolean isCluster() {
        return !isSentinel() && firstComma() >= 0;
    }

    /**
     * The servers to begin with; of one behind Sentinels, the one that leads to it.
     *
     * @param timeout how long one that is being connected to may take to answer
     */
    List<RedisURI> uris(Duration timeout) {
        var uris = isCluster() ? RedisClusterURIUtil.toRedisURIs(URI.create(url)) : List.of(RedisURI.create(url));
        for (var uri : uris) {
            uri.setTimeout(timeout);
            for (var sentinel : uri.getSentinels()) {
                sentinel.setTimeout(timeout);
                sentinel.setVerifyPeer(uri.getVerifyMode());
                sentinelLogin.ifPresent(login -> {
                    if (login.user().isEmpty()) {
                        sentinel.setAuthentication(login.password());
                    } else {
                        sentinel.setAuthentication(login.user(), login.password());
                    }
                });
            }
        }
        return uris;
    }

    SslOptions tls() {
        var options = SslOptions.builder().jdkSslProvider();
        caFile.ifPresent(file -> options.trustManager(file.toFile()));
        clientFile.ifPresent(files ->
                options.keyManager(files.certificate().toFile(), files.key().toFile(), new char[0]));
        return options.build();
    }
}
