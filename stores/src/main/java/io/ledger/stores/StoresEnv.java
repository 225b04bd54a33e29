package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The file {@code stores.env}: shell variables that say where a data directory's stores answer.
 *
 * <p>It is there while a server runs; after a kill it stays, and names stores that may be gone.
 */
public final class StoresEnv {

    static final String FILE_NAME = "stores.env";

    private static final Pattern LINE = Pattern.compile("([A-Z_]+)='([^']*)'");

    private StoresEnv() {}

    /**
     * Reads what a running server wrote.
     *
     * @return DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD and REDIS_URL, those of the stores
     *     that are embedded; nothing if no server runs in that directory
     */
    public static Optional<Map<String, String>> read(Path dataDir) {
        var file = dataDir.resolve(FILE_NAME);
        try {
            var variables = new TreeMap<String, String>();
            for (var line : Files.readAllLines(file)) {
                var matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    variables.put(matcher.group(1), matcher.group(2));
                }
            }
            return Optional.of(variables);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedStoreException(
                    file + " cannot be read (" + e + "). Run this as the" + " user that runs the server.", e);
        }
    }

    static void write(Path file, Optional<EmbeddedMariaDb> mariaDb, Optional<EmbeddedRedis> redis) throws IOException {
        var text = new StringBuilder("""
            # Where the stores answer while the server runs, with passwords.
            # Written on each start. In a shell: . %s
            """.formatted(PathText.shellWord(file)));
        mariaDb.ifPresent(store -> text.append("# To look inside MariaDB: ")
                .append(store.clientCommand())
                .append('\n')
                .append(variable("DATABASE_URL", store.access().jdbcUrl()))
                .append(variable("DATABASE_USER", store.access().user()))
                .append(variable("DATABASE_PASSWORD", store.access().password())));
        redis.ifPresent(store -> text.append("# To look inside Redis: redis-cli -u \"$REDIS_URL\"\n")
                .append(variable("REDIS_URL", store.access().url())));
        DurableFiles.write(file, text.toString());
    }

    private static String variable(String name, String value) {
        return name + "='" + value + "'\n";
    }
}
