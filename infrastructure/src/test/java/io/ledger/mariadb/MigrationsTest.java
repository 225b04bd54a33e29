package io.ledger.mariadb;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Sha256;
import io.ledger.core.person.PersonFolding;
import io.ledger.core.person.PersonId;
import io.ledger.mariadb.person.MariaDbPersons;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The migrations as they run: the start is refused where a ledger has run another text. */
class MigrationsTest {

    /** The digests of what ledgers have run. A change of the tables is a new line here; the others stay as they are. */
    private static final Map<String, String> DIGESTS = Map.ofEntries(
            entry("V1__create_event_store.sql", "0ea2cc600af3eab8"),
            entry("V2__create_idempotency_keys.sql", "1cd0605e9c51175d"),
            entry("V3__create_log_fence.sql", "28dea546676cc534"),
            entry("V4__checksums_of_snapshots.sql", "bf047867170a1452"),
            entry("V6__keys_belong_to_their_caller.sql", "156e95e5cfbe9925"),
            entry("V8__streams_of_several_categories.sql", "ea3e9434a6061c4b"),
            entry("V9__tags_of_events.sql", "a5abcf4f34f65ac8"),
            entry("V10__digests_of_tags.sql", "ecb15233be0e21d3"),
            entry("V11__leases.sql", "fa412642d0ea488e"),
            entry("V12__identity.sql", "12e9c214412b3e4f"),
            entry("V13__jobs.sql", "f311fa02aca9f551"),
            entry("V14__imports.sql", "c767c633417485c6"),
            entry("V16__persons.sql", "0b4323e4dd68da50"),
            entry("V17__accounts_of_people.sql", "14d3df048a6ec3b5"),
            entry("V18__years_of_students.sql", "393200bcf2f0d038"),
            entry("V19__traces_of_imported_people.sql", "bd097c8178535742"));

    /** What a table of people had not for some hours, in its migration. */
    private static final String YEARS = "  raised_for     INT,\n  graduated      TINYINT       NOT NULL DEFAULT 0,\n";

    private static final PersonId HANA = new PersonId(UUID.fromString("01a20ad8-0000-7000-8000-000000000001"));

    private static String digest(LoadableResource script) {
        return Sha256.hex(text(script), 16);
    }

    private static String text(LoadableResource script) {
        var text = new StringWriter();
        try (var in = script.read()) {
            in.transferTo(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return text.toString();
    }

    @Test
    void whatLedgersHaveRunStaysAsItIs() {
        var scripts = new Migrations(CircleStreams.TABLES).getResources("V", new String[] {".sql"});
        assertThat(scripts.stream().collect(toMap(LoadableResource::getFilename, MigrationsTest::digest)))
                .containsExactlyInAnyOrderEntriesOf(DIGESTS);
    }

    /** A migration as a ledger has run it. */
    private static final class RunText extends LoadableResource {

        private final LoadableResource script;
        private final String text;

        RunText(LoadableResource script, String text) {
            this.script = script;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return script.getAbsolutePath();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return script.getAbsolutePathOnDisk();
        }

        @Override
        public String getFilename() {
            return script.getFilename();
        }

        @Override
        public String getRelativePath() {
            return script.getRelativePath();
        }
    }

    /** The migrations, of which the one of people says what it said at first. */
    private record FirstTexts(Migrations now) implements ResourceProvider {

        @Override
        public @Nullable LoadableResource getResource(String name) {
            return Optional.ofNullable(now.getResource(name))
                    .map(FirstTexts::first)
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return now.getResources(prefix, suffixes).stream()
                    .map(FirstTexts::first)
                    .toList();
        }

        private static LoadableResource first(LoadableResource script) {
            var text = text(script);
            if (script.getFilename().startsWith("V16_")) {
                assertThat(text).contains(YEARS);
                return new RunText(script, text.replace(YEARS, ""));
            }
            return script;
        }
    }

    private static void run(DatabaseAccess access, ResourceProvider scripts, int last) {
        Flyway.configure()
                .dataSource(access.jdbcUrl(), access.user(), access.password())
                .resourceProvider(scripts)
                .target(String.valueOf(last))
                .load()
                .migrate();
    }

    /** Both texts of the migration of people were run by ledgers, each up to the version that it came with. */
    @ParameterizedTest
    @CsvSource({"true, 16", "true, 17", "false, 16", "false, 17"})
    void aRegisterWithYearsOrWithoutGetsThemOnce(boolean isFirst, int last) throws SQLException {
        var access = TestStores.shared().freshDatabase();
        var now = new Migrations(CircleStreams.TABLES);
        run(access, isFirst ? new FirstTexts(now) : now, last);
        try (var database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES)) {
            execute(
                    database,
                    "INSERT INTO persons (id, version, name, kind, grade, final_grade) VALUES ('" + HANA
                            + "', 1, 'Hana', 'student', 2, 4)");

            database.migrate();
            database.migrate();

            var persons = new MariaDbPersons(database.database(), new PersonFolding("1", text -> text, List::of));
            assertThat(persons.raise(2026, 10)).isEqualTo(1);
            assertThat(persons.raise(2026, 10)).as("once for each year").isZero();
            assertThat(persons.find(HANA).orElseThrow().details().orElseThrow().grade())
                    .contains(3);
        }
    }

    private static void execute(MariaDb database, String sql) throws SQLException {
        try (var connection = database.database().connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
