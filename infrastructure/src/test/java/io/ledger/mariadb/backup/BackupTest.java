package io.ledger.mariadb.backup;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    Path directory;

    private BackedUpLedger source;
    private BackedUpLedger target;

    @BeforeEach
    void open() {
        source = BackedUpLedger.empty();
        target = BackedUpLedger.empty();
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    /** Whoever adds a table decides whether it can be computed from others. */
    @Test
    void everyTableIsPartOfItOrCanDoWithout() throws SQLException {
        var known = new ArrayList<>(
                LogTable.of(CircleStreams.TABLES).stream().map(LogTable::name).toList());
        known.addAll(LogTable.emptied(CircleStreams.TABLES));
        known.addAll(List.of("identity_epoch", "log_fence", "leases", "flyway_schema_history"));
        assertThat(source.tables()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyOctetComesBack() throws Exception {
        var store = CircleLog.store(source.mariaDb, 2);
        record(store, newId(), created("サッカー部 \"𠮷\" \\ ' \u0301", 20), resized(21), resized(22));
        record(store, newId(), created("chess", 10));
        source.execute(
                "SET SESSION check_constraint_checks = OFF, SESSION sql_mode = 'ALLOW_INVALID_DATES'",
                "UPDATE circle_events SET payload = ' {\"name\" :\\t\"a\", \"capacity\": 1e1}\\n' WHERE position = 1",
                "UPDATE circle_events SET payload = 'no JSON \\\\ \\0 ', occurred_at = '2026-02-31 01:02:03.000004'"
                        + " WHERE position = 2",
                "UPDATE circle_events SET metadata = '', occurred_at = '0000-00-00 00:00:00' WHERE position = 3",
                "SET SESSION check_constraint_checks = ON, SESSION sql_mode = DEFAULT",
                "INSERT INTO circle_events_tags VALUES (X'6E616D653A20FF00', 1), ('name:a ', 1), ('name:a', 1),"
                        + " ('name:a', 4)",
                "INSERT INTO log_tagging VALUES ('name', 'x', FALSE)",
                "INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, circle_id, version, position,"
                        + " created_at) VALUES (X'E3818220', 'a', REPEAT('f', 64), 'b', 1, 1, '2026-04-01"
                        + " 09:00:00.000001'), ('', 'a', REPEAT('e', 64), 'b', 1, 1, NOW(6))",
                "INSERT INTO accounts (id, name, name_key, roles, state, created_at) VALUES"
                        + " (UUID(), '花子 ', X'00FF20', '', 'active', '2026-04-01 09:00:00.000001')",
                "INSERT INTO account_keys (id, id_hash, account_id, kind, label, content, created_at) VALUES"
                        + " ('k', RANDOM_BYTES(32), 'a', 'password', '鍵', '$argon2id$', NOW(6))",
                "INSERT INTO api_tokens (id, secret_hash, name, role, created_at, expires_at, revoked_at) VALUES"
                        + " ('t', RANDOM_BYTES(32), '𠮷', 'editor', NOW(6), NOW(6), NOW(6))",
                "INSERT INTO persons (id, version, name, kind, search_text) VALUES"
                        + " (UUID(), 1, '花子', 'student', '花子')",
                "INSERT INTO audit_log (happened_at, kind, address, request_id, detail) VALUES"
                        + " (NOW(6), 'signed-in', '192.0.2.1', '', '{\"a\":\"ä\"}')");
        target.execute("INSERT INTO log_tagging VALUES ('name', '', TRUE)");
        var truth = source.truth();
        assertThat(truth.values()).noneMatch(List::isEmpty);

        target.restore(directory, source.backup(), false);

        assertThat(target.truth()).isEqualTo(truth);
        assertThat(target.tables()).isEqualTo(source.tables());
        assertThat(target.number("SELECT COUNT(*) FROM circle_snapshots")).isZero();
        assertThat(target.backup()).as("of the restored one").isEqualTo(source.backup());
        target.execute("UPDATE circle_events SET payload = '{}', metadata = '{}' WHERE position IN (2, 3)");
        assertThatThrownBy(() -> target.execute("UPDATE circle_events SET payload = 'no JSON' WHERE position = 2"))
                .as("the tables are what they were")
                .hasMessageContaining("CONSTRAINT");
    }

    @Test
    void theNextAppendGetsTheNextPosition() throws Exception {
        var chess = newId();
        record(CircleLog.store(source.mariaDb, 5), chess, created("chess", 10), resized(11));
        target.restore(directory, source.backup(), false);
        assertThat(record(CircleLog.store(target.mariaDb, 5), chess, resized(12)))
                .isEqualTo(new GlobalPosition(3));
        target.restore(directory, BackedUpLedger.empty().backup(), true);
        assertThat(record(CircleLog.store(target.mariaDb, 5), chess, created("chess", 10)))
                .isEqualTo(new GlobalPosition(1));
    }

    @Test
    void tablesOfManyPagesAreWhole() throws Exception {
        var events = 2 * BackupLimits.PAGE;
        FilledLog.fill(source.mariaDb.database().dataSource(), 100, events / 100);
        source.execute(
                "INSERT INTO circle_events_tags SELECT CONCAT('name:', position % 7), position FROM circle_events",
                "INSERT INTO circle_events_tags VALUES ('name:7', 1)");
        var counts = new ArrayList<Long>();
        try (var backup = Backup.begin(source.mariaDb.database(), InstantSource.system())) {
            assertThat(backup.header().end().position()).isEqualTo(new GlobalPosition(events));
            backup.writeTo(OutputStream.nullOutputStream(), counts::add);
        }
        assertThat(counts).containsExactly((long) BackupLimits.PAGE, (long) events, (long) events);
        target.restore(directory, source.backup(), false);
        assertThat(target.truth()).isEqualTo(source.truth());
    }

    /** Eight writers go on while it is read, and nobody waits for it. */
    @Test
    void whatIsInItIsTheBeginningOfTheLogWhileWritersGoOn() throws Exception {
        var store = CircleLog.store(source.mariaDb, 5);
        FilledLog.fill(source.mariaDb.database().dataSource(), 1_000, 5);
        var stopped = new AtomicBoolean();
        var recorded = new AtomicInteger();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            for (var i = 0; i < 8; i++) {
                tasks.add(writers.submit(() -> {
                    while (!stopped.get()) {
                        record(store, newId(), created("written", 10), resized(11));
                        recorded.addAndGet(2);
                    }
                }));
            }
            var out = new ByteArrayOutputStream();
            long head;
            try (var backup = Backup.begin(source.mariaDb.database(), InstantSource.system())) {
                head = backup.header().end().position().value();
                var before = recorded.get();
                backup.writeTo(out, events -> {
                    // Each page waits until something was recorded beside it.
                    var then = recorded.get();
                    while (recorded.get() == then) {
                        Thread.onSpinWait();
                    }
                });
                assertThat(recorded.get()).isGreaterThan(before + 2);
            } finally {
                stopped.set(true);
            }
            for (var task : tasks) {
                task.get(20, TimeUnit.SECONDS);
            }
            target.restore(directory, out.toByteArray(), false);
            assertThat(source.number("SELECT position FROM log_head")).isGreaterThan(head);
            assertThat(target.number("SELECT position FROM log_head")).isEqualTo(head);
            assertThat(target.number("SELECT COUNT(*) FROM circle_events")).isEqualTo(head);
            assertThat(target.column("SELECT id FROM circle_events ORDER BY position"))
                    .isEqualTo(source.column("SELECT id FROM circle_events ORDER BY position LIMIT " + head));
        }
    }

    @Test
    void aFileThatIsCutOffOrChangedIsRefused() throws Exception {
        record(CircleLog.store(source.mariaDb, 5), newId(), created("chess", 10), resized(11));
        var backup = source.backup();
        BackedUpLedger.file(directory, backup);
        var random = new Random(17);
        for (var length = 0; length < backup.length; length += 3) {
            refused(Arrays.copyOf(backup, length), "at " + length);
        }
        refused(Arrays.copyOf(backup, backup.length + 1), "longer");
        for (var at = random.nextInt(3); at < backup.length; at += 3) {
            var changed = backup.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            refused(changed, "changed at " + at);
        }
        assertThatThrownBy(() -> BackedUpLedger.file(directory, Arrays.copyOf(backup, backup.length - 1)))
                .hasMessage("a.backup is cut off, or its end is damaged; copy it again from where it was made, or use"
                        + " another one");
        var changed = backup.clone();
        changed[backup.length / 2] ^= 1;
        assertThatThrownBy(() -> BackedUpLedger.file(directory, changed))
                .hasMessageStartingWith("a.backup is damaged: its checksum is that of another content;");
        assertThatThrownBy(() -> BackedUpLedger.file(directory, "-- a dump\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("a.backup is no backup of a ledger;");
    }

    private void refused(byte[] file, String how) {
        assertThatThrownBy(() -> BackedUpLedger.file(directory, file))
                .as(how)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageStartingWith("a.backup ")
                .hasMessageContaining("; ");
    }

    @Test
    void aFileIsThereWhenItIsWholeAndNeverOverwritten() throws Exception {
        record(CircleLog.store(source.mariaDb, 5), newId(), created("chess", 10));
        var file = directory.resolve("ledger.backup");
        write(file);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(BackupFile.open(file, "it").header())
                .isEqualTo(new BackupHeader(
                        MariaDb.newestSchema(), CircleLog.log(source.mariaDb).end(), BackedUpLedger.MADE_AT));
        var content = Files.readAllBytes(file);
        record(CircleLog.store(source.mariaDb, 5), newId(), created("go", 10));
        assertThatThrownBy(() -> write(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(content);

        var other = directory.resolve("other.backup");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> write(other)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private void write(Path file) throws IOException, InterruptedException {
        var interrupted = Thread.interrupted();
        try (var backup = Backup.begin(source.mariaDb.database(), InstantSource.fixed(BackedUpLedger.MADE_AT))) {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            BackupFile.write(file, backup, _ -> {});
        }
    }

    @Test
    void whatCannotBeBackedUpIsTold() throws Exception {
        try (var nothing = BackedUpLedger.withoutTables()) {
            assertThatThrownBy(nothing::backup)
                    .hasMessage("there is no ledger in the database; start a server on it once, or check the settings");
        }
        var backup = Backup.begin(source.mariaDb.database(), InstantSource.system());
        try (backup) {
            // A table that the transaction has not used yet can be replaced meanwhile.
            source.execute(
                    "CREATE TABLE log_tagging_new LIKE log_tagging",
                    "RENAME TABLE log_tagging TO log_tagging_old, log_tagging_new TO log_tagging");
            assertThatThrownBy(() -> backup.writeTo(OutputStream.nullOutputStream(), _ -> {}))
                    .hasMessageContaining("make the backup again");
        }
    }
}
