package io.ledger.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory that keeps the data of embedded stores, held by one process at a time.
 *
 * <p>The hold is a lock on the file {@code lock}, which the operating system releases when the
 * process ends in whatever way. The lock is taken before anything else in the directory is looked
 * at, so a second server changes nothing. What lies in the directory:
 *
 * <pre>
 * lock, lock.pid       the hold, and the process that has it
 * stores.env           where the running stores answer, with passwords (mode 0600)
 * binaries/            what was unpacked from the jars, one directory per version
 * mariadb/, redis/     each store's configuration, state, data/ and log/
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {

    /**
     * Paths go into lines of my.cnf, redis.conf and stores.env, quoted as each of these has it. A path of what cannot
     * be decoded would be that of another directory.
     */
    private static final Pattern USABLE_PATH = Pattern.compile("[^\\p{Cc}\\p{Cs}\\uFFFD]{1,1000}");

    /**
     * The directories this JVM holds. POSIX drops a process's lock when the process closes any
     * descriptor of the locked file, so a held lock file must not even be opened a second time.
     * For the same reason the holder's pid is in a file of its own.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final Path binaries;
    private final FileChannel lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DataDirectory(Path root, Path binaries, FileChannel lock) {
        this.root = root;
        this.binaries = binaries;
        this.lock = lock;
    }

    /**
     * Creates the directory if it is missing and takes it for this process.
     *
     * @throws EmbeddedStoreException if another server has it, or it cannot be written
     */
    public static DataDirectory open(Path dataDir) {
        return open(dataDir, null);
    }

    /** Opens with binaries kept elsewhere: tests share one copy of the 350 MB. */
    static DataDirectory open(Path dataDir, @Nullable Path sharedBinaries) {
        try {
            var root =
                    DurableFiles.directory(dataDir.toAbsolutePath().normalize()).toRealPath();
            requireUsable(root);
            if (!HELD_HERE.add(root)) {
                throw inUse(root, "this process (" + ProcessHandle.current().pid() + ")");
            }
            try {
                var binaries =
                        DurableFiles.directory(sharedBinaries == null ? root.resolve("binaries") : sharedBinaries);
                return new DataDirectory(root, binaries.toRealPath(), lock(root));
            } catch (IOException | RuntimeException e) {
                HELD_HERE.remove(root);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedStoreException(
                    "DATA_DIR " + dataDir + " cannot be used (" + e + "). Choose another DATA_DIR"
                            + " or make this one writable.",
                    e);
        }
    }

    Path root() {
        return root;
    }

    Path binaries() {
        return binaries;
    }

    /** A directory for one store's files, created if it is missing. */
    Path storeDirectory(String store) throws IOException {
        return DurableFiles.directory(root.resolve(store));
    }

    /** The file that tells people and subcommands where this directory's stores answer. */
    public Path storesEnv() {
        return root.resolve(StoresEnv.FILE_NAME);
    }

    /** Lets the directory go; the stores in it must have been closed before. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            Files.deleteIfExists(root.resolve("lock.pid"));
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedStoreException("DATA_DIR " + root + " could not be let go.", e);
        } finally {
            HELD_HERE.remove(root);
        }
    }

    private static void requireUsable(Path root) {
        if (!USABLE_PATH.matcher(root.toString()).matches()) {
            throw new EmbeddedStoreException("DATA_DIR " + root + " has more than 1000 characters,"
                    + " a control character, or some that are not in the character set of this process."
                    + " Choose another DATA_DIR, or set LC_ALL to a locale with UTF-8.");
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken == null) {
                throw inUse(root, holder(root));
            }
            DurableFiles.write(root.resolve("lock.pid"), ProcessHandle.current().pid() + "\n");
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(Path root) throws IOException {
        try {
            return "process " + Files.readString(root.resolve("lock.pid")).strip();
        } catch (NoSuchFileException e) {
            return "a process that is just starting or stopping";
        }
    }

    private static EmbeddedStoreException inUse(Path root, String holder) {
        return new EmbeddedStoreException("DATA_DIR " + root + " is in use by " + holder
                + ". Choose another DATA_DIR for this server, or stop that process first.");
    }
}
