package io.ledger.mariadb.backup;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.FilledLog;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.MariaDbEventStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup in the place of a ledger that has gone on since. */
class RestorationTest {

    @TempDir
    Path directory;

    private final StreamId chess = newId();
    private BackedUpLedger ledger;
    private MariaDbEventStore<Circle, CircleEvent> store;
    private byte[] backup;
    private Map<String, List<String>> backedUp;

    @BeforeEach
    void fillAndGoOn() throws Exception {
        ledger = BackedUpLedger.empty();
        store = CircleLog.store(ledger.mariaDb, 2);
        record(store, chess, created("chess", 10), resized(11), resized(12));
        backup = ledger.backup();
        backedUp = ledger.truth();
        record(store, chess, resized(13), resized(14));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private LogPlace end() {
        return CircleLog.log(ledger.mariaDb).end();
    }

    @Test
    void replacesALogAtOnceWithItsSnapshots() throws Exception {
        var lost = end();
        var before = ledger.truth();
        var file = BackedUpLedger.file(directory, backup);
        try (var restoration = Restoration.begin(ledger.mariaDb.database())) {
            restoration.load(file, _ -> {});
            assertThat(ledger.truth()).as("nobody sees what is loaded").isEqualTo(before);
            assertThat(restoration.exchange(true)).isEqualTo(new Restoration.Replaced(lost, false, List.of()));
        }
        assertThat(ledger.truth()).isEqualTo(backedUp);
        assertThat(ledger.number("SELECT COUNT(*) FROM circle_snapshots")).isZero();
        assertThat(ledger.column("SHOW TABLES LIKE '%\\_re%ed'")).isEmpty();
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).isEmpty();
        assertThat(store.load(chess).value().orElseThrow().version()).isEqualTo(3);
        assertThat(record(store, chess, resized(20))).isEqualTo(new GlobalPosition(4));
    }

    /** Statements that were prepared for the old tables work on. */
    @Test
    void doesNotStopWhoReadsAndWrites() throws Exception {
        var log = CircleLog.log(ledger.mariaDb);
        for (var round = 0; round < 3; round++) {
            ledger.restore(directory, backup, true);
            assertThat(record(store, chess, resized(20 + round), resized(30 + round)))
                    .isEqualTo(new GlobalPosition(5));
            record(store, newId(), created("go", 10));
            assertThat(log.head()).isEqualTo(new GlobalPosition(6));
        }
    }

