package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.redis.RedisAddress.ClientFiles;
import io.ledger.stores.TestStores;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks nothing but TLS, and asks for the certificate of its clients. */
class RedisTlsTest {

    @TempDir
    Path directory;

    @Test
    void aReadModelIsReachedByTlsAndNobodyElseIsTrusted() throws Exception {
        var own = TestCertificate.make(directory, "redis");
        var other = TestCertificate.make(directory, "other");
        var port = TestStores.freePort();
        try (var _ = RedisProcess.server(
                directory,
                "tls-port " + port,
                "tls-cert-file " + own.certificate(),
                "tls-key-file " + own.key(),
                "tls-ca-cert-file " + own.certificate())) {
            var url = "rediss://:secret@localhost:" + port;
            var client = Optional.of(new ClientFiles(own.certificate(), own.key()));
            try (var redis = at(url, Optional.of(own.certificate()), client);
                    var near = redis.nearDocuments(CircleStreams.REDIS)) {
                RedisProcess.until("it answers", () -> {
                    redis.ping();
                    return true;
                });
                near.start();
                assertThat(redis.faults(CircleStreams.REDIS)).isEmpty();
                RedisProcess.until(
                        "changes are told",
                        () -> Optional.of(near).filter(NearDocuments::isOn).orElseThrow());
                assertThat(near.find(SampleHistories.newId(), GlobalPosition.START)
                                .value())
                        .isEmpty();
            }
            assertThat(noSafeConnection(url, Optional.of(other.certificate()), client))
                    .contains("REDIS_CA_FILE");
            assertThat(noSafeConnection(url, Optional.empty(), client)).isNotEmpty();
            assertThat(reason(url.replace("localhost", "127.0.0.2"), Optional.of(own.certificate()), client))
                    .as("a name that it is not for")
                    .isNotEqualTo("answers");
            assertThat(reason(url, Optional.of(own.certificate()), Optional.empty()))
                    .as("without a certificate of its own")
                    .isNotEqualTo("answers");
        }
    }

    /** What is told once the handshake came to its end: before that, Redis merely does not answer. */
    private static String noSafeConnection(String url, Optional<Path> caFile, Optional<ClientFiles> client) {
        return RedisProcess.until("TLS is the reason", () -> {
            var reason = reason(url, caFile, client);
            if (!reason.startsWith("no safe connection by TLS: ")) {
                throw new IllegalStateException(reason);
            }
            return reason;
        });
    }

    private static String reason(String url, Optional<Path> caFile, Optional<ClientFiles> client) {
        try (var redis = at(url, caFile, client)) {
            redis.ping();
            return "answers";
        } catch (StoreUnavailableException failure) {
            return Redis.reason(failure);
        }
    }

    private static Redis at(String url, Optional<Path> caFile, Optional<ClientFiles> client) {
        return Redis.at(new RedisAddress(url, caFile, client, Optional.empty()));
    }
}
