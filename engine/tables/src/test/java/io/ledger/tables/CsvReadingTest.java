package io.ledger.tables;

import static io.ledger.tables.TableFiles.columns;
import static io.ledger.tables.TableFiles.csv;
import static io.ledger.tables.TableFiles.read;
import static io.ledger.tables.TableFiles.refused;
import static io.ledger.tables.TableFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads CSV as spreadsheets write it. */
class CsvReadingTest {

    @Test
    void rowsAreNumberedAsExcelNumbersThem() {
        Table table = read("団体名,定員\r\n\"テニス\r\n部\",20\r\n\r\n,\r\n茶道部,10");

        assertThat(table.headingRow()).isEqualTo(1);
        assertThat(rows(table)).containsExactly("2: テニス\r\n部|20", "5: 茶道部|10");
    }

    @Test
    void aFirstLineThatNamesTheDelimiterIsNoRow() {
        Table table = read("sep=|\r\nname|capacity\r\nA,B;C|20\r\n");

        assertThat(table.headingRow()).isEqualTo(1);
        assertThat(rows(table)).containsExactly("2: A,B;C|20");
        assertThat(delimiter(table)).isEqualTo('|');
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void delimitersAreTold(String delimiter) {
        Table table = read(
                "団体名,定員,備考\n\"A,B;C|D\tE\",20,\nx,3,\n".replace(",", delimiter).replace("A" + delimiter + "B", "A,B"));

        assertThat(delimiter(table)).isEqualTo(delimiter.charAt(0));
        assertThat(table.rows()).hasSize(2);
        assertThat(table.rows().getFirst().cell(1)).isEqualTo("20");
    }

    @Test
    void commasInNamesAndNumbersDoNotHideTheDelimiter() {
        assertThat(rows(read("団体名;定員\nA, B;1,200\nC, D;1,300\n"))).containsExactly("2: A, B|1,200", "3: C, D|1,300");
        assertThat(rows(read("Gruppe\tPlätze\nA, B\t1,200\nC, D\t1,300\n")))
                .containsExactly("2: A, B|1,200", "3: C, D|1,300");
    }

    @Test
    void quotationMarksInTheMiddleOfACellDoNotHideTheDelimiter() {
        assertThat(rows(read("名前;上限\na \"\"b\"\" c;1\nd \"e;2\nf,g;3\n")))
                .containsExactly("2: a \"\"b\"\" c|1", "3: d \"e|2", "4: f,g|3");
    }

    @Test
    void titlesOfOneCellDoNotHideTheDelimiter() {
        Table table = read("令和8年度; 学生団体一覧; 確定版\n\n団体名,定員\nA;B,20\n");

        assertThat(delimiter(table)).isEqualTo(',');
        assertThat(rows(table)).containsExactly("4: A;B|20");
    }

    @Test
    void aTableOfOneColumnIsRead() {
        assertThat(rows(read("団体名\nテニス部\n茶道部\n"))).containsExactly("2: テニス部", "3: 茶道部");
    }

    @Test
    void quotationMarksAreReadAsSpreadsheetsWriteThem() {
        assertThat(rows(read("団体名,定員\n\"a \"\"b\"\", c\",20\nd \"e\" f,3\n\"\",4\n")))
                .containsExactly("2: a \"b\", c|20", "3: d \"e\" f|3", "4: |4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"団体名,定員\nA,20\n\"B,30\nC,40\n", "団体名,定員\nA,20\n\"B\"x,30\nC,40\n"})
    void aQuotationMarkThatDoesNotMatchIsToldWithItsPlace(String text) {
        TableReading.UnreadableTable refused = refused(csv(text));

        assertThat(refused.fault()).isEqualTo(TableFault.QUOTATION_MARK);
        assertThat(refused.detail()).contains("row 3 (line 3 of the file)");
    }

    @Test
    void theLineOfAQuotationMarkIsThatOfTheFileAndTheRowThatOfExcel() {
        assertThat(refused(csv("団体名,定員\n\"A\n\nB\",20\n\"C,30\n")).detail()).contains("row 3 (line 5 of the file)");
    }

    @Test
    void anApostropheThatGuardsAFormulaIsNoPartOfTheText() {
        assertThat(rows(read("団体名,定員\n'=A1,20\n''+x,3\n'普通,4\n'ＡＢ,5\n'＝計,6\n")))
                .containsExactly("2: =A1|20", "3: '+x|3", "4: '普通|4", "5: 'ＡＢ|5", "6: ＝計|6");
    }

    @Test
    void endsOfLinesOfEachSystemAreRead() {
        for (String end : new String[] {"\r\n", "\n", "\r"}) {
            assertThat(rows(read("団体名,定員" + end + "A,20" + end + "B,30" + end))).containsExactly("2: A|20", "3: B|30");
        }
    }

    @Test
    void columnsAreTheWidestRows() {
        assertThat(columns(read("団体名,定員\nA,20,x,y\n"))).containsExactly("団体名=group_name", "定員=capacity", "=-", "=-");
    }

    private static char delimiter(Table table) {
        return table.origin() instanceof TableOrigin.TextFile(String _, char delimiter) ? delimiter : '?';
    }
}
