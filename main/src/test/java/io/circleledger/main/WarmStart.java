package io.circleledger.main;

import io.ledger.stores.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What the program's JVM keeps of one run for the next ones (<a
 * href="https://openjdk.org/jeps/514">JEP 514</a>), so that a process that a test starts is there in half
 * the time.
 *
 * <p>It is made once for each build, by a server that is started for this alone. A JVM that finds it
 * does not fit goes without.
 */
final class WarmStart {

    static final Path CACHE = made(Path.of("target/app").toAbsolutePath());

    private WarmStart() {}

    private static Path made(Path app) {
        var cache = app.resolve("tests.aot");
        // Tests run in two JVMs at once; the first makes it, and the other one waits.
        try (var lock = FileChannel.open(
                        app.resolve("tests.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!Files.exists(cache) || changed(cache).compareTo(changed(app.resolve("circle-ledger.jar"))) < 0) {
                var directory = Files.createTempDirectory(app, "warm");
                var database = TestStores.shared().freshDatabase();
                ServerProcess.leaveCache(
                        cache,
                        directory,
                        Map.of(
                                "DATABASE_URL", database.jdbcUrl(),
                                "DATABASE_USER", database.user(),
                                "DATABASE_PASSWORD", database.password(),
                                "REDIS_URL", TestStores.shared().freshRedis().url()));
            }
            return cache;
        } catch (IOException failure) {
            throw new UncheckedIOException("the cache %s cannot be made".formatted(cache), failure);
        }
    }

    private static FileTime changed(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }
}
