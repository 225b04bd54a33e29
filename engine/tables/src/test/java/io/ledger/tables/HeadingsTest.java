package io.ledger.tables;

import static io.ledger.tables.TableFiles.columns;
import static io.ledger.tables.TableFiles.read;
import static io.ledger.tables.TableFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds headings, fields and totals. */
class HeadingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "団体名/定員",
                "団体　名/定 員",
                "サークル　名/定員（人）",
                "ｻｰｸﾙ名/定員(名)",
                "※団体名/定員 [人]",
                "団体名（必須）/定員【人】",
                "Club Name/Capacity",
                "CLUB_NAME/capacity*",
                "group_name/ＣＡＰＡＣＩＴＹ",
                "Group-Name:/capacity (max.)"
            })
    void headingsAreKnownHoweverTheyAreWritten(String name, String capacity) {
        assertThat(columns(read("%s,%s\nA,20\n".formatted(name, capacity))))
                .containsExactly(name + "=group_name", capacity + "=capacity");
    }

    @Test
    void aHeadingWithoutARemarkIsPreferred() {
        assertThat(columns(read("団体名,定員（昨年）,定員\nA,10,20\n")))
                .containsExactly("団体名=group_name", "定員（昨年）=-", "定員=capacity");
    }

    @Test
    void titlesAboveTheHeadingsAreLeftOut() {
        Table table = read("令和8年度 学生団体一覧,,\n作成日,2026/4/1,\n,,\nNo,団体名,定員\n1,テニス部,20\n");

        assertThat(table.headingRow()).isEqualTo(4);
        assertThat(rows(table)).containsExactly("5: 1|テニス部|20");
        assertThat(columns(table)).containsExactly("No=-", "団体名=group_name", "定員=capacity");
    }

    @Test
    void headingsAreNotLookedForBelowTheTwentiethRow() {
        assertThat(read("x,y\n" + "1,2\n".repeat(18) + "団体名,定員\nA,20\n").headingRow())
                .isEqualTo(20);
        assertThat(read("x,y\n" + "1,2\n".repeat(19) + "団体名,定員\nA,20\n").headingRow())
                .isEqualTo(1);
        assertThat(read("x,y\n" + "\n".repeat(19) + "団体名,定員\nA,20\n").headingRow())
                .isEqualTo(1);
    }

    @Test
    void withoutAKnownHeadingTheFirstRowThatLooksLikeOneIsIt() {
        Table table = read("一覧表\n\n名前,上限\nA,20\nB,30\n");

        assertThat(table.headingRow()).isEqualTo(3);
        assertThat(columns(table)).containsExactly("名前=-", "上限=-");
    }

    @Test
    void aTableWithoutHeadingsLosesNoRow() {
        Table table = read("テニス部,20\n茶道部,30\n");

        assertThat(table.headingRow()).isZero();
        assertThat(columns(table)).containsExactly("A=-", "B=-");
        assertThat(rows(table)).containsExactly("1: テニス部|20", "2: 茶道部|30");
    }

    @Test
    void aColumnWhoseValuesHaveAnotherShapeIsNotTakenForTheField() {
        String id = "019a0000-0000-7000-8000-000000000001";

        assertThat(columns(read("ID,団体名,定員\n1,A,20\n2,B,30\n"))).first().isEqualTo("ID=-");
        assertThat(columns(read("ID,団体名,定員\n,A,20\n" + id + ",B,30\n"))).first().isEqualTo("ID=group_id");
    }

    @Test
    void columnsAreTakenForOtherFieldsWhenSomebodySaysSo() {
        Table table = read("名前,上限,団体名\nA,20,x\n").withFields(Map.of(0, "group_name", 1, "capacity"));

        assertThat(table.values(table.rows().getFirst())).isEqualTo(Map.of("group_name", "A", "capacity", "20"));
        assertThat(table.column("group_name")).map(TableColumn::index).contains(0);
        assertThat(table.column("group_id")).isEmpty();
    }

    @Test
    void totalsAndRemarksAreLeftOutAndTold() {
        Table table = read("団体名,定員\n文化系,\nA,20\n小計,20\nB,30\n計,50\n合計：２団体,\n※定員は4月現在\n以上\n");

        assertThat(rows(table)).containsExactly("2: 文化系", "3: A|20", "5: B|30");
        assertThat(table.leftOut())
                .extracting(row -> row.number() + " " + row.kind() + " " + row.text())
                .containsExactly("4 TOTAL 小計", "6 TOTAL 計", "7 TOTAL 合計：２団体", "8 REMARK ※定員は4月現在", "9 REMARK 以上");
    }

    @Test
    void whoIsOnlyCalledLikeATotalIsNoTotal() {
        assertThat(rows(read("団体名,定員\nTotal,20\nA,30\n"))).containsExactly("2: Total|20", "3: A|30");
        assertThat(rows(read("団体名,定員,代表\n合計,20,山田\n"))).containsExactly("2: 合計|20|山田");
        assertThat(rows(read("ID,団体名,定員\n019a0000-0000-7000-8000-000000000001,合計,20\n")))
                .hasSize(1);
    }

    @Test
    void headingsThatComeAgainOnEachPageAreLeftOut() {
        Table table = read("団体名,定員\nA,20\n団体名,定員\nB,30\n");

        assertThat(rows(table)).containsExactly("2: A|20", "4: B|30");
        assertThat(table.leftOut()).extracting(LeftOutRow::kind).containsExactly(LeftOutRow.LeftOutKind.HEADINGS_AGAIN);
    }
}
