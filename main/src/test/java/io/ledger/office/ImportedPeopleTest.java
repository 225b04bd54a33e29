package io.ledger.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.command.Precondition;
import io.ledger.core.job.JobStarter;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.text.NameFolding;
import io.ledger.http.person.PersonFields;
import io.ledger.http.person.PersonalReads;
import io.ledger.icu.IcuNameFolding;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.job.MariaDbJobs;
import io.ledger.mariadb.tableimport.MariaDbTableImports;
import io.ledger.stores.TestStores;
import io.ledger.testkit.InMemoryPersons;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What imports hold of people goes when they are erased, whenever that is. */
class ImportedPeopleTest {

    private static final EventMetadata OFFICE = new EventMetadata("office", "c", "c");

    private static MariaDb mariaDb;

    private final InMemoryPersons register = new InMemoryPersons();
    private final FoldingThatMayErase folding = new FoldingThatMayErase();
    private final MariaDbTableImports store = new MariaDbTableImports(mariaDb.database());
    private final ImportedPeople imported = new ImportedPeople(register, store, new PersonTraces(folding));
    private final PersonErasure erasure =
            new PersonErasure(register, (person, _) -> imported.erase(person), InstantSource.system());
    private final PersonImport kind =
            new PersonImport(register, erasure, _ -> false, new PersonalReads(_ -> {}), folding, UUID::randomUUID);
    private final TableImports imports = new TableImports(
            store,
            new MariaDbIdempotencyRecords(mariaDb.database()),
            new MariaDbJobs(mariaDb.database()),
            new IdsAlone(),
            InstantSource.system());

    /** It is asked for the names of rows when they have been matched, and have not been kept. */
    private static final class FoldingThatMayErase implements NameFolding {

        private final NameFolding folding = new IcuNameFolding();
        private Runnable meanwhile = () -> {};

        @Override
        public String fold(String name) {
            if (name.equals("now")) {
                var first = meanwhile;
                meanwhile = () -> {};
                first.run();
            }
            return folding.fold(name);
        }

        @Override
        public List<String> words(String text) {
            return folding.words(text);
        }
    }

    /** Gives ids, and starts nothing. */
    private static final class IdsAlone implements JobStarter {

        @Override
        public String newId() {
            return UUID.randomUUID().toString();
        }

        @Override
        public boolean start(String id, String kind, String request, EventMetadata startedBy) {
            return false;
        }
    }

    @BeforeAll
    static void open() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        mariaDb.migrate();
    }

    @AfterAll
    static void close() {
        mariaDb.close();
    }

    private PersonId registered(String name, String number) {
        var details = PersonFields.added(Map.of("name", name, "student_number", number))
                .orElseThrow(IllegalStateException::new);
        var id = new PersonId(UUID.randomUUID());
        register.add(id, details, Optional.empty());
        return id;
    }

    private List<ImportRow> previewed(String rows) {
        var file = ("氏名,学籍番号,学年\n" + rows).getBytes(StandardCharsets.UTF_8);
        var reply = imports.preview(kind, file, OFFICE, "", Optional.empty());
        var found = ((ImportReply.Granted<TableImport>) reply).value();
        return store.rows(found.id(), Optional.empty(), 0, 100);
    }

    private List<ImportRow> again(List<ImportRow> rows) {
        var found = imports.newest().getFirst();
        assertThat(store.rows(found.id(), Optional.empty(), 0, 100)).hasSameSizeAs(rows);
        return store.rows(found.id(), Optional.empty(), 0, 100);
    }

    @Test
    void whoeverIsErasedAfterAPreviewIsInItNoMore() {
        imports.add(kind);
        var hanako = registered("佐藤 花子", "S-1");
        var rows = previewed("佐藤 花子,Ｓ-1,2\n鈴木,S-2,1\n佐藤花子,S-3,1\n");

        erasure.erase(hanako, new Precondition.AnyVersion(), OFFICE);

        assertThat(again(rows))
                .as("also a namesake who is nobody in the register yet")
                .extracting(ImportRow::isErased)
                .containsExactly(true, false, true);
    }

    @Test
    void aNamesakeWhoIsInTheRegisterStays() {
        imports.add(kind);
        var hanako = registered("佐藤 花子", "S-1");
        registered("佐藤 花子", "S-2");
        var rows = previewed("佐藤 花子,S-1,2\n佐藤 花子,S-2,2\n");

        erasure.erase(hanako, new Precondition.AnyVersion(), OFFICE);

        assertThat(again(rows)).extracting(ImportRow::isErased).containsExactly(true, false);
    }

    @Test
    void whoeverIsErasedWhileAFileIsPlannedIsNotKept() {
        imports.add(kind);
        var hanako = registered("佐藤 花子", "S-1");
        folding.meanwhile = () -> erasure.erase(hanako, new Precondition.AnyVersion(), OFFICE);

        var rows = previewed("佐藤 花子,S-1,2\nnow,S-2,1\n");

        assertThat(rows).extracting(ImportRow::isErased).containsExactly(true, false);
    }
}
