package io.ledger.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobStep;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.tableimport.TableImport;
import io.ledger.http.person.PersonalReads;
import io.ledger.icu.IcuNameFolding;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.tableimport.MariaDbTableImports;
import io.ledger.stores.TestStores;
import io.ledger.testkit.InMemoryPersons;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How far an import is while it is applied. */
class ApplyWorkTest {

    private static final RowPlan NEW = new RowPlan(RowState.NEW, "", 0, Map.of(), List.of());

    private static MariaDb mariaDb;

    private final InMemoryPersons register = new InMemoryPersons();
    private final MariaDbTableImports store = new MariaDbTableImports(mariaDb.database());
    private final PersonImport kind = new PersonImport(
            register,
            new PersonErasure(register, (_, _) -> {}, InstantSource.system()),
            _ -> false,
            new PersonalReads(_ -> {}),
            new IcuNameFolding(),
            UUID::randomUUID);

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

    /** As one whose store is gone at one row, the first time. */
    private static final class WorkThatStopsOnce implements RowWork {

        private final int row;
        private boolean hasStopped;

        WorkThatStopsOnce(int row) {
            this.row = row;
        }

        /** One after the other, so that the rows before are done. */
        @Override
        public String turn(ImportRow row) {
            return "all";
        }

        @Override
        public RowResult apply(ImportRow next) {
            if (next.number() == row && !hasStopped) {
                hasStopped = true;
                throw StoreUnavailableException.of("database", new IllegalStateException("gone"));
            }
            return new RowResult(RowEnd.CREATED, UUID.randomUUID().toString(), 1, "");
        }

        @Override
        public RowResult undo(ImportRow next, RowResult applied) {
            throw new IllegalStateException("Nothing is taken back");
        }
    }

    private TableImport added(int rows) {
        var added = new TableImport(
                UUID.randomUUID().toString(),
                "persons",
                1,
                List.of(new ImportColumn(0, "氏名", Optional.of("name"))),
                "office",
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        store.add(
                added,
                IntStream.range(0, rows)
                        .mapToObj(number -> new ImportRow(number + 2, List.of("a"), Map.of(), Optional.empty(), NEW))
                        .toList(),
                RowTraces.NONE);
        return added;
    }

    @Test
    void rowsThatAStepKeptBeforeItFailedAreCounted() {
        var added = added(2 * OfficeLimits.STEP_ROWS + 1);
        var work = new ApplyWork(kind, new WorkThatStopsOnce(1_000), store, added);

        assertThatThrownBy(() -> work.step(JobProgress.NONE)).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.ended(added.id(), 0, 1).getFirst().applied()).isPresent();

        var first = work.step(JobProgress.NONE);
        assertThat(first).isInstanceOf(JobStep.Further.class);
        assertThat(first.progress().outcome()).contains("\"created\":2000,");
        var second = work.step(first.progress());
        assertThat(second.progress().outcome()).contains("\"created\":4000,");
        assertThat(work.step(second.progress()).progress().outcome()).contains("\"created\":4001,");
    }
}
