package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are dropped and made anew under open connections, as {@code mariadb} does that restores a backup. */
class RestoredTablesTest {

    private MariaDb database;
    private MariaDbEventStore<Circle, CircleEvent> store;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        store = CircleLog.store(database, 5);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private void restore() throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var table :
                    List.of("circle_events", "circle_snapshots", "idempotency_keys", "log_fence", "log_head")) {
                statement.execute("CREATE TABLE restored LIKE " + table);
                statement.execute("INSERT INTO restored SELECT * FROM " + table);
                statement.execute("DROP TABLE " + table);
                statement.execute("RENAME TABLE restored TO " + table);
            }
        }
    }

    /** What a connection has prepared for the old tables is of no use for the new ones. */
    @Test
    void areWrittenToAndReadAsBefore() throws SQLException {
        var chess = newId();
        var log = CircleLog.log(database);
        var feed = new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE));
        record(store, chess, created("chess", 10), resized(11), resized(12), resized(13), resized(14), resized(15));
        feed.after(GlobalPosition.START, FeedFilter.ALL, 10);
        for (var round = 0; round < 3; round++) {
            restore();
            record(store, chess, resized(20 + round));
            record(store, newId(), created("go", 10));
            assertThat(store.load(chess).value().orElseThrow().version()).isEqualTo(7 + round);
            assertThat(log.head()).isEqualTo(new GlobalPosition(8 + 2L * round));
            assertThat(feed.after(GlobalPosition.START, FeedFilter.ALL, 100).events())
                    .hasSize(8 + 2 * round);
        }
    }
}
