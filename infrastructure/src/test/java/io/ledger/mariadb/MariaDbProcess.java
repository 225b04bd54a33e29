package io.ledger.mariadb;

import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A MariaDB of a test's own with a binary log, which may be a replica of another one, and may be killed. */
public final class MariaDbProcess implements AutoCloseable {

    public static final String USER = "ledger";
    public static final String PASSWORD = "secret";

    private static final String DATABASE = "ledger";
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int port;
    private final Process process;

    private MariaDbProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param directory of its own
     * @param options such as {@code --read-only}
     */
    public static MariaDbProcess start(Path directory, String... options) throws IOException {
        TestStores.initialised(directory).close();
        var program = TestStores.program("mariadbd");
        var home = program.getParent().getParent();
        var port = TestStores.freePort();
        var init = Files.writeString(directory.resolve("init.sql"), """
            SET SESSION sql_log_bin=0;
            CREATE DATABASE IF NOT EXISTS ledger CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS 'ledger'@'%' IDENTIFIED BY 'secret';
            GRANT ALL PRIVILEGES ON ledger.* TO 'ledger'@'%';
            CREATE USER IF NOT EXISTS 'chief'@'%' IDENTIFIED BY 'secret';
            GRANT ALL PRIVILEGES ON *.* TO 'chief'@'%';
            """);
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--user=root",
                "--basedir=" + home,
                "--lc-messages-dir=" + home.resolve("share"),
                "--character-sets-dir=" + home.resolve("share/charsets"),
                "--datadir=" + directory.resolve("mariadb/data"),
                "--pid-file=" + directory.resolve("pid"),
                "--init-file=" + init,
                "--socket=",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--server-id=" + port,
                "--log-bin=binlog",
                "--sync-binlog=1",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M"));
        if (List.of(options).stream().noneMatch(option -> option.startsWith("--ssl"))) {
            // The key that it would make takes it a while.
            command.add("--skip-ssl");
        }
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        var server = new MariaDbProcess(port, process);
        try {
            server.until("it answers", () -> server.ask("SELECT 1").equals("1"));
        } catch (IllegalStateException failure) {
            server.close();
            throw new IllegalStateException(Files.readString(directory.resolve("log")), failure);
        }
        return server;
    }

    public String host() {
        return "127.0.0.1:" + port;
    }

    /** The URL of the ledger's database on several servers. */
    public static String url(MariaDbProcess... servers) {
        return "jdbc:mariadb://"
                + String.join(
                        ",", List.of(servers).stream().map(MariaDbProcess::host).toList()) + "/" + DATABASE;
    }

    /** Makes it a replica of another one, from that one's beginning on. */
    public void follow(MariaDbProcess primary) {
        execute(
                "SET GLOBAL gtid_slave_pos=''",
                "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=" + primary.port
                        + ", MASTER_USER='chief', MASTER_PASSWORD='secret', MASTER_USE_GTID=slave_pos,"
                        + " MASTER_SSL=0, MASTER_CONNECT_RETRY=1",
                "START SLAVE");
    }

    /** Takes nothing more from its primary. */
    public void stopFollowing() {
        execute("STOP SLAVE");
    }

    /** Makes it a primary. */
    public void promote() {
        execute("STOP SLAVE", "RESET SLAVE ALL", "SET GLOBAL read_only=0");
    }

    /** Makes it take no changes; its clients stay. */
    public void demote() {
        execute("SET GLOBAL read_only=1");
    }

    /** Waits until its log is as long as that of another one. */
    public void untilInSyncWith(MariaDbProcess other) {
        var end = "SELECT COUNT(*), COALESCE(MAX(position), 0) FROM ledger.circle_events";
        until("a replica is in sync", () -> ask(end).equals(other.ask(end)));
    }

    /** The first column of the first row. */
    public String ask(String query) {
        try (var connection = DriverManager.getConnection("jdbc:mariadb://" + host() + "/", "chief", PASSWORD);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public void execute(String... statements) {
        try (var connection = DriverManager.getConnection("jdbc:mariadb://" + host() + "/", "chief", PASSWORD);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void until(String what, Condition condition) {
        var deadline = System.nanoTime() + WAIT_NANOS;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IllegalStateException notYet) {
                // As long as it starts.
            }
            if (System.nanoTime() >= deadline || !process.isAlive()) {
                throw new IllegalStateException("in vain: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Ends it without a word. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
