package io.ledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Who gets into the stores, and to what in them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StoreAccessTest extends StoresOfATest {

    @Test
    void showsPasswordsToTheOwnerOnly() throws Exception {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger("io.ledger");
        logger.addAppender(appender);
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            var secrets = List.of(
                    database(stores).password(),
                    stores.mariaDb().orElseThrow().adminAccess().password(),
                    redis(stores).url().replaceAll(".*:(.*)@.*", "$1"));
            for (var secret : secrets) {
                assertThat(secret).hasSize(StoreLimits.PASSWORD_LENGTH);
                assertThat(appender.list)
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                                .doesNotContain(secret));
                for (var process : storeProcesses()) {
                    assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                            .doesNotContain(secret);
                }
                for (var file : List.of("mariadb/log/mariadbd.log", "redis/log/redis-server.log")) {
                    assertThat(Files.readString(dataDir.resolve(file))).doesNotContain(secret);
                }
                assertThat(stores.mariaDb() + " " + database(stores) + redis(stores))
                        .doesNotContain(secret);
            }
            assertOwnerOnly(List.of(
                    "stores.env",
                    "mariadb/init.sql",
                    "mariadb/client.cnf",
                    "mariadb/root.cnf",
                    "mariadb/state.properties",
                    "redis/redis.conf",
                    "redis/state.properties"));
            assertSourceable(stores);
            assertNobodyElseGetsIn(stores);
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(StoresEnv.read(dataDir)).isEmpty();
    }

    @Test
    void givesTheApplicationItsOwnDatabaseOnlyWithTheStatedSettings() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, MARIADB);
                var connection = connect(database(stores));
                var statement = connection.createStatement()) {
            assertThat(stores.redis()).isEmpty();
            var found = statement.executeQuery("SELECT CONCAT_WS(' ', @@innodb_flush_log_at_trx_commit,"
                    + " @@innodb_doublewrite, @@time_zone, @@character_set_database,"
                    + " @@character_set_server, @@local_infile, @@max_connections, @@log_bin,"
                    + " @@bind_address)");
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("1 ON +00:00 utf8mb4 utf8mb4 OFF 100 OFF 127.0.0.1");
            assertThatThrownBy(() -> statement.execute("CREATE DATABASE circlexledger"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("SELECT * FROM mysql.global_priv"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private void assertOwnerOnly(List<String> files) throws IOException {
        for (var file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    private static void assertNobodyElseGetsIn(EmbeddedStores stores) {
        var admin = stores.mariaDb().orElseThrow().adminAccess();
        for (var user : List.of("root", "", EmbeddedMariaDb.DATABASE)) {
            assertThatThrownBy(() -> DriverManager.getConnection(admin.jdbcUrl(), user, ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied");
        }
        var withoutPassword = new RedisAccess(redis(stores).url().replaceAll(":[^:]*@", ":wrong@"));
        assertThatThrownBy(() -> TestStores.redis(withoutPassword, "PING")).hasMessageContaining("WRONGPASS");
    }
}
