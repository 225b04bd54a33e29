package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.stores.TestStores;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityCheckTest {

    private static final Map<String, String> SAFE = Map.of(
            "innodb_flush_log_at_trx_commit", "1",
            "innodb_doublewrite", "ON",
            "log_bin", "ON",
            "sync_binlog", "1",
            "read_only", "OFF");

    @Test
    void theEmbeddedDatabaseIsSafe() {
        var access = TestStores.shared().freshDatabase();
        try (var database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES)) {
            var check = DurabilityCheck.of(database.database().dataSource());

            assertThat(check.unsafe()).isEmpty();
            assertThat(check.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 0",
        "innodb_flush_log_at_trx_commit, 2",
        "innodb_doublewrite, OFF",
        "sync_binlog, 0",
        "sync_binlog, 100",
    })
    void aSettingThatCanLoseACommitIsNamed(String name, String value) {
        var settings = new HashMap<>(SAFE);
        settings.put(name, value);

        assertThat(DurabilityCheck.of(settings).unsafe())
                .singleElement()
                .asString()
                .startsWith(name + " must be");
    }

    @Test
    void aBinaryLogThatIsOffNeedsNoSync() {
        var settings = new HashMap<>(SAFE);
        settings.put("log_bin", "OFF");
        settings.put("sync_binlog", "0");

        assertThat(DurabilityCheck.of(settings).unsafe()).isEmpty();
    }

    @Test
    void galeraIsWarnedOf() {
        var settings = new HashMap<>(SAFE);
        settings.put("wsrep_on", "ON");

        assertThat(DurabilityCheck.of(settings).warnings())
                .singleElement()
                .asString()
                .contains("Galera");
    }
}
