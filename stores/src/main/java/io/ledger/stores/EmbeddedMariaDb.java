package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.mariadb.jdbc.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server of our own, with its data in a {@link DataDirectory}.
 *
 * <p>A start goes through these steps, each of which can be cut off by a crash and is then done
 * again, or found done, by the next start:
 *
 * <ol>
 *   <li>Processes that an earlier, killed server left behind are stopped.
 *   <li>The binaries are unpacked if they are not there ({@link BinaryInstall}).
 *   <li>If there is no {@code data}, the system tables are made in {@code data.partial}, which is
 *       renamed when it is complete. Data of another series of MariaDB are refused ({@link DataVersion}).
 *   <li>Passwords are read or made and kept in {@code state.properties}; then the configuration is
 *       written. MariaDB runs {@code init.sql} on every start before it lets anybody in: it creates
 *       what is missing of our database and users and sets their passwords, so that what the file
 *       says is what the server knows.
 *   <li>The process runs under a {@link Supervisor}; it is ready when our user can log in.
 * </ol>
 */
public final class EmbeddedMariaDb implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedMariaDb.class);

    /** The name of the application's database, and of the user that owns it. */
    public static final String DATABASE = "circle_ledger";

    private static final String STORE = "mariadb";

    private final Supervisor supervisor;
    private final DatabaseAccess access;
    private final DatabaseAccess adminAccess;
    private final String clientCommand;

    private EmbeddedMariaDb(Supervisor supervisor, Layout layout, Credentials credentials, int port) {
        this.supervisor = supervisor;
        this.access = new DatabaseAccess(jdbcUrl(port, DATABASE), DATABASE, credentials.user());
        this.adminAccess = new DatabaseAccess(jdbcUrl(port, ""), "root", credentials.root());
        this.clientCommand = PathText.shellWord(layout.home().resolve("bin/mariadb")) + " --defaults-file="
                + PathText.shellWord(layout.clientCnf("client")) + " " + DATABASE;
    }

    /** Starts MariaDB, once at a time per directory, and returns when it answers. */
    public static EmbeddedMariaDb start(DataDirectory directory) {
        try {
            var root = directory.storeDirectory(STORE);
            orphans(root).stop(StoreLimits.MARIADB_STOP_TIMEOUT_MILLIS);
            var home = BinaryInstall.install("MariaDB", StoreBinaries.mariaDb(), directory.binaries());
            var layout = new Layout(root, home);
            layout.create();
            return start(layout, StoreState.load(root.resolve("state.properties")));
        } catch (IOException e) {
            throw new EmbeddedStoreException(
                    "MariaDB's files under " + directory.root() + " cannot be written (" + e
                            + "). Check the free space and the permissions of DATA_DIR.",
                    e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting MariaDB", e);
        }
    }

    /** The processes that run on the data of this directory. */
    static OrphanedProcesses orphans(Path storeDirectory) {
        return new OrphanedProcesses(STORE, "mariadbd", defaultsFile(storeDirectory));
    }

    public DatabaseAccess access() {
        return access;
    }

    public StoreHealth health() {
        return supervisor.health();
    }

    /** MariaDB's root, who may do anything: for tests that need databases of their own. */
    DatabaseAccess adminAccess() {
        return adminAccess;
    }

    /** A shell command that opens the application's database, with the password in no argument. */
    String clientCommand() {
        return clientCommand;
    }

    @Override
    public void close() {
        supervisor.close();
    }

    /** The passwords of the application's user and of MariaDB's root. */
    private record Credentials(String user, String root) {

        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    /** Where MariaDB's files are: our own under {@code root}, the binaries in {@code home}. */
    private record Layout(Path root, Path home) {

        void create() throws IOException {
            for (var name : List.of("log", "tmp", "plugin")) {
                DurableFiles.directory(root.resolve(name));
            }
        }

        Path data() {
            return root.resolve("data");
        }

        Path clientCnf(String user) {
            return root.resolve(user + ".cnf");
        }

        StoreLog log(Credentials credentials) {
            return new StoreLog(root.resolve("log/mariadbd.log"), List.of(credentials.user(), credentials.root()));
        }
    }

    private static EmbeddedMariaDb start(Layout layout, StoreState state) throws IOException, InterruptedException {
        var credentials = new Credentials(state.password("userPassword"), state.password("rootPassword"));
        for (int attempt = 1; ; attempt++) {
            var port = LoopbackPort.choose(state.port());
            state.save(port);
            writeConfiguration(layout, credentials, port);
            bootstrap(layout, credentials);
            switch (Supervisor.start(plan(layout, credentials, port))) {
                case Supervisor.StartResult.Ready<Supervisor>(var supervisor) -> {
                    DataVersion.keep(layout.data());
                    return new EmbeddedMariaDb(supervisor, layout, credentials, port);
                }
                case Supervisor.StartResult.NotStarted<Supervisor>(var reason) -> {
                    if (attempt == StoreLimits.PORT_ATTEMPTS || LoopbackPort.isFree(port)) {
                        throw new EmbeddedStoreException("MariaDB did not start: " + reason
                                + "\nRemove the cause and start again, or set DATABASE_URL to a"
                                + " MariaDB that runs elsewhere.");
                    }
                }
            }
        }
    }

    private static Supervisor.Plan plan(Layout layout, Credentials credentials, int port) {
        return new Supervisor.Plan(
                STORE,
                List.of(layout.home().resolve("bin/mariadbd").toString(), defaultsFile(layout.root())),
                layout.root(),
                layout.log(credentials),
                port,
                () -> answers(port, credentials),
                StoreLimits.MARIADB_START_TIMEOUT_MILLIS,
                StoreLimits.MARIADB_STOP_TIMEOUT_MILLIS);
    }

    /** Logs in with our password: this proves both that it is ready and that it is ours. */
    private static boolean answers(int port, Credentials credentials) {
        var properties = new Properties();
        properties.setProperty("user", DATABASE);
        properties.setProperty("password", credentials.user());
        properties.setProperty("connectTimeout", Integer.toString(StoreLimits.PROBE_TIMEOUT_MILLIS));
        properties.setProperty("socketTimeout", Integer.toString(StoreLimits.PROBE_TIMEOUT_MILLIS));
        try (var connection = new Driver().connect(jdbcUrl(port, DATABASE), properties)) {
            return connection != null && connection.isValid(StoreLimits.PROBE_TIMEOUT_MILLIS / 1_000);
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("mariadb does not answer yet");
            return false;
        }
    }

    /** Makes the system tables where there are none; see the class comment for why by rename. */
    private static void bootstrap(Layout layout, Credentials credentials) throws IOException, InterruptedException {
        if (Files.isDirectory(layout.data())) {
            DataVersion.requireReadable(layout.data());
            return;
        }
        var startedNanos = System.nanoTime();
        var partial = layout.root().resolve("data.partial");
        DurableFiles.deleteTree(partial);
        DurableFiles.directory(partial);
        var script = layout.root().resolve("tmp/bootstrap.sql");
        writeBootstrapScript(layout, script);
        var storeLog = layout.log(credentials);
        var command = List.of(
                layout.home().resolve("bin/mariadbd").toString(),
                defaultsFile(layout.root()),
                "--bootstrap",
                "--datadir=" + partial,
                "--init-file=",
                "--log-warnings=0",
                "--enforce-storage-engine=",
                "--max-allowed-packet=8M",
                "--net-buffer-length=16K");
        var failure = StoreProcess.runToEnd(
                StoreProcess.builder(command, layout.root(), storeLog),
                script,
                StoreLimits.MARIADB_BOOTSTRAP_TIMEOUT_MILLIS);
        Files.delete(script);
        if (failure.isPresent()) {
            throw new EmbeddedStoreException("The first start of MariaDB " + failure.get() + ". "
                    + storeLog.tail() + "\nRemove the cause and start again, or set DATABASE_URL to"
                    + " a MariaDB that runs elsewhere.");
        }
        DataVersion.keep(partial);
        DurableFiles.syncTree(partial);
        DurableFiles.moveIntoPlace(partial, layout.data());
        log.atInfo()
                .addKeyValue("data", layout.data())
                .addKeyValue("millis", (System.nanoTime() - startedNanos) / 1_000_000)
                .log("mariadb data directory made");
    }

    /**
     * Joins the scripts that come with MariaDB as its own mariadb-install-db does, which needs a
     * shell and more programs than the jar has. Lines about the machine's host name make users we
     * do not want and are left out, as that script has an option for.
     */
    private static void writeBootstrapScript(Layout layout, Path script) throws IOException {
        try (var out = Files.newBufferedWriter(script)) {
            out.write("CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\n");
            out.write("SET @auth_root_socket=NULL;\n");
            for (var name : StoreBinaries.MARIADB_BOOTSTRAP_SCRIPTS) {
                try (var lines = Files.lines(layout.home().resolve("share").resolve(name))) {
                    for (var line : (Iterable<String>) lines::iterator) {
                        if (!line.contains("@current_hostname")) {
                            out.write(line);
                            out.write('\n');
                        }
                    }
                }
            }
        }
    }

    private static void writeConfiguration(Layout layout, Credentials credentials, int port) throws IOException {
        DurableFiles.write(layout.root().resolve("my.cnf"), serverConfiguration(layout, port));
        DurableFiles.write(layout.root().resolve("init.sql"), initScript(credentials));
        DurableFiles.write(layout.clientCnf("client"), clientConfiguration(port, DATABASE, credentials.user()));
        DurableFiles.write(layout.clientCnf("root"), clientConfiguration(port, "root", credentials.root()));
    }

    private static String serverConfiguration(Layout layout, int port) {
        return """
            # Written on each start.
            [mysqld]
            basedir="%2$s"
            lc-messages-dir="%2$s/share"
            character-sets-dir="%2$s/share/charsets"
            datadir="%1$s/data"
            # From the data directory, where it works: a colon in a whole path would set two paths apart.
            tmpdir="../tmp"
            plugin-dir="%1$s/plugin"
            pid-file="%1$s/mariadbd.pid"
            init-file="%1$s/init.sql"
            %3$s
            # Only this machine, only TCP. Without TLS, which would add nothing here and whose
            # key takes MariaDB 15 s of each start to make.
            port=%4$d
            bind-address=%5$s
            socket=
            skip-ssl
            skip-name-resolve
            local-infile=0
            max-connections=%6$d
            table-open-cache=400
            character-set-server=utf8mb4
            collation-server=utf8mb4_unicode_ci
            default-time-zone=+00:00
            default-storage-engine=InnoDB
            sql-mode=%7$s

            # A commit that was answered survives a crash and a power loss.
            innodb-flush-log-at-trx-commit=1
            innodb-flush-method=O_DIRECT
            innodb-doublewrite=ON
            skip-log-bin

            innodb-buffer-pool-size=%8$dM
            innodb-log-file-size=%9$dM
            aria-pagecache-buffer-size=8M
            key-buffer-size=1M
            """.formatted(
                        PathText.inDoubleQuotes(layout.root()),
                        PathText.inDoubleQuotes(layout.home()),
                        runsAsRoot() ? "user=root" : "",
                        port,
                        LoopbackPort.ADDRESS,
                        StoreLimits.MARIADB_MAX_CONNECTIONS,
                        "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                                + "NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY",
                        StoreLimits.MARIADB_BUFFER_POOL_MEGABYTES,
                        StoreLimits.MARIADB_REDO_LOG_MEGABYTES);
    }

    /**
     * The statements of each start; each fits on a line, as MariaDB wants it.
     *
     * <p>A connection from 127.0.0.1 is matched against {@code localhost} or {@code 127.0.0.1},
     * depending on how the server resolves names, hence every user twice.
     */
    private static String initScript(Credentials credentials) {
        var sql = new StringBuilder();
        sql.append("CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE %s;\n"
                .formatted(DATABASE, "utf8mb4_unicode_ci"));
        for (var host : List.of("localhost", LoopbackPort.ADDRESS)) {
            sql.append(user("root", host, credentials.root()));
            sql.append("GRANT ALL PRIVILEGES ON *.* TO 'root'@'%s' WITH GRANT OPTION;\n".formatted(host));
            sql.append(user(DATABASE, host, credentials.user()));
            // An underscore that is not escaped stands for any character here.
            sql.append("GRANT ALL PRIVILEGES ON `%s`.* TO '%s'@'%s';\n"
                    .formatted(DATABASE.replace("_", "\\_"), DATABASE, host));
        }
        return sql.append("DROP USER IF EXISTS 'root'@'::1';\n").toString();
    }

    private static String user(String name, String host, String password) {
        return """
            CREATE USER IF NOT EXISTS '%1$s'@'%2$s';
            ALTER USER '%1$s'@'%2$s' IDENTIFIED BY '%3$s';
            """.formatted(name, host, password);
    }

    private static String clientConfiguration(int port, String user, String password) {
        return """
            [client]
            host=%s
            port=%d
            protocol=tcp
            skip-ssl
            user=%s
            password=%s
            """.formatted(LoopbackPort.ADDRESS, port, user, password);
    }

    /** MariaDB refuses to run as root unless it is told to. */
    private static boolean runsAsRoot() {
        return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
    }

    private static String defaultsFile(Path storeDirectory) {
        return "--defaults-file=" + storeDirectory.resolve("my.cnf");
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:mariadb://" + LoopbackPort.ADDRESS + ":" + port + "/" + database;
    }
}
