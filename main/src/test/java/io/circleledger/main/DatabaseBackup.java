package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A database as {@code mariadb-dump} writes it and {@code mariadb} restores it. */
final class DatabaseBackup {

    private static final long TIMEOUT_SECONDS = 60;

    private final DatabaseAccess database;
    private final Path file;

    private DatabaseBackup(DatabaseAccess database, Path file) {
        this.database = database;
        this.file = file;
    }

    /** Makes a backup of all tables as they are at one moment. */
    static DatabaseBackup of(DatabaseAccess database, Path directory) throws IOException, InterruptedException {
        var file = Files.createTempFile(directory, "dump", ".sql");
        run(
                command("mariadb-dump", database, "--single-transaction", "--result-file=" + file),
                ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new DatabaseBackup(database, file);
    }

    /** Puts it back, under whoever uses the database meanwhile. */
    void restore() throws IOException, InterruptedException {
        run(command("mariadb", database), ProcessBuilder.Redirect.from(file.toFile()));
    }

    private static List<String> command(String program, DatabaseAccess database, String... options) {
        var uri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        var command = new ArrayList<>(List.of(
                TestStores.program(program).toString(),
                "--no-defaults",
                "--protocol=tcp",
                "--host=" + uri.getHost(),
                "--port=" + uri.getPort(),
                "--user=" + database.user(),
                "--password=" + database.password(),
                "--default-character-set=utf8mb4",
                "--skip-ssl"));
        command.addAll(List.of(options));
        command.add(uri.getPath().substring(1));
        return command;
    }

    private static void run(List<String> command, ProcessBuilder.Redirect input)
            throws IOException, InterruptedException {
        var log = Files.createTempFile("backup", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(input)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            Files.delete(log);
        }
    }
}
