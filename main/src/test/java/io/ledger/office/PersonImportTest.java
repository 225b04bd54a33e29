package io.ledger.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ledger.core.Parsed;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowState;
import io.ledger.http.person.PersonFields;
import io.ledger.http.person.PersonalReads;
import io.ledger.icu.IcuNameFolding;
import io.ledger.tables.TableField;
import io.ledger.tables.TableReader;
import io.ledger.tables.TableReading;
import io.ledger.testkit.InMemoryPersons;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import of people would do with rows, and what it does. */
class PersonImportTest {

    private static final RowPlan NONE = new RowPlan(RowState.ERROR, "", 0, Map.of(), List.of());
    private static final List<ImportColumn> COLUMNS = List.of(
            new ImportColumn(0, "ID", Optional.of("person_id")),
            new ImportColumn(1, "氏名", Optional.of("name")),
            new ImportColumn(2, "学籍番号", Optional.of("student_number")),
            new ImportColumn(3, "学年", Optional.of("grade")),
            new ImportColumn(4, "メール", Optional.of("email")));

    private final InMemoryPersons register = new InMemoryPersons();
    private final Set<PersonId> busy = new HashSet<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final List<ImportRow> rows = new ArrayList<>();
    private long last;

    private final PersonImport kind = new PersonImport(
            register,
            new PersonErasure(register, (_, _) -> {}, InstantSource.fixed(Instant.EPOCH)),
            busy::contains,
            new PersonalReads(audit::add),
            new IcuNameFolding(),
            this::id);

