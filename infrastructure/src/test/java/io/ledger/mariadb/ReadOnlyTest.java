package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.mariadb.MariaDb.Condition;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A primary that becomes read-only, as in a failover that leaves connections open. */
@Isolated("It changes a setting of the database that all tests share.")
class ReadOnlyTest {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> store;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        store = CircleLog.store(database, 5);
    }

    @AfterEach
    void close() {
        TestStores.shared().readOnly(false);
        database.close();
    }

    private AppendResult create() {
        return store.append(append(newId(), Optional.empty(), created("Chess", 12)));
    }

    /** The connections of the pool that can be had at once. */
    private Set<Long> connections() throws SQLException {
        var ids = new HashSet<Long>();
        try (var one = database.database().dataSource().getConnection();
                var two = database.database().dataSource().getConnection()) {
            for (var connection : Set.of(one, two)) {
                try (var select = connection.prepareStatement("SELECT CONNECTION_ID()");
                        var row = select.executeQuery()) {
                    row.next();
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }

    @Test
    void aChangeIsRefusedForWhatItIsAndNoConnectionIsKept() throws SQLException {
        create();
        var before = connections();

        TestStores.shared().readOnly(true);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(this::create)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.READ_ONLY));
        assertThat(connections()).doesNotContainAnyElementsOf(before);

        TestStores.shared().readOnly(false);
        assertThat(create()).isInstanceOf(Appended.class);
    }

    @Test
    void whoLooksIsToldAndNoConnectionIsKept() throws SQLException {
        assertThat(database.condition()).isEqualTo(Condition.WRITABLE);
        var before = connections();

        TestStores.shared().readOnly(true);
        assertThat(database.condition()).isEqualTo(Condition.READ_ONLY);
        assertThat(connections()).doesNotContainAnyElementsOf(before);

        TestStores.shared().readOnly(false);
        assertThat(database.condition()).isEqualTo(Condition.WRITABLE);
    }

    @Test
    void aLogWithoutItsHeadIsTold() throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var delete = connection.prepareStatement("DELETE FROM log_head")) {
            delete.executeUpdate();
        }
        assertThat(database.condition()).isEqualTo(Condition.WITHOUT_HEAD);
    }

    @Test
    void aLogHeadPastTheEndOfTheLogIsTold() throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var update = connection.prepareStatement("UPDATE log_head SET position = position + 7")) {
            update.executeUpdate();
        }
        assertThat(database.condition()).isEqualTo(Condition.WITHOUT_HEAD);
    }
}
