package io.ledger.mariadb;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a log's tables, each with the tables' names in it.
 *
 * <p>The names are put in before Flyway reads a script. So Flyway's checksum is that of the text as it runs, and a ledger
 * whose tables were made by a script with the names spelled out goes on from there.
 */
final class Migrations implements ResourceProvider {

    private static final String FOLDER = "ledger/migration/";

    /** Every migration there ever was, in its order. What a ledger has run is never changed here. */
    private static final List<String> FILES = List.of(
            "V1__create_event_store.sql",
            "V2__create_idempotency_keys.sql",
            "V3__create_log_fence.sql",
            "V4__checksums_of_snapshots.sql",
            "V6__keys_belong_to_their_caller.sql",
            "V8__streams_of_several_categories.sql",
            "V9__tags_of_events.sql",
            "V10__digests_of_tags.sql",
            "V11__leases.sql",
            "V12__identity.sql",
            "V13__jobs.sql",
            "V14__imports.sql",
            "V16__persons.sql",
            "V17__accounts_of_people.sql",
            "V18__years_of_students.sql",
            "V19__traces_of_imported_people.sql");

    /** The number of the last one. */
    static int newest() {
        return Integer.parseInt(FILES.getLast().substring(1, FILES.getLast().indexOf("__")));
    }

    private final TableNames names;

    Migrations(TableNames names) {
        this.names = names;
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return FILES.contains(name) ? new Script(name, text(name)) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return FILES.stream()
                .filter(file ->
                        file.startsWith(prefix) && List.of(suffixes).stream().anyMatch(file::endsWith))
                .<LoadableResource>map(file -> new Script(file, text(file)))
                .toList();
    }

    /** A migration as it runs. */
    private String text(String file) {
        return names.in(template(file));
    }

    private static String template(String file) {
        try (var in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream open(String file) {
        var in = Migrations.class.getClassLoader().getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IllegalStateException("The migration " + file + " is missing in the program");
        }
        return in;
    }

    /** One migration. */
    private static final class Script extends LoadableResource {

        private final String file;
        private final String text;

        Script(String file, String text) {
            this.file = file;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return FOLDER + file;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return FOLDER + file;
        }

        @Override
        public String getFilename() {
            return file;
        }

        @Override
        public String getRelativePath() {
            return file;
        }
    }
}