    private UUID id() {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + ++last);
    }

    private PersonId known(Map<String, String> values) {
        var details = PersonFields.added(values).orElseThrow(IllegalStateException::new);
        var saved = (PersonOutcome.Saved) register.add(new PersonId(id()), details, Optional.empty());
        return saved.id();
    }

    private PersonDetails details(PersonId id) {
        return register.find(id).orElseThrow().details().orElseThrow();
    }

    private PersonImportTest row(String... cells) {
        return row(Optional.empty(), cells);
    }

    private PersonImportTest row(Optional<Boolean> skip, String... cells) {
        rows.add(new ImportRow(rows.size() + 2, List.of(cells), Map.of(), skip, NONE));
        return this;
    }

    private List<RowPlan> plans() {
        return ImportPlanner.plan(kind, COLUMNS, rows).stream()
                .map(ImportRow::plan)
                .toList();
    }

    private RowPlan only() {
        return plans().getFirst();
    }

    private static Request request(String key) {
        var metadata = new EventMetadata("office", "c", "c");
        return new Request(metadata, Optional.of(new IdempotencyKey("office", key)), true);
    }

    @Test
    void givenNobodyWithTheNumberARowIsNewAndRegistersAStudentOnce() {
        assertThat(row("", "山田 太郎", "Ｓ－１０１", "２年", "").only().state()).isEqualTo(RowState.NEW);
        var values = RowReading.of(kind, COLUMNS, rows.getFirst()).values();

        var created = kind.create(values, request("1"));
        var again = kind.create(values, request("1"));

        assertThat(again).isEqualTo(created);
        assertThat(created).isInstanceOf(RowOutcome.Settled.class);
        var id = PersonId.parse(((RowOutcome.Settled) created).id()).orElseThrow();
        assertThat(details(id).studentNumber()).contains("S-101");
        assertThat(details(id).grade()).contains(2);
        assertThat(details(id).kind()).isEqualTo(PersonKind.STUDENT);
        assertThat(details(id).finalGrade()).isEqualTo(4);
    }

    @Test
    void givenSomebodyWithTheNumberARowMeansThemAndABlankCellLeavesAField() {
        var taro = known(Map.of("name", "山田 太郎", "student_number", "S-101", "grade", "1", "email", "a@b.jp"));

        var plan = row("", "山田 太朗", "s-101".toUpperCase(java.util.Locale.ROOT), "2年生", "")
                .only();

        assertThat(plan.state()).isEqualTo(RowState.CHANGED);
        assertThat(plan.streamId()).isEqualTo(taro.toString());
        assertThat(plan.changes())
                .isEqualTo(Map.of("name", new FieldChange("山田 太郎", "山田 太朗"), "grade", new FieldChange("1", "2")));
        var outcome = kind.change(taro.toString(), 1, Map.of("name", "山田 太朗", "grade", "2"), request("1"));
        assertThat(outcome).isEqualTo(new RowOutcome.Settled(taro.toString(), 2));
        assertThat(details(taro).email()).contains("a@b.jp");
        assertThat(kind.change(taro.toString(), 1, Map.of("name", "山田 太朗", "grade", "2"), request("1")))
                .as("the same row again")
                .isEqualTo(outcome);
        assertThat(kind.change(taro.toString(), 1, Map.of("grade", "3"), request("2")))
                .isEqualTo(new RowOutcome.StaleRow(taro.toString(), 2));
    }

    @Test
    void givenSomebodyAsTheRowHasThemItIsUnchanged() {
        known(Map.of("name", "山田 太郎", "student_number", "S-101", "grade", "2"));

        assertThat(row("", "山田 太郎", "S-101", "2", "").only().state()).isEqualTo(RowState.UNCHANGED);
    }

    @Test
    void givenTheNameAloneNobodyIsTakenForSomebody() {
        var known = known(Map.of("name", "鈴木 一郎", "kind", "staff"));

        var plans = row("", "鈴木　一郎", "", "", "")
                .row(Optional.of(false), "", "鈴木 一郎", "", "", "")
                .row("", "高橋", "", "", "")
                .row("", "高橋", "", "", "")
                .row("", "佐藤", "", "", "")
                .row("", "佐藤", "S-9", "", "")
                .plans();

        assertThat(plans)
                .extracting(RowPlan::state)
                .containsExactly(
                        RowState.DUPLICATE,
                        RowState.NEW,
                        RowState.NEW,
                        RowState.DUPLICATE,
                        RowState.DUPLICATE,
                        RowState.NEW);
        assertThat(plans.getFirst().streamId()).isEqualTo(known.toString());
        assertThat(plans.getFirst().errors().getFirst().fault()).isEqualTo(RowFault.AMBIGUOUS);
        assertThat(plans.get(4).errors().getFirst().number()).isEqualTo(7);
    }

    @Test
    void givenOneNumberTwiceTheSecondRowIsADuplicate() {
        var plans =
                row("", "山田", "S-101", "", "").row("", "川田", "Ｓ-101", "", "").plans();

        assertThat(plans).extracting(RowPlan::state).containsExactly(RowState.NEW, RowState.DUPLICATE);
        assertThat(plans.get(1).errors().getFirst().field()).isEqualTo("student_number");
    }

    @Test
    void givenANumberOfSomebodyElseARowWithAnIdHasAFault() {
        var taro = known(Map.of("name", "山田", "student_number", "S-101"));
        var jiro = known(Map.of("name", "川田", "student_number", "S-102"));
        var saburo = known(Map.of("name", "田中"));

        var plans = row(taro.toString(), "", "S-101", "2", "")
                .row(jiro.toString(), "", "Ｓ-101", "", "")
                .row(saburo.toString(), "", "S-102", "", "")
                .row("", "佐藤", "S-103", "", "")
                .plans();

        assertThat(plans)
                .extracting(RowPlan::state)
                .containsExactly(RowState.CHANGED, RowState.ERROR, RowState.CHANGED, RowState.NEW);
        var fault = plans.get(1).errors().getFirst();
        assertThat(fault.fault()).isEqualTo(RowFault.TAKEN);
        assertThat(fault.field()).isEqualTo("student_number");
        assertThat(fault.detail())
                .isEqualTo(
                        "Row 2 has this student number as well, for another person; correct one of them, or leave it out.");
        rows.clear();
        assertThat(row(saburo.toString(), "", "S-102", "", "").only().errors())
                .extracting("fault", "number")
                .containsExactly(tuple(RowFault.TAKEN, 0));
    }

    @Test
    void numbersThatChangePlacesAreNoFault() {
        var taro = known(Map.of("name", "山田", "student_number", "S-101"));
        var jiro = known(Map.of("name", "川田", "student_number", "S-102"));

        assertThat(row(taro.toString(), "", "S-102", "", "")
                        .row(jiro.toString(), "", "S-101", "", "")
                        .plans())
                .extracting(RowPlan::state)
                .containsExactly(RowState.CHANGED, RowState.CHANGED);
    }

    @Test
    void givenValuesThatTheRegisterRefusesARowHasFaults() {
        var plan = row("", "", "S-101", "12", "nowhere").only();

        assertThat(plan.state()).isEqualTo(RowState.ERROR);
        assertThat(plan.errors()).extracting("field").containsExactly("grade", "email", "name");
        assertThat(plan.errors().getFirst().detail()).contains("12").contains("from 1 to 9");
    }

    @Test
    void givenAnIdOfNobodyOrOfSomebodyErasedARowHasAFault() {
        var gone = known(Map.of("name", "山田"));
        register.beginErasure(gone, new Precondition.AnyVersion());
        register.finishErasure(gone, Instant.EPOCH);

        var plans = row(gone.toString(), "山田", "", "", "")
                .row(id().toString(), "山田", "", "", "")
                .plans();

        assertThat(plans.get(0).errors().getFirst().detail()).startsWith("The person with this id was erased");
        assertThat(plans.get(1).errors().getFirst().detail()).startsWith("No person has this id");
        assertThat(kind.change(gone.toString(), 1, Map.of("name", "x"), request("1")))
                .isInstanceOf(RowOutcome.ForbiddenRow.class);
    }

    @Test
    void givenAnotherHolderOfTheNumberARowIsForbidden() {
        known(Map.of("name", "山田", "student_number", "S-101"));
        var other = known(Map.of("name", "川田", "student_number", "S-102"));

        assertThat(kind.create(Map.of("name", "田中", "student_number", "S-101"), request("1")))
                .isInstanceOfSatisfying(
                        RowOutcome.ForbiddenRow.class,
                        row -> assertThat(row.detail()).startsWith("Another person has this student number"));
        assertThat(kind.change(other.toString(), 1, Map.of("student_number", "S-101"), request("2")))
                .isInstanceOf(RowOutcome.ForbiddenRow.class);
    }

    @Test
    void whomAnImportRegisteredIsErasedWhenItIsTakenBackUnlessSomethingHasChanged() {
        var fresh = known(Map.of("name", "山田"));
        var changed = known(Map.of("name", "川田"));
        kind.change(changed.toString(), 1, Map.of("grade", "2"), request("1"));
        var member = known(Map.of("name", "田中"));
        busy.add(member);

        var ended = kind.end(fresh.toString(), 1, request("2"));

        assertThat(ended).isInstanceOf(RowOutcome.Settled.class);
        assertThat(register.find(fresh).orElseThrow().erasedAt()).isPresent();
        assertThat(kind.end(fresh.toString(), 1, request("2"))).isInstanceOf(RowOutcome.Settled.class);
        assertThat(kind.end(changed.toString(), 1, request("3")))
                .isEqualTo(new RowOutcome.StaleRow(changed.toString(), 2));
        assertThat(kind.end(member.toString(), 1, request("4"))).isInstanceOf(RowOutcome.ForbiddenRow.class);
        assertThat(details(member).name()).isEqualTo("田中");
        assertThat(audit)
                .extracting(AuditEntry::kind)
                .containsOnly("personal-data-erased")
                .isNotEmpty();
    }

    @Test
    void whatWasNotThereIsClearedWhenAChangeIsTakenBack() {
        var taro = known(Map.of("name", "山田", "major", "法学"));

        kind.change(taro.toString(), 1, Map.of("major", "", "grade", ""), request("1"));

        assertThat(details(taro).major()).isEmpty();
        assertThat(details(taro).name()).isEqualTo("山田");
    }

    @Test
    void whatARowHeldOfSomebodyIsPlannedNoMore() {
        rows.add(new ImportRow(
                        2,
                        List.of("", "山田", "S-1"),
                        Map.of(),
                        Optional.empty(),
                        new RowPlan(RowState.NEW, "", 0, Map.of(), List.of()))
                .erased());

        assertThat(only().state()).isEqualTo(RowState.NEW);
        assertThat(only().errors()).extracting("fault").containsExactly(RowFault.ERASED);
    }

    @ParameterizedTest
    @CsvSource({
        "grade, ２年, 2",
        "grade, 3年生, 3",
        "grade, 第４学年, 4",
        "grade, 一年次, 1",
        "grade, 2nd year, 2",
        "final_grade, 6年, 6",
        "age, ２０歳, 20",
        "kind, 学部生, student",
        "kind, 教職員, staff",
        "kind, 教 員, staff",
        "kind, Staff, staff",
        "student_number, ２０２６ａ－１, 2026a-1",
        "email, ｔａｒｏ＠example.ac.jp, taro@example.ac.jp",
        "name, ' 山田　太郎 ', 山田　太郎"
    })
    void valuesAreReadAsOfficesWriteThem(String field, String text, String value) {
        assertThat(kind.normal(field, text)).isEqualTo(new Parsed.Valid<>(value));
    }

    @ParameterizedTest
    @CsvSource({"grade, M1", "grade, 2.5", "grade, 0年", "age, 200歳", "kind, 卒業生", "email, 山田"})
    void whatCannotBeReadIsToldSo(String field, String text) {
        assertThat(kind.normal(field, text)).isInstanceOf(Parsed.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'氏名,フリガナ,学籍番号,学年,学部,年齢,メールアドレス,区分'," + " 'name,name_kana,student_number,grade,major,age,email,kind'",
        "'No.,名前（漢字）,名前（ｶﾅ）,学生番号,学年次,学科・専攻,Ｅメール,身分'," + " '-,name,name_kana,student_number,-,major,email,kind'",
        "'Student No.,Full name,Kana,Grade,Department,E-mail,Age',"
                + " 'student_number,name,name_kana,grade,major,email,age'"
    })
    void columnsAreKnownByTheirHeadings(String headings, String fields) {
        var known = kind.columnFields().stream()
                .map(field -> new TableField(field.name(), field.headings()))
                .toList();
        var file = headings + "\n" + "x,".repeat(headings.split(",").length - 1) + "x\n";

        var reading = new TableReader(known).read(file.getBytes(StandardCharsets.UTF_8));

        assertThat(((TableReading.Read) reading).table().columns())
                .extracting(column -> column.field().orElse("-"))
                .containsExactly(fields.split(","));
    }
}
