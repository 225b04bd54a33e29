package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which MariaDB has written a data directory last, as MariaDB's own programs keep it: in {@code mariadb_upgrade_info}.
 *
 * <p>Versions that differ in the last number read each other's files. Another series may have other system tables, which a
 * program of MariaDB's brings up to date that no jar has; and files of a newer one may not be read at all. So nothing is
 * started on them: a backup takes the ledger from one series to another.
 */
record DataVersion(int major, int minor, int patch) {

    private static final Logger log = LoggerFactory.getLogger(DataVersion.class);

    private static final String FILE = "mariadb_upgrade_info";

    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(-.*)?", Pattern.DOTALL);

    /** That of every directory that has no such file: until there was one, there was no other version. */
    private static final DataVersion FIRST = new DataVersion(11, 4, 5);

    private static final DataVersion OURS = parse(StoreBinaries.MARIADB_VERSION);

    private static DataVersion parse(String text) {
        var version = VERSION.matcher(text.strip());
        return version.matches()
                ? new DataVersion(
                        Integer.parseInt(version.group(1)),
                        Integer.parseInt(version.group(2)),
                        Integer.parseInt(version.group(3)))
                : FIRST;
    }

    /** Notes that our version has written the data. */
    static void keep(Path data) throws IOException {
        DurableFiles.write(data.resolve(FILE), OURS + "-MariaDB");
    }

    /**
     * Looks at the data before anything is started on it.
     *
     * @throws EmbeddedStoreException when they are of another series
     */
    static void requireReadable(Path data) throws IOException {
        DataVersion version;
        try {
            version = parse(Files.readString(data.resolve(FILE)));
        } catch (NoSuchFileException _) {
            version = FIRST;
        }
        if (version.major != OURS.major || version.minor != OURS.minor) {
            throw new EmbeddedStoreException(
                    "The data in %s are of MariaDB %s, and this program has %s, which must not write to them. Start the"
                                    .formatted(data, version, OURS)
                            + " version of this program that you used before and make a backup with it; then move "
                            + data + " away and restore the backup with this version.");
        }
        if (!version.equals(OURS)) {
            log.atInfo()
                    .addKeyValue("data", data)
                    .addKeyValue("from", version)
                    .addKeyValue("to", OURS)
                    .log("mariadb has another version than the one that wrote the data last");
        }
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
