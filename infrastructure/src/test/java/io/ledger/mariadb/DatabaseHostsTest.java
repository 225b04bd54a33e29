package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.stores.TestStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseHostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://a,b:3307/ledger?sslMode=verify-full",
                "jdbc:mariadb:sequential://a,b:3307/ledger?sslMode=verify-full"
            })
    void eachHostHasAUrlOfItsOwn(String url) {
        assertThat(DatabaseHosts.parse(url).orElseThrow().urls())
                .containsExactly(
                        "jdbc:mariadb://a/ledger?sslMode=verify-full",
                        "jdbc:mariadb://b:3307/ledger?sslMode=verify-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb:loadbalance://a,b/ledger",
                "jdbc:mariadb:replication://a,b/ledger",
                "jdbc:mariadb://a,,b/ledger",
                "jdbc:mariadb://a,/ledger",
                "jdbc:mariadb://a,b",
                "jdbc:mysql://a/ledger"
            })
    void whatMayReadFromReplicasAndWhatIsNoUrlIsRefused(String url) {
        assertThat(DatabaseHosts.parse(url)).isEmpty();
    }

    @Test
    void aHostThatIsDownIsPassedOver() {
        var access = TestStores.shared().freshDatabase();
        var url = access.jdbcUrl().replace("://", "://127.0.0.1:1,");
        try (var database = MariaDb.at(url, access.user(), access.password(), CircleStreams.TABLES)) {
            database.migrate();
            assertThat(database.condition()).isEqualTo(MariaDb.Condition.WRITABLE);
        }
    }

    @Test
    void whenNoneAnswersTheReasonIsThatOfTheFirst() throws Exception {
        try (var database =
                MariaDb.at("jdbc:mariadb://127.0.0.1:1,127.0.0.1:2/x", "a", "s3cret", CircleStreams.TABLES)) {
            // The reason is that nothing answered in time for as long as no connection has been tried.
            Waiting.until("a refused connection is the reason", () -> {
                var failure = catchThrowableOfType(StoreUnavailableException.class, database::ping);
                var reason = MariaDb.reason(failure).text();
                assertThat(reason).doesNotContain("s3cret");
                return reason.contains("refused");
            });
        }
    }
}
