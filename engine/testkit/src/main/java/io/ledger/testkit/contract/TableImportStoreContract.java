package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.LeftOutLine;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.core.tableimport.TableImportStore.EndedRow;
import io.ledger.core.tableimport.WantedResults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link TableImportStore} promises, whatever it is made of. */
public abstract class TableImportStoreContract {

    private static final RowPlan FRESH = new RowPlan(RowState.NEW, "", 0, Map.of(), List.of());
    private static final RowResult CREATED = new RowResult(RowEnd.CREATED, "s1", 1, "");
    private static final RowResult CONFLICT = new RowResult(RowEnd.CONFLICT, "s1", 2, "誰かが変えた");

    /** A row is found by its cells, and by whom it is about. */
    private static final RowTraces TEXTS = row -> {
        var texts = new HashSet<>(row.cells());
        texts.add(row.plan().streamId());
        return texts;
    };

    /** The same at each call within a test. */
    protected abstract TableImportStore imports();

    private static ImportRow row(int number, RowPlan plan) {
        return new ImportRow(number, List.of("名前", ""), Map.of(), Optional.empty(), plan);
    }

    private TableImport added(List<ImportRow> rows) {
        var added = new TableImport(
                UUID.randomUUID().toString(),
                "things",
                1,
                List.of(new ImportColumn(0, "見出し", Optional.of("name")), new ImportColumn(1, "\"", Optional.empty())),
                "somebody",
                "理由",
                List.of(new LeftOutLine(9, "total", "合計")),
                Optional.empty(),
                Optional.empty(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        imports().add(added, rows, TEXTS);
        return added;
    }

    private TableImport found(TableImport added) {
        return imports().find(added.id()).orElseThrow();
    }

    private List<ImportRow> rows(TableImport added) {
        return imports().rows(added.id(), Optional.empty(), 0, TableImportStore.MAX_PAGE);
    }

    @Test
    void anImportIsKeptAsItWasAdded() {
        var changed = new RowPlan(RowState.CHANGED, "s7", 3, Map.of("name", new FieldChange("旧", "新")), List.of());
        var faulty = new RowPlan(
                RowState.ERROR,
                "",
                "w3",
                0,
                Map.of(),
                List.of(new FieldFault("name", RowFault.SAME_AS_ROW, 2, "It is \"\".")));
        var rows = List.of(
                row(2, FRESH),
                new ImportRow(3, List.of(), Map.of("name", "x"), Optional.of(true), changed),
                new ImportRow(7, List.of("a"), Map.of(), Optional.of(false), faulty));

        var added = added(rows);

        assertThat(found(added)).isEqualTo(added);
        assertThat(rows(added)).isEqualTo(rows);
        assertThat(imports().find(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void rowsAreReadByPagesAndStates() {
        var rows = new ArrayList<ImportRow>();
        for (var number = 2; number < 1_300; number++) {
            rows.add(
                    row(number, number % 2 == 0 ? FRESH : new RowPlan(RowState.DUPLICATE, "", 0, Map.of(), List.of())));
        }

        var added = added(rows);

        assertThat(imports().rows(added.id(), Optional.empty(), 10, 3))
                .extracting(ImportRow::number)
                .containsExactly(11, 12, 13);
        assertThat(imports().rows(added.id(), Optional.of(RowState.DUPLICATE), 10, 3))
                .extracting(ImportRow::number)
                .containsExactly(11, 13, 15);
        assertThat(imports().counts(added.id()).states()).isEqualTo(Map.of(RowState.NEW, 649, RowState.DUPLICATE, 649));
        assertThat(imports().counts(added.id()).total()).isEqualTo(1_298);
    }

    @Test
    void ofTwoChangesAtOnceTheSecondFindsAnotherImport() {
        var added = added(List.of(row(2, FRESH), row(3, FRESH)));
        var left = new ImportRow(3, List.of("名前", ""), Map.of(), Optional.of(true), FRESH);
        var other = added.with(List.of(new ImportColumn(0, "見出し", Optional.empty())));

        assertThat(imports().replan(other, List.of(left), TEXTS)).isTrue();
        assertThat(imports().replan(added, List.of(row(3, FRESH)), TEXTS)).isFalse();

        assertThat(rows(added)).containsExactly(row(2, FRESH), left);
        assertThat(found(added).columns()).isEqualTo(other.columns());
        assertThat(found(added).revision()).isEqualTo(2);
        assertThat(imports().counts(added.id()).skipped()).isOne();
        assertThat(imports().counts(added.id()).taken(RowState.NEW)).isOne();
    }

    @Test
    void aPlanEndsWhenItsJobIsNamed() {
        var added = added(List.of(row(2, FRESH)));
        var job = UUID.randomUUID().toString();

        assertThat(imports().nameJob(added, ImportPhase.APPLY, Optional.of(job)))
                .isTrue();
        assertThat(imports().nameJob(added, ImportPhase.APPLY, Optional.of("other")))
                .isFalse();

        assertThat(found(added).applyJob()).contains(job);
        assertThat(imports().replan(found(added), List.of(), TEXTS)).isFalse();
        assertThat(imports().nameJob(found(added), ImportPhase.UNDO, Optional.of(job)))
                .isTrue();
        assertThat(found(added).undoJob()).contains(job);
        assertThat(imports().nameJob(found(added), ImportPhase.UNDO, Optional.empty()))
                .isTrue();
        assertThat(found(added).undoJob()).isEmpty();
    }

    @Test
    void theFirstResultOfARowCounts() {
        var added = added(List.of(row(2, FRESH), row(3, FRESH), row(4, FRESH)));

        imports().end(added.id(), ImportPhase.APPLY, Map.of(2, CREATED, 4, CONFLICT));
        imports().end(added.id(), ImportPhase.APPLY, Map.of(2, CONFLICT, 3, CREATED));
        imports().end(added.id(), ImportPhase.UNDO, Map.of(2, CONFLICT));

        assertThat(imports().ended(added.id(), 0, 10))
                .containsExactly(
                        new EndedRow(row(2, FRESH), Optional.of(CREATED), Optional.of(CONFLICT)),
                        new EndedRow(row(3, FRESH), Optional.of(CREATED), Optional.empty()),
                        new EndedRow(row(4, FRESH), Optional.of(CONFLICT), Optional.empty()));
        assertThat(imports().ends(added.id(), ImportPhase.APPLY))
                .isEqualTo(Map.of(RowEnd.CREATED, 2, RowEnd.CONFLICT, 1));
        assertThat(imports().ends(added.id(), ImportPhase.UNDO)).isEqualTo(Map.of(RowEnd.CONFLICT, 1));
    }

    @Test
    void rowsAreFoundByWhatBecameOfThem() {
        var added = added(List.of(row(2, FRESH), row(3, FRESH), row(4, FRESH), row(5, FRESH)));
        imports().end(added.id(), ImportPhase.APPLY, Map.of(2, CREATED, 3, CONFLICT, 4, CREATED));
        imports().end(added.id(), ImportPhase.UNDO, Map.of(4, CONFLICT));

        assertThat(wanted(added, Set.of("conflict", WantedResults.PENDING), Set.of()))
                .containsExactly(3, 5);
        assertThat(wanted(added, Set.of("created"), Set.of())).containsExactly(2, 4);
        assertThat(wanted(added, Set.of(), Set.of("conflict"))).containsExactly(4);
        assertThat(wanted(added, Set.of("updated"), Set.of())).isEmpty();
    }

    private List<Integer> wanted(TableImport added, Set<String> applied, Set<String> undone) {
        return imports().ended(added.id(), new WantedResults(applied, undone), 0, 10).stream()
                .map(ended -> ended.row().number())
                .toList();
    }

    @Test
    void theNewestImportIsTheFirstOfThem() {
        var before = added(List.of(row(2, FRESH)));
        var after = added(List.of(row(2, FRESH)));

        assertThat(imports().newest(1)).containsExactly(after);
        assertThat(imports().newest(1_000)).containsSubsequence(after, before);
    }

    @Test
    void whatWasAppliedIsReadFromItsEnd() {
        var added = added(List.of(row(2, FRESH), row(3, FRESH), row(4, FRESH), row(5, FRESH)));
        imports().end(added.id(), ImportPhase.APPLY, Map.of(2, CREATED, 3, CREATED, 5, CREATED));

        assertThat(imports().applied(added.id(), Integer.MAX_VALUE, 2))
                .extracting(ended -> ended.row().number())
                .containsExactly(5, 3);
        assertThat(imports().applied(added.id(), 3, 2))
                .extracting(ended -> ended.row().number())
                .containsExactly(2);
    }

    private static ImportRow about(int number, String text, String streamId) {
        var state = streamId.isEmpty() ? RowState.NEW : RowState.UNCHANGED;
        return new ImportRow(
                number,
                List.of(text, "x"),
                Map.of("name", text + "?"),
                Optional.empty(),
                new RowPlan(state, streamId, streamId.isEmpty() ? 0 : 1, Map.of(), List.of()));
    }

    @Test
    void whatRowsHoldOfSomebodyIsErasedAndTheyStayAsNumbers() {
        var byText = about(2, "erased", "");
        var byId = about(3, "renamed", "p1");
        var bornOfIt = about(4, "other name", "");
        var ofAnother = about(5, "erased", "p2");
        var cameToAnother = about(6, "erased", "");
        var rows = List.of(byText, byId, bornOfIt, ofAnother, cameToAnother);
        var added = added(rows);
        var elsewhere = added(List.of(about(2, "somebody", "")));
        imports()
                .end(
                        added.id(),
                        ImportPhase.APPLY,
                        Map.of(
                                4, new RowResult(RowEnd.CREATED, "p1", 1, "erased was created"),
                                6, new RowResult(RowEnd.CREATED, "p3", 1, "")));

        imports().erase("p1", Set.of("erased"));
        imports().erase("p1", Set.of("erased"));

        assertThat(rows(added))
                .containsExactly(byText.erased(), byId.erased(), bornOfIt.erased(), ofAnother, cameToAnother);
        assertThat(rows(added).getFirst().isErased()).isTrue();
        assertThat(imports().ended(added.id(), 3, 1).getFirst().applied())
                .contains(new RowResult(RowEnd.CREATED, "p1", 1, ""));
        assertThat(imports().counts(added.id()).total()).isEqualTo(5);
        assertThat(rows(elsewhere)).containsExactly(about(2, "somebody", ""));
        assertThat(imports().replan(added, List.of(byText), TEXTS))
                .as("who has read the rows before cannot bring them back")
                .isFalse();
    }

    @Test
    void whatRowsHoldOfSomebodyInSomethingIsErasedAndTheRestStays() {
        var within = new ImportRow(
                2,
                List.of("other name", "x"),
                Map.of(),
                Optional.empty(),
                new RowPlan(RowState.CHANGED, "p1", "w1", 0, Map.of("name", new FieldChange("a", "b")), List.of()));
        var added = added(List.of(within));

        imports().erase("w1", Set.of());
        assertThat(rows(added)).containsExactly(within);
        imports().erase("p1", Set.of());

        assertThat(rows(added)).containsExactly(within.erased());
        assertThat(rows(added).getFirst().plan().within()).isEqualTo("w1");
    }

    @Test
    void headingsThatAreSomebodyAreErased() {
        var added = added(List.of(row(2, FRESH)));

        imports().erase("p1", Set.of("見出し"));

        assertThat(found(added).columns())
                .containsExactly(
                        new ImportColumn(0, "", Optional.of("name")), new ImportColumn(1, "", Optional.empty()));
        assertThat(rows(added)).containsExactly(row(2, FRESH));
    }

    @Test
    void whatARowNoLongerHoldsIsNoTraceOfIt() {
        var added = added(List.of(about(2, "before", "")));
        var after = about(2, "after", "");
        assertThat(imports().replan(added, List.of(after), TEXTS)).isTrue();

        imports().erase("p1", Set.of("before"));
        assertThat(rows(added)).containsExactly(after);
        imports().erase("p1", Set.of("after"));
        assertThat(rows(added)).containsExactly(after.erased());
    }

    @Test
    void onlyWhatIsOldIsForgotten() {
        var added = added(List.of(row(2, FRESH)));
        imports().end(added.id(), ImportPhase.APPLY, Map.of(2, CREATED));

        imports().forget(Duration.ofDays(1), 10);
        assertThat(rows(added)).hasSize(1);
        imports().forget(Duration.ofDays(-1), 1_000);

        assertThat(imports().find(added.id())).isEmpty();
        assertThat(rows(added)).isEmpty();
        assertThat(imports().ends(added.id(), ImportPhase.APPLY)).isEmpty();
    }
}
