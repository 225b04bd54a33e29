package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.stores.TestStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogFenceTest {

    private static final String WRITE = "UPDATE log_fence";

    private MariaDb database;
    private LogFence fence;

    @BeforeEach
    void openFreshDatabase() throws SQLException {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        Waiting.forLocks(database, 60);
        fence = new LogFence(database.database());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private long writes() throws SQLException {
        return Waiting.number(database, "SELECT passes FROM log_fence");
    }

    /** Holds the fence's row, so that a write that has begun does not end. */
    private Connection held() throws SQLException {
        var connection = database.database().dataSource().getConnection();
        connection.createStatement().execute("SET SESSION idle_write_transaction_timeout = 0");
        connection.setAutoCommit(false);
        connection.createStatement().executeQuery("SELECT passes FROM log_fence WHERE id = 1 FOR UPDATE");
        return connection;
    }

    private static void release(Connection held) throws SQLException {
        held.rollback();
        held.setAutoCommit(true);
        held.close();
    }

    private void untilOneWrites() throws Exception {
        Waiting.until(
                WRITE,
                () -> Waiting.number(
                                database,
                                "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()"
                                        + " AND id <> CONNECTION_ID() AND TRIM(info) LIKE '" + WRITE + "%'"
                                        + " AND time_ms > 20")
                        == 1);
    }

    @Test
    void what_is_known_to_be_on_disk_costs_no_write() throws Exception {
        fence.pass(0, fence.era());
        assertThat(writes()).isZero();
        fence.pass(10, fence.era());
        fence.pass(10, fence.era());
        fence.pass(7, fence.era());
        assertThat(writes()).isEqualTo(1);
        assertThat(fence.durable()).isEqualTo(10);
        fence.pass(11, fence.era());
        assertThat(writes()).isEqualTo(2);
    }

    @Test
    void one_write_serves_all_who_wait_for_it_to_begin() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = held();
            var passes = new ArrayList<Future<?>>();
            passes.add(executor.submit(() -> fence.pass(1, fence.era())));
            untilOneWrites();
            for (var position = 2; position <= 40; position++) {
                var mine = position;
                passes.add(executor.submit(() -> fence.pass(mine, fence.era())));
            }
            Waiting.until("all wait", () -> fence.waiting() == 39);
            release(held);
            for (var pass : passes) {
                pass.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(writes())
                .as("the one that was under way, and one for all the others")
                .isEqualTo(2);
        assertThat(fence.durable()).isEqualTo(40);
    }

    /** Its commit may have got its place in the redo log after that of the write that is under way. */
    @Test
    void a_write_that_is_under_way_proves_nothing_about_what_is_read_now() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = held();
            var first = executor.submit(() -> fence.pass(5, fence.era()));
            untilOneWrites();
            var second = executor.submit(() -> fence.pass(9, fence.era()));
            Waiting.until("the second waits", () -> fence.waiting() == 1);
            assertThat(second.isDone()).isFalse();
            release(held);
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
        }
        assertThat(writes()).isEqualTo(2);
    }

    @Test
    void what_was_not_written_is_not_known() throws Exception {
        execute("DELETE FROM log_fence");
        assertThatThrownBy(() -> fence.pass(3, fence.era())).hasStackTraceContaining("put (1, 0) into it");
        assertThat(fence.durable()).isZero();
        execute("INSERT INTO log_fence (id, passes) VALUES (1, 0)");
        fence.pass(3, fence.era());
        assertThat(fence.durable()).isEqualTo(3);
    }

    @Test
    void a_reader_of_another_history_proves_nothing_about_this_one() throws Exception {
        fence.pass(10, fence.era());
        var before = fence.era();
        fence.forget();
        assertThat(fence.durable()).isZero();
        fence.pass(12, before);
        assertThat(fence.durable()).as("12 was read in the history before").isZero();
        fence.pass(3, fence.era());
        assertThat(fence.durable()).isEqualTo(3);
        assertThat(writes()).isEqualTo(3);
    }

    /** The write is under way while everything is forgotten. */
    @Test
    void what_was_under_way_says_nothing_about_another_history() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = held();
            var pass = executor.submit(() -> fence.pass(5, fence.era()));
            untilOneWrites();
            fence.forget();
            release(held);
            pass.get(30, TimeUnit.SECONDS);
        }
        assertThat(fence.durable()).isZero();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