    @Test
    void keepsWhatWasRecordedInALedgerThatWasEmptyWhenItBegan() throws Exception {
        var lost = end();
        var replaced = ledger.restore(directory, backup, false);
        assertThat(replaced).isEqualTo(new Restoration.Replaced(lost, true, List.of()));
        assertThat(ledger.truth()).isEqualTo(backedUp);
        assertThat(ledger.number("SELECT MAX(position) FROM circle_events_replaced"))
                .isEqualTo(5);
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).contains("circle_events_replaced");
        ledger.restore(directory, backup, true);
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).isEmpty();
    }

    /** What is left of one that died does no harm, is told, and goes with the next one. */
    @Test
    void thatIsCutShortChangesNothingAndIsDoneAgain() throws Exception {
        var before = ledger.truth();
        var file = BackedUpLedger.file(directory, backup);
        try (var other = ledger.again()) {
            // Its connection breaks as when its process dies: it drops nothing.
            var restoration = Restoration.begin(other.mariaDb.database());
            restoration.load(file, _ -> {});
            assertThat(Restoration.leftovers(ledger.mariaDb.database()))
                    .as("it is at work")
                    .isEmpty();
            assertThatThrownBy(() -> Restoration.begin(ledger.mariaDb.database()))
                    .hasMessage("another restore is at work in this database; wait until it has ended");
            killRestorer();
            assertThatThrownBy(restoration::close).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(ledger.truth()).isEqualTo(before);
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).contains("circle_events_restoring");
        ledger.restore(directory, backup, true);
        assertThat(ledger.truth()).isEqualTo(backedUp);
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).isEmpty();
    }

    private void killRestorer() throws SQLException {
        var id = ledger.number("SELECT IS_USED_LOCK(CONCAT('ledger_restore_', MD5(DATABASE())))");
        ledger.execute("KILL " + id);
        await(() -> Restoration.leftovers(ledger.mariaDb.database()).size() > 0);
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void thatIsToldToStopDropsWhatItHasLoaded() throws Exception {
        var before = ledger.truth();
        var file = BackedUpLedger.file(directory, large());
        var database = ledger.mariaDb.database();
        try (var restoration = Restoration.begin(database)) {
            assertThatThrownBy(() ->
                            restoration.load(file, _ -> Thread.currentThread().interrupt()))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(ledger.truth()).isEqualTo(before);
        assertThat(Restoration.leftovers(database)).isEmpty();
        ledger.restore(directory, backup, true);
        assertThat(ledger.truth()).isEqualTo(backedUp);
    }

    private static byte[] large() throws SQLException, IOException, InterruptedException {
        try (var other = BackedUpLedger.empty()) {
            FilledLog.fill(other.mariaDb.database().dataSource(), 1_000, 2);
            return other.backup();
        }
    }

    /** The exchange waits for a transaction that uses the tables, and stops nobody for long meanwhile. */
    @Test
    void waitsForWhoUsesTheTables() throws Exception {
        var file = BackedUpLedger.file(directory, backup);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var holder = ledger.mariaDb.database().dataSource().getConnection();
                var restoration = Restoration.begin(ledger.mariaDb.database())) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .executeQuery("SELECT * FROM circle_snapshots")
                    .close();
            restoration.load(file, _ -> {});
            var exchanged = executor.submit(() -> restoration.exchange(true));
            await(() -> isWaiting());
            record(store, newId(), created("beside", 10));
            assertThat(exchanged.isDone()).isFalse();
            assertThat(end().position()).isEqualTo(new GlobalPosition(6));
            holder.rollback();
            assertThat(exchanged.get(20, TimeUnit.SECONDS).end().position()).isEqualTo(new GlobalPosition(6));
        }
        assertThat(ledger.truth()).isEqualTo(backedUp);
    }

    private boolean isWaiting() {
        try {
            return ledger.number("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'RENAME TABLE%'"
                            + " AND db = DATABASE()")
                    == 1;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Servers that tag their events take it that all have tags; those that do not know of tags must not leave that behind. */
    @Test
    void saysThatEventsHaveTheirTagsOnlyWhereBothLogsHaveThem() throws Exception {
        ledger.execute("REPLACE INTO log_tagging VALUES ('name', '', TRUE)");
        assertThat(ledger.restore(directory, backup, true).untagged()).containsExactly("name");
        assertThat(ledger.column("SELECT tag_key FROM log_tagging")).containsExactly("person");

        ledger.execute("REPLACE INTO log_tagging VALUES ('name', '', TRUE)");
        var tagged = ledger.backup();
        assertThat(ledger.restore(directory, tagged, true).untagged()).isEmpty();
        assertThat(ledger.column("SELECT tag_key FROM log_tagging")).containsExactly("name", "person");
        ledger.execute("DELETE FROM log_tagging");
        assertThat(ledger.restore(directory, tagged, true).untagged()).isEmpty();
        assertThat(ledger.column("SELECT tag_key FROM log_tagging")).isEmpty();
    }

    private static String account(String name) {
        return "INSERT INTO accounts (id, name, name_key, roles, state, created_at) VALUES (UUID(), '%1$s', '%1$s', 'viewer', 'active', NOW(6))"
                .formatted(name);
    }

    private static String token(String name) {
        return "INSERT INTO api_tokens (id, secret_hash, name, role, created_at, expires_at) VALUES (UUID(), RANDOM_BYTES(32), '%s', 'viewer', NOW(6), NOW(6))"
                .formatted(name);
    }

    /** Whoever was signed in signs in again; servers forget whom they know. */
    @Test
    void bringsBackAccountsAndTokensAndEndsSessions() throws Exception {
        byte[] withAccounts;
        try (var source = BackedUpLedger.empty()) {
            source.execute(
                    account("hana"),
                    token("import"),
                    "INSERT INTO account_keys (id, id_hash, account_id, kind, label, content, created_at) SELECT"
                            + " UUID(), RANDOM_BYTES(32), id, 'password', '', '$argon2id$', NOW(6) FROM accounts",
                    "INSERT INTO audit_log (happened_at, kind, address, request_id, detail)"
                            + " VALUES (NOW(6), 'signed-in', '192.0.2.1', 'r', '{}')",
                    "INSERT INTO sessions (id, secret_hash, account_id, agent, created_at, last_used_at, expires_at)"
                            + " SELECT UUID(), RANDOM_BYTES(32), id, '', NOW(6), NOW(6), NOW(6) FROM accounts",
                    "INSERT INTO sign_in_links SELECT id, RANDOM_BYTES(32), NOW(6), NOW(6) FROM accounts");
            backedUp = source.truth();
            withAccounts = source.backup();
        }
        ledger.execute(
                account("kenji"),
                "INSERT INTO identity_epoch VALUES (1, 7, RANDOM_BYTES(32))",
                "INSERT INTO sessions (id, secret_hash, account_id, agent, created_at, last_used_at, expires_at)"
                        + " SELECT UUID(), RANDOM_BYTES(32), id, '', NOW(6), NOW(6), NOW(6) FROM accounts");

        ledger.restore(directory, withAccounts, true);

        assertThat(ledger.truth()).isEqualTo(backedUp);
        assertThat(ledger.column("SELECT name FROM accounts")).containsExactly("hana");
        assertThat(ledger.number("SELECT COUNT(*) FROM sessions")).isZero();
        assertThat(ledger.number("SELECT COUNT(*) FROM sign_in_links")).isZero();
        assertThat(ledger.number("SELECT epoch FROM identity_epoch")).isEqualTo(8);
    }

    /** Tables of the first version: no tags, no categories, no actors. */
    @Test
    void takesABackupOfAnEarlierVersion() throws Exception {
        byte[] earlier;
        try (var source = BackedUpLedger.empty()) {
            record(CircleLog.store(source.mariaDb, 5), chess, created("chess", 10), resized(11));
            source.execute(
                    "INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, circle_id, version, position,"
                            + " created_at) VALUES ('', 'a', REPEAT('f', 64), 'b', 1, 1, NOW(6))",
                    "DROP TABLE circle_events_tags, log_tagging",
                    "DROP TABLE accounts, account_keys, api_tokens, audit_log, sessions, sign_in_links, identity_epoch",
                    "ALTER TABLE circle_events DROP COLUMN category",
                    "ALTER TABLE idempotency_keys DROP COLUMN category, DROP PRIMARY KEY, DROP COLUMN actor,"
                            + " ADD PRIMARY KEY (idempotency_key)",
                    "DELETE FROM flyway_schema_history WHERE CAST(version AS UNSIGNED) > 3");
            earlier = source.backup();
        }
        assertThat(BackedUpLedger.file(directory, earlier).header().schema()).isEqualTo(3);
        ledger.execute("INSERT INTO circle_events_tags VALUES ('name:a', 1)", account("hana"), token("import"));
        ledger.restore(directory, earlier, true);
        assertThat(ledger.column("SELECT name FROM accounts"))
                .as("there were no accounts to back up, so those that are there stay")
                .containsExactly("hana");
        assertThat(ledger.column("SELECT name FROM api_tokens")).containsExactly("import");
        assertThat(ledger.column("SELECT category FROM circle_events")).containsExactly("circle", "circle");
        assertThat(ledger.column("SELECT CONCAT(actor, category) FROM idempotency_keys"))
                .containsExactly("circle");
        assertThat(ledger.column("SELECT tag FROM circle_events_tags")).isEmpty();
        assertThat(record(store, chess, resized(12))).isEqualTo(new GlobalPosition(3));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        var before = ledger.truth();
        refused(
                "restore it with the version that made it, or a newer one",
                of("INSERT INTO flyway_schema_history SELECT 99, 99, description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history LIMIT 1"));
        refused(
                "the column circle_events.colour is in the backup or in the database, and not in both",
                of("ALTER TABLE circle_events ADD COLUMN colour INT NULL"));
        refused(
                "the column circle_events.payload is in the backup or in the database, and not in both",
                of("ALTER TABLE circle_events DROP COLUMN payload"));
        refused(
                "rows that this database does not take",
                of("ALTER TABLE circle_events DROP KEY circle_events_id", "UPDATE circle_events SET id = 'a'"));
        var file = new String(backup, 0, 20, StandardCharsets.ISO_8859_1);
        assertThat(file).startsWith("ledger-backup 1\n");
        var newer = backup.clone();
        newer["ledger-backup ".length()] = '2';
        assertThatThrownBy(() -> BackedUpLedger.file(directory, newer))
                .hasMessageStartingWith("a.backup has the format \"2\"");
        assertThat(ledger.truth()).isEqualTo(before);
        assertThat(Restoration.leftovers(ledger.mariaDb.database())).isEmpty();
        ledger.execute(
                "INSERT INTO flyway_schema_history SELECT 99, 99, description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        refused("use the program that the servers have", backup);
    }

    private void refused(String reason, byte[] of) {
        assertThatThrownBy(() -> ledger.restore(directory, of, true))
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining(reason);
    }

    /** A backup of a ledger whose tables are changed by these statements. */
    private byte[] of(String... statements) throws Exception {
        try (var source = BackedUpLedger.empty()) {
            record(CircleLog.store(source.mariaDb, 5), chess, created("chess", 10), resized(11));
            source.execute(statements);
            return source.backup();
        }
    }
}
