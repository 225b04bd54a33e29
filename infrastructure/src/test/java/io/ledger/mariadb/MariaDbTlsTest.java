package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.redis.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MariaDB that takes nobody without TLS. */
class MariaDbTlsTest {

    @TempDir
    Path directory;

    @Test
    void itsCertificateIsCheckedAgainstTheAuthorityInTheUrl() throws Exception {
        var own = TestCertificate.make(directory, "mariadb");
        var other = TestCertificate.make(directory, "other");
        try (var server = MariaDbProcess.start(
                Files.createDirectory(directory.resolve("server")),
                "--ssl-cert=" + own.certificate(),
                "--ssl-key=" + own.key())) {
            server.execute("ALTER USER 'ledger'@'%' REQUIRE SSL");
            var url = MariaDbProcess.url(server).replace("127.0.0.1", "localhost");
            try (var database = at(url + "?sslMode=verify-full&serverSslCert=" + own.certificate())) {
                Waiting.untilConnected(database);
                database.migrate();
                assertThat(database.condition()).isEqualTo(MariaDb.Condition.WRITABLE);
                assertThat(database.database().<String>ask("SHOW SESSION STATUS LIKE 'Ssl_version'", statement -> {
                            try (var row = statement.executeQuery()) {
                                row.next();
                                return row.getString(2);
                            }
                        }))
                        .startsWith("TLSv1.");
            }
            // Several hosts keep what the URL says of TLS.
            var several = url.replace("//", "//127.0.0.1:1,");
            try (var database = at(several + "?sslMode=verify-full&serverSslCert=" + own.certificate())) {
                Waiting.untilConnected(database);
                assertThat(database.condition()).isEqualTo(MariaDb.Condition.WRITABLE);
            }
            for (var refused :
                    new String[] {"?sslMode=verify-full&serverSslCert=" + other.certificate(), "?sslMode=disable"}) {
                try (var database = at(url + refused)) {
                    assertThatThrownBy(database::ping).as(refused).isInstanceOf(StoreUnavailableException.class);
                }
            }
        }
    }

    private static MariaDb at(String url) {
        return MariaDb.at(url, MariaDbProcess.USER, MariaDbProcess.PASSWORD, CircleStreams.TABLES);
    }
}
