package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.load.LoadProcess;
import io.circleledger.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A ledger of its own for some measurements: data directory, server, stores and load generator. */
final class Ledger implements AutoCloseable {

    private final Path project;
    private final Path directory;
    private final Path dataDir;
    private final Map<String, String> settings;
    private Server server;
    private Stores stores;
    private final LoadProcess load;

    private Ledger(
            Path project,
            Path directory,
            Path dataDir,
            Map<String, String> settings,
            Server server,
            Stores stores,
            LoadProcess load) {
        this.project = project;
        this.directory = directory;
        this.dataDir = dataDir;
        this.settings = settings;
        this.server = server;
        this.stores = stores;
        this.load = load;
    }

    /**
     * Starts an empty ledger.
     *
     * @param work where its files are made; the stores' binaries are kept there for the next one
     * @param settings of the server, as environment variables
     */
    static Ledger open(Path project, Path work, String name, Map<String, String> settings)
            throws IOException, InterruptedException, SQLException {
        var directory = emptyDirectory(work, name);
        var dataDir = directory.resolve("data");
        var binaries = work.resolve("binaries");
        var server = Server.start(project, dataDir, settings, work.resolve("server.log"));
        try {
            if (!Files.isDirectory(binaries)) {
                link(dataDir.resolve("binaries"), binaries);
            }
            return new Ledger(
                    project,
                    directory,
                    dataDir,
                    settings,
                    server,
                    new Stores(server.stores()),
                    LoadProcess.start(work.resolve("load.log")));
        } catch (IOException | SQLException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /** A directory for a ledger or a store, with the stores' binaries in its {@code data} if they are there already. */
    static Path emptyDirectory(Path work, String name) throws IOException {
        var directory = work.resolve(name);
        delete(directory);
        Files.createDirectories(directory);
        var binaries = work.resolve("binaries");
        if (Files.isDirectory(binaries)) {
            link(binaries, directory.resolve("data/binaries"));
        }
        return directory;
    }

    Server server() {
        return server;
    }

    Stores stores() {
        return stores;
    }

    Path project() {
        return project;
    }

    Path dataDir() {
        return dataDir;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Stops the server with its stores and starts it again. */
    void restart() throws IOException, InterruptedException, SQLException {
        stores.close();
        server.close();
        server = Server.start(project, dataDir, settings, directory.resolveSibling("server.log"));
        stores = new Stores(server.stores());
    }

    LoadResult load(LoadOrder order) throws IOException {
        return load.run(order.with("port", server.port()));
    }

    /** Writes what the load generator reads: one line each. */
    Path write(String name, List<String> lines) throws IOException {
        var file = file(name);
        Files.write(file, lines);
        return file;
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            load.close();
            stores.close();
        } finally {
            server.close();
            delete(directory);
        }
    }

    /** The same files under another name: unpacking them again would cost seconds. */
    private static void link(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, file);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
