package io.ledger.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an import would do with rows. */
class ImportPlannerTest {

    private static final RowPlan NONE = new RowPlan(RowState.ERROR, "", 0, Map.of(), List.of());
    private static final List<ImportColumn> COLUMNS = List.of(
            new ImportColumn(0, "id", Optional.of("book_id")),
            new ImportColumn(1, "title", Optional.of("title")),
            new ImportColumn(2, "copies", Optional.of("copies")),
            new ImportColumn(3, "remark", Optional.empty()));

    private final ShelfImport shelf = new ShelfImport()
            .with("b1", 4, "Emma", "3")
            .with("b2", 1, "Dune", "1")
            .with("b3", 1, "dune", "2");

    private final List<ImportRow> rows = new ArrayList<>();

    private ImportPlannerTest row(String id, String title, String copies) {
        return row(Optional.empty(), id, title, copies);
    }

    private ImportPlannerTest row(Optional<Boolean> skip, String id, String title, String copies) {
        rows.add(new ImportRow(rows.size() + 2, List.of(id, title, copies, "x"), Map.of(), skip, NONE));
        return this;
    }

    private List<RowPlan> plans() {
        return ImportPlanner.plan(shelf, COLUMNS, rows).stream()
                .map(ImportRow::plan)
                .toList();
    }

    private List<RowState> states() {
        return plans().stream().map(RowPlan::state).toList();
    }

    @Test
    void aRowMeansTheOneThingWithItsKey() {
        var plan = row("", "EMMA", "5").plans().getFirst();

        assertThat(plan.state()).isEqualTo(RowState.CHANGED);
        assertThat(plan.streamId()).isEqualTo("b1");
        assertThat(plan.version()).isEqualTo(4);
        assertThat(plan.changes())
                .isEqualTo(Map.of("title", new FieldChange("Emma", "EMMA"), "copies", new FieldChange("3", "5")));
    }

    @Test
    void whatIsAsTheRowHasItIsUnchangedAndABlankCellLeavesAField() {
        assertThat(row("", "Emma", "3").row("b2", "Dune", "").states())
                .containsExactly(RowState.UNCHANGED, RowState.UNCHANGED);
    }

    @Test
    void whatIsNewNeedsItsFields() {
        var plans =
                row("", "Solaris", "2").row("", "Ubik", " ").row("", "", "7").plans();

        assertThat(plans.get(0).state()).isEqualTo(RowState.NEW);
        assertThat(plans.get(1).errors()).extracting("field").containsExactly("copies");
        assertThat(plans.get(2).errors()).extracting("field").containsExactly("title");
    }

    @Test
    void severalWithOneKeyAreDoubtfulUnlessTheIdSaysWhich() {
        assertThat(row("", "Dune", "9").row("b3", "dune", "9").states())
                .containsExactly(RowState.DUPLICATE, RowState.CHANGED);
    }

    @Test
    void whatAnEarlierRowMeansNoOtherRowMeans() {
        assertThat(row("", "Ubik", "1")
                        .row("", "UBIK", "2")
                        .row("b1", "", "7")
                        .row("b1", "Emma", "8")
                        .row("", "emma", "9")
                        .states())
                .containsExactly(
                        RowState.NEW, RowState.DUPLICATE, RowState.CHANGED, RowState.DUPLICATE, RowState.DUPLICATE);
    }

    @Test
    void aRowThatIsLeftOutIsInNobodysWay() {
        assertThat(row(Optional.of(true), "", "Ubik", "1").row("", "Ubik", "2").states())
                .containsExactly(RowState.NEW, RowState.NEW);
    }

    @Test
    void aDuplicateIsTakenWhenSomebodySaysSo() {
        assertThat(row(Optional.of(false), "", "Dune", "9")
                        .row(Optional.of(false), "", "DUNE", "9")
                        .states())
                .containsExactly(RowState.NEW, RowState.NEW);
    }

    @Test
    void idsThatMeanNothingAreTold() {
        var plans = row("b77", "Emma", "3").row("b99", "Emma", "3").plans();

        assertThat(plans.get(0).errors().getFirst().detail()).startsWith("No book has this id");
        assertThat(plans.get(1).errors().getFirst().detail()).startsWith("The book with this id has ended");
    }

    @Test
    void aFaultIsToldWithItsField() {
        var plan = row("", "Emma", "some").plans().getFirst();

        assertThat(plan.state()).isEqualTo(RowState.ERROR);
        assertThat(plan.streamId()).isEqualTo("b1");
        assertThat(plan.errors())
                .containsExactly(new RowPlan.FieldFault("copies", RowFault.INVALID, 0, "\"some\" is no number."));
    }

    @Test
    void whatWasChangedSinceTheFileWasWrittenIsNotOverwrittenUnlessItsVersionIsEmptied() {
        var columns = List.of(
                new ImportColumn(0, "id", Optional.of("book_id")),
                new ImportColumn(1, "copies", Optional.of("copies")),
                new ImportColumn(2, "edition", Optional.of("edition")));
        var plans = Stream.of(
                        List.of("b1", "9", "3"),
                        List.of("b1", "3", "3"),
                        List.of("b1", "9", "4"),
                        List.of("b1", "9", ""))
                .map(cells -> new ImportRow(2, cells, Map.of(), Optional.empty(), NONE))
                .map(only -> ImportPlanner.plan(shelf, columns, List.of(only))
                        .getFirst()
                        .plan())
                .toList();

        assertThat(plans)
                .extracting(RowPlan::state)
                .containsExactly(RowState.ERROR, RowState.UNCHANGED, RowState.CHANGED, RowState.CHANGED);
        var fault = plans.getFirst().errors().getFirst();
        assertThat(fault.field()).isEqualTo("edition");
        assertThat(fault.fault()).isEqualTo(RowFault.OUTDATED);
        assertThat(fault.number()).isEqualTo(4);
    }

    @Test
    void whatIsSoAlreadyNeedNotBeWhatWouldBeTakenToday() {
        shelf.with("b5", 1, "Old", "ten");

        assertThat(row("b5", "Old", "ten").states()).containsExactly(RowState.UNCHANGED);
    }

    @Test
    void whatWasMendedStandsInThePlaceOfWhatWasRead() {
        rows.add(new ImportRow(2, List.of("", "Emma", "some"), Map.of("copies", "4"), Optional.empty(), NONE));

        assertThat(states()).containsExactly(RowState.CHANGED);
    }
}
