package io.ledger.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unpacking of a store's binaries, once per version.
 *
 * <p>The files are written and forced to the disk in a directory with a provisional name, which is
 * then renamed: a directory with the final name is therefore always complete, and a crash leaves
 * only a provisional one, which the next try deletes. A file lock keeps two processes that share
 * the binaries from unpacking at the same time.
 */
final class BinaryInstall {

    private static final Logger log = LoggerFactory.getLogger(BinaryInstall.class);

    /** File locks do not tell the threads of one JVM apart; these do. */
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final StoreBinaries binaries;
    private final Path home;

    private BinaryInstall(StoreBinaries binaries, Path home) {
        this.binaries = binaries;
        this.home = home;
    }

    /** Returns the directory that has the complete binaries, unpacking them if need be. */
    static Path install(String store, Optional<StoreBinaries> available, Path binariesDir) {
        var binaries = available.orElseThrow(() -> unsupported(store));
        var home = binariesDir.resolve(binaries.name());
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            new BinaryInstall(binaries, home).unpackOnce(store);
            return home;
        } catch (IOException e) {
            throw new EmbeddedStoreException(
                    "The binaries of " + store + " cannot be unpacked to " + home + " (" + e
                            + "). Check that DATA_DIR is writable and has 1 GB free.",
                    e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("unpacking " + store, e);
        }
    }

    private void unpackOnce(String store) throws IOException, InterruptedException {
        var lockFile = home.resolveSibling(home.getFileName() + ".lock");
        var inThisJvm = IN_THIS_JVM.computeIfAbsent(lockFile, path -> new ReentrantLock());
        if (!inThisJvm.tryLock(StoreLimits.UNPACK_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IOException("another thread has been unpacking for too long");
        }
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            awaitLock(channel);
            if (!Files.isDirectory(home)) {
                unpack(store);
            }
        } finally {
            inThisJvm.unlock();
        }
    }

    private static void awaitLock(FileChannel channel) throws IOException, InterruptedException {
        var deadline = WaitDeadline.in(StoreLimits.UNPACK_TIMEOUT_MILLIS);
        while (channel.tryLock() == null) {
            if (deadline.passed()) {
                throw new IOException("another process has been unpacking for too long");
            }
            Thread.sleep(StoreLimits.POLL_MILLIS);
        }
    }

    private void unpack(String store) throws IOException {
        var startedNanos = System.nanoTime();
        var partial = home.resolveSibling(home.getFileName() + ".partial");
        DurableFiles.deleteTree(partial);
        for (var entry : binaries.entries()) {
            unpack(store, entry, partial.resolve(entry.target()));
        }
        DurableFiles.syncTree(partial);
        DurableFiles.moveIntoPlace(partial, home);
        log.atInfo()
                .addKeyValue("store", store)
                .addKeyValue("binaries", home)
                .addKeyValue("millis", (System.nanoTime() - startedNanos) / 1_000_000)
                .log("binaries unpacked");
    }

    private static void unpack(String store, StoreBinaries.PackedFile entry, Path target) throws IOException {
        DurableFiles.directory(target.resolveSibling(".").normalize());
        try (var in = BinaryInstall.class.getClassLoader().getResourceAsStream(entry.resource())) {
            if (in == null) {
                throw unsupported(store);
            }
            Files.copy(in, target);
        }
        var mode = entry.executable() ? "rwx------" : "rw-------";
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
    }

    private static EmbeddedStoreException unsupported(String store) {
        return new EmbeddedStoreException("This build has no " + store + " for "
                + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                + ". Set DATABASE_URL and REDIS_URL to stores that run elsewhere.");
    }
}
