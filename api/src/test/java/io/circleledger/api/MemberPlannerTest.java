package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.RosterRole;
import io.ledger.core.Parsed;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowState;
import io.ledger.tables.TableField;
import io.ledger.tables.TableReader;
import io.ledger.tables.TableReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import of rosters would do with rows. */
class MemberPlannerTest {

    private final RosterFile file = new RosterFile();

    @AfterEach
    void close() {
        file.close();
    }

    private static List<RowFault> faults(List<RowPlan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.errors().stream())
                .map(FieldFault::fault)
                .toList();
    }

    private static List<RowState> states(List<RowPlan> plans) {
        return plans.stream().map(RowPlan::state).toList();
    }

    @Test
    void whoIsNothingInTheCircleIsNew() {
        var circle = file.circle("Chess", 9);
        var taro = file.person("S-1", 1);

        var plan = file.row("CHESS", "Ｓ-1", "", "n s-1").only();

        assertThat(plan).isEqualTo(new RowPlan(RowState.NEW, taro.toString(), circle.id(), 0, Map.of(), List.of()));
    }

    @Test
    void whoBecomesMoreIsChangedAndWhoIsThatAlreadyIsNot() {
        var circle = file.circle("Chess", 9);
        var taro = file.person("S-1", 3);
        var jiro = file.person("S-2", 3);
        for (var person : List.of(taro, jiro)) {
            file.server.rosters.join(circle, person, RosterFile.anyVersion(), RosterFile.anybody());
        }
        file.server.rosters.handOver(circle, taro, false, RosterFile.anyVersion(), RosterFile.anybody());

        var plans = file.row("Chess", "S-1", "代表")
                .row("Chess", "S-1", "会員")
                .row("Chess", "S-1", "会計")
                .row("Chess", "S-2", "副代表")
                .plans();

        assertThat(states(plans))
                .containsExactly(RowState.UNCHANGED, RowState.UNCHANGED, RowState.CHANGED, RowState.CHANGED);
        assertThat(plans.get(2).changes()).isEqualTo(Map.of("role", new FieldChange("owner", "owner, treasurer")));
        assertThat(plans.get(3).changes()).isEqualTo(Map.of("role", new FieldChange("member", "vice")));
    }

    @Test
    void whoeverTakesOverIsChanged() {
        var circle = file.circle("Chess", 9);
        file.server.rosters.handOver(
                circle, file.person("S-1", 3), false, RosterFile.anyVersion(), RosterFile.anybody());
        var jiro = file.person("S-2", 3);
        file.server.rosters.join(circle, jiro, RosterFile.anyVersion(), RosterFile.anybody());

        var plans = file.row("Chess", "S-2", "部長").row("Chess", "S-1", "").plans();

        assertThat(plans.getFirst().changes()).isEqualTo(Map.of("role", new FieldChange("member", "owner")));
        assertThat(plans.get(1).state()).as("the owner before stays a member").isEqualTo(RowState.UNCHANGED);
    }

    @Test
    void theSameAgainIsADuplicateAndAnotherRoleIsNot() {
        file.circle("Chess", 9);
        file.person("S-1", 1);

        var plans = file.row("Chess", "S-1", "")
                .row("chess", "S-1", "会員")
                .row("Chess", "S-1", "副代表")
                .row(Optional.of(false), "Chess", "S-1", "副代表")
                .plans();

        assertThat(states(plans))
                .containsExactly(RowState.NEW, RowState.DUPLICATE, RowState.CHANGED, RowState.UNCHANGED);
        assertThat(plans.get(1).errors().getFirst().number()).isEqualTo(2);
        assertThat(faults(plans)).containsExactly(RowFault.SAME_AS_ROW);
    }

    @Test
    void aCircleIsFullByTheRowsBefore() {
        var circle = file.circle("Chess", 3);
        file.server.rosters.join(circle, file.person("S-0", 1), RosterFile.anyVersion(), RosterFile.anybody());
        for (var number = 1; number <= 4; number++) {
            file.person("S-" + number, 1);
        }

        var plans = file.row("Chess", "S-1")
                .row(Optional.of(true), "Chess", "S-2")
                .row("Chess", "S-3")
                .row("Chess", "S-4")
                .plans();

        assertThat(states(plans)).containsExactly(RowState.NEW, RowState.NEW, RowState.NEW, RowState.ERROR);
        assertThat(plans.get(3).errors())
                .containsExactly(new FieldFault(
                        "circle_name",
                        RowFault.FULL,
                        3,
                        "The circle has no room for another member; give it a larger capacity, or leave the row out."));
    }

    @Test
    void aCircleWithADamagedHistoryIsTheFaultOfItsRowsAlone() {
        var damaged = file.circle("Go", 9);
        var whole = file.circle("Chess", 9);
        file.person("S-1", 1);
        file.server.ledger.force(damaged, new OfficerRelieved(Office.VICE));

        var plans = file.row("", "S-1", "", "", damaged.id())
                .row("", "S-1", "", "", whole.id())
                .plans();

        assertThat(states(plans)).containsExactly(RowState.ERROR, RowState.NEW);
        assertThat(plans.getFirst().errors())
                .containsExactly(
                        new FieldFault(
                                "circle_id",
                                RowFault.INVALID,
                                0,
                                "The history of this circle is damaged; leave the row out until it is restored, and tell whoever runs the ledger."));
    }

    @Test
    void whatTheRulesRefuseIsToldBefore() {
        file.circle("Chess", 9);
        file.person("S-1", 4);
        file.person("S-2", 1);
        file.server.commands.suspend(file.circle("Go", 9), RosterFile.anyVersion(), RosterFile.anybody());
        var lapsed = file.circle("Shogi", 9);
        file.server.commands.lapse(lapsed, 2027, RosterFile.anyVersion(), RosterFile.anybody());

        var plans = file.row("Chess", "S-1", "")
                .row("Chess", "S-2", "owner")
                .row("Chess", "S-2", "advisor")
                .row("Go", "S-2", "")
                .row("Shogi", "S-2", "")
                .row("Chess", "S-2", "書記")
                .plans();

        assertThat(states(plans)).containsOnly(RowState.ERROR);
        assertThat(faults(plans))
                .containsExactly(
                        RowFault.NOT_ELIGIBLE,
                        RowFault.NOT_ELIGIBLE,
                        RowFault.NOT_ELIGIBLE,
                        RowFault.CLOSED,
                        RowFault.CLOSED,
                        RowFault.INVALID);
        assertThat(plans)
                .allSatisfy(plan -> assertThat(plan.errors().getFirst().detail())
                        .matches(".*(leave the row out|correct|write|name another).*"));
    }

    @Test
    void aCircleHasOneOwnerAndOneOfEachOfficeInAFile() {
        file.circle("Chess", 9);
        file.circle("Go", 9);
        file.person("S-1", 3);
        file.person("S-2", 3);

        var plans = file.row("Chess", "S-1", "代表")
                .row("Chess", "S-2", "代表")
                .row("Go", "S-2", "代表")
                .row("Chess", "S-1", "副代表")
                .row("Chess", "S-2", "副代表")
                .plans();

        assertThat(states(plans))
                .containsExactly(RowState.NEW, RowState.ERROR, RowState.NEW, RowState.CHANGED, RowState.ERROR);
        assertThat(faults(plans)).containsExactly(RowFault.TAKEN, RowFault.TAKEN);
        assertThat(plans.get(4).errors().getFirst().number()).isEqualTo(5);
    }

    @Test
    void whatARowMeansHasToBeSure() {
        var chess = file.circle("Chess", 9);
        file.circle("Go", 9);
        file.circle("GO", 9);
        var gone = file.circle("Tennis", 9);
        file.server.commands.dissolve(gone, RosterFile.anyVersion(), RosterFile.anybody());
        file.person("S-1", 1);

        var plans = file.row("Go", "S-1")
                .row("Tennis", "S-1")
                .row("", "S-1", "", "", gone.id())
                .row("", "S-1", "", "", TestServer.NOWHERE)
                .row("Go", "S-1", "", "", chess.id())
                .row("", "S-1")
                .row("chess", "S-1", "", "", chess.id())
                .plans();

        assertThat(faults(plans))
                .containsExactly(
                        RowFault.AMBIGUOUS,
                        RowFault.UNKNOWN,
                        RowFault.ENDED,
                        RowFault.UNKNOWN,
                        RowFault.MISMATCH,
                        RowFault.MISSING);
        assertThat(plans.getFirst().errors().getFirst().number()).isEqualTo(2);
        assertThat(plans.getLast().state()).isEqualTo(RowState.NEW);
    }

    @Test
    void nobodyIsTakenForSomebodyByNameAlone() {
        file.circle("Chess", 9);
        var taro = file.person("S-1", 1);
        var gone = file.person("S-2", 1);
        file.server.persons.beginErasure(gone, RosterFile.anyVersion());
        file.server.persons.finishErasure(gone, Instant.EPOCH);

        var plans = file.row("Chess", "", "", "N S-1")
                .row("Chess", "S-1", "", "N S-2")
                .row("Chess", "S-9")
                .row("Chess", "", "", "", "", gone.toString())
                .row("Chess", "", "", "", "", TestServer.NOWHERE)
                .row("Chess", "S-3", "", "", "", taro.toString())
                .row("Chess", "s-1", "", "N S-1", "", taro.toString().toUpperCase(Locale.ROOT))
                .plans();

        assertThat(faults(plans))
                .containsExactly(
                        RowFault.MISSING,
                        RowFault.MISMATCH,
                        RowFault.UNKNOWN,
                        RowFault.ENDED,
                        RowFault.UNKNOWN,
                        RowFault.MISMATCH,
                        RowFault.MISMATCH);
        assertThat(plans)
                .as("a row that may mean somebody else is about nobody, so an erasure finds it by its texts")
                .extracting(RowPlan::streamId)
                .containsOnly("");
    }

    @ParameterizedTest
    @CsvSource({
        "代表, OWNER",
        "代表者, OWNER",
        "部 長, OWNER",
        "President, OWNER",
        "キャプテン, OWNER",
        "副代表, VICE",
        "Vice-President, VICE",
        "会計, TREASURER",
        "顧　問, ADVISOR",
        "ﾒﾝﾊﾞｰ, MEMBER",
        "部員, MEMBER",
        "－, MEMBER",
        "owner, OWNER",
        "vice, VICE",
        "treasurer, TREASURER",
        "advisor, ADVISOR",
        "member, MEMBER",
        "' ', MEMBER"
    })
    void rolesAreReadAsOfficesWriteThem(String text, RosterRole role) {
        assertThat(MemberCells.role(text)).isEqualTo(new Parsed.Valid<>(role));
    }

    @ParameterizedTest
    @CsvSource({
        "'団体名,学籍番号,氏名,役職', 'circle_name,student_number,name,role'",
        "'No.,サークルID,学生・教職員ID,役職,氏名,フリガナ,学年', '-,circle_id,person_id,role,name,-,-'",
        "'所属サークル,学生番号,名前,役割,備考', 'circle_name,student_number,name,role,-'",
        "'Circle,Student No.,Full name,Position', 'circle_name,student_number,name,role'"
    })
    void columnsAreKnownByTheirHeadings(String headings, String fields) {
        var known = file.kind.columnFields().stream()
                .map(field -> new TableField(field.name(), field.headings(), field.shape()))
                .toList();
        var id = TestServer.NOWHERE;
        var table = headings + "\n" + (id + ",").repeat(headings.split(",").length - 1) + id + "\n";

        var reading = new TableReader(known).read(table.getBytes(StandardCharsets.UTF_8));

        assertThat(((TableReading.Read) reading).table().columns())
                .extracting(column -> column.field().orElse("-"))
                .containsExactly(fields.split(","));
    }
}
