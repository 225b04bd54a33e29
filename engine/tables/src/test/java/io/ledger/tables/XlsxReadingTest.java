package io.ledger.tables;

import static io.ledger.tables.TableFiles.columns;
import static io.ledger.tables.TableFiles.read;
import static io.ledger.tables.TableFiles.refused;
import static io.ledger.tables.TableFiles.relations;
import static io.ledger.tables.TableFiles.rows;
import static io.ledger.tables.TableFiles.sheet;
import static io.ledger.tables.TableFiles.workbook;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads workbooks as Excel and others write them. */
class XlsxReadingTest {

    private static final String HEADINGS = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>団体名</t></is></c>"
            + "<c r=\"B1\" t=\"inlineStr\"><is><t>定員</t></is></c></row>";

    @Test
    void aWorkbookWithTitlesIsRead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "Test", "1.0")) {
            workbook.newWorksheet("表紙").setVisibilityState(org.dhatim.fastexcel.VisibilityState.HIDDEN);
            workbook.newWorksheet("空");
            Worksheet sheet = workbook.newWorksheet("一覧");
            sheet.value(0, 0, "令和8年度 学生団体一覧");
            sheet.range(0, 0, 0, 3).merge();
            sheet.value(1, 0, "作成日");
            sheet.value(1, 1, LocalDate.of(2026, 4, 1));
            sheet.style(1, 1).format("yyyy/m/d").set();
            sheet.value(3, 0, "団体名");
            sheet.value(3, 1, "定員（人）");
            sheet.value(3, 2, "設立");
            sheet.value(4, 0, "テニス部");
            sheet.value(4, 1, 20);
            sheet.value(4, 2, LocalDate.of(1988, 4, 8));
            sheet.style(4, 2).format("yyyy\"年\"m\"月\"d\"日\"").set();
            sheet.value(6, 0, "書道会");
            sheet.value(6, 1, 20.0);
            sheet.value(6, 3, LocalDateTime.of(2026, 4, 1, 12, 30));
            sheet.style(6, 3).format("yyyy/mm/dd hh:mm").set();
            sheet.value(7, 0, "合計");
            sheet.value(7, 1, 40);
        }
        Table table = read(bytes.toByteArray());

        assertThat(table.origin()).isEqualTo(new TableOrigin.ExcelFile("一覧", List.of("表紙", "空", "一覧")));
        assertThat(table.headingRow()).isEqualTo(4);
        assertThat(columns(table)).containsExactly("団体名=group_name", "定員（人）=capacity", "設立=-", "=-");
        assertThat(rows(table)).containsExactly("5: テニス部|20|1988-04-08", "7: 書道会|20||2026-04-01T12:30:00");
        assertThat(table.leftOut()).extracting(LeftOutRow::number).containsExactly(8);
    }

    @Test
    void aSheetIsReadByItsName() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "Test", "1.0")) {
            workbook.newWorksheet("一").value(0, 0, "団体名");
            workbook.newWorksheet("二").value(0, 0, "定員");
        }
        var reader = new TableReader(TableFiles.FIELDS);

        assertThat(reader.read(bytes.toByteArray(), Optional.of("二")))
                .isInstanceOfSatisfying(
                        TableReading.Read.class,
                        read -> assertThat(columns(read.table())).containsExactly("定員=capacity"));
        assertThat(reader.read(bytes.toByteArray(), Optional.of("三")))
                .isEqualTo(new TableReading.UnreadableTable(
                        TableFault.NO_SUCH_SHEET, "The workbook has no such sheet. Choose one of: 一, 二."));
    }

    @ParameterizedTest
    @CsvSource({
        "20,20",
        "20.0,20",
        "1.0E7,10000000",
        "1E-2,0.01",
        "0.30000000000000004,0.3",
        "12345678901234567890,12345678901234600000",
        "-5,-5",
        "0,0",
        "1E+400,1E+400",
        "1E999999999,1E999999999",
        "x,x"
    })
    void numbersAreWrittenAsPeopleWriteThem(String raw, String text) {
        assertThat(rows(read(workbook(HEADINGS + row("<c r=\"B2\"><v>" + raw + "</v></c>")))))
                .containsExactly("2: |" + text);
    }

    @Test
    void cellsOfEachTypeAreRead() {
        byte[] file = workbook(
                Map.of(
                        "xl/sharedStrings.xml",
                        "<sst><si><t>団体名</t></si><si><r><t xml:space=\"preserve\">太 </t></r><r><rPr><b/></rPr><t>字</t></r>"
                                + "<rPh sb=\"0\" eb=\"1\"><t>フト</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>",
                        "xl/worksheets/sheet1.xml",
                        sheet(
                                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"str\"><f>\"定\"&amp;\"員\"</f><v>定員</v></c></row>"
                                        + row(
                                                "<c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\"><f>10*2</f><v>20</v></c><c r=\"C2\" t=\"b\"><v>1</v></c>"
                                                        + "<c r=\"D2\" t=\"e\"><v>#N/A</v></c><c r=\"E2\" t=\"d\"><v>2026-04-01T00:00:00Z</v></c>"
                                                        + "<c r=\"F2\" s=\"9\"/><c r=\"G2\" t=\"str\"><f>A1</f><v></v></c><c r=\"H2\" t=\"s\"><v>2</v></c>"))));

        assertThat(rows(read(file))).containsExactly("2: 太 字|20|TRUE|#N/A|2026-04-01|||a\rb_x0041_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "yyyy-mm-dd^46113^2026-04-01",
                "[$-411]ggge\"年\"m\"月\"d\"日\"^46113^2026-04-01",
                "m月d日^46113^2026-04-01",
                "mmm^46113^2026-04-01",
                "aaa^46113^2026-04-01",
                "yyyy-mm-dd hh:mm^46113.5^2026-04-01T12:00:00",
                "[h]:mm^0.75^18:00:00",
                "[h]:mm^1.5^1900-01-01T12:00:00",
                "h:mm AM/PM^0.999999999^23:59:59",
                "General^46113^46113",
                "G/標準^46113^46113",
                "#,##0\"日\"^46113^46113",
                "0.00E+00^46113^46113",
                "[Red]0^46113^46113",
                "000000^46^000046",
                "0000^46113.5^46113.5",
                "yyyy-mm-dd^-1^-1",
                "yyyy-mm-dd^1^1900-01-01",
                "yyyy-mm-dd^59^1900-02-28",
                "yyyy-mm-dd^61^1900-03-01",
                "yyyy-mm-dd^2958465^9999-12-31",
                "yyyy-mm-dd^2958466^2958466",
                "yyyy-mm-dd^99999999999^99999999999"
            })
    void formatsSayWhichNumbersAreDates(String format, String raw, String text) {
        assertThat(CellNumber.text(raw, CellFormats.of(format), false)).isEqualTo(text);
    }

    @Test
    void workbooksOfOldMacsCountDaysFrom1904() {
        byte[] file = workbook(Map.of(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr date1904=\"1\"/>"
                        + "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                "xl/styles.xml",
                "<styleSheet><cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
                "xl/worksheets/sheet1.xml",
                sheet(HEADINGS + row("<c r=\"A2\" s=\"1\"><v>44651</v></c>"))));

        assertThat(rows(read(file))).containsExactly("2: 2026-04-01");
    }

    @Test
    void rowsAndCellsWithoutPlacesFollowEachOther() {
        assertThat(rows(read(workbook("<row><c t=\"inlineStr\"><is><t>団体名</t></is></c></row><row/>"
                        + "<row><c t=\"inlineStr\"><is><t>A</t></is></c><c><v>20</v></c></row>"))))
                .containsExactly("3: A|20");
    }

    @Test
    void emptyCellsThatAreFormattedFarToTheRightAreNoColumns() {
        assertThat(columns(read(workbook(
                        HEADINGS + row("<c r=\"A2\" t=\"inlineStr\"><is><t>A</t></is></c><c r=\"XFD2\" s=\"1\"/>")))))
                .hasSize(2);
    }

    /** Some programs write no value at all, others an empty one. */
    @ParameterizedTest
    @ValueSource(strings = {"<f>10*2</f>", "<f>10*2</f><v/>", "<f>10*2</f><v></v>"})
    void aFormulaWithoutItsValueIsToldWithItsPlace(String cell) {
        TableReading.UnreadableTable refused = refused(workbook(HEADINGS + row("<c r=\"B2\">" + cell + "</c>")));

        assertThat(refused.fault()).isEqualTo(TableFault.FORMULA_WITHOUT_VALUE);
        assertThat(refused.detail()).contains("Cell B2").contains("Open the workbook in Excel, save it");
    }

    @Test
    void partsAreFoundByTheirRelationsAndNotByTheirNames() {
        var parts = new java.util.LinkedHashMap<String, String>();
        parts.put("_rels/.rels", relations("a", "officeDocument", "/book/w.xml"));
        parts.put("book/_rels/w.xml.rels", relations("x", "worksheet", "s.xml"));
        parts.put(
                "book/w.xml",
                "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\">"
                        + "<x:sheets><x:sheet name=\"S\" sheetId=\"1\" r:id=\"x\"/></x:sheets></x:workbook>");
        parts.put("book/s.xml", sheet(HEADINGS + row("<c r=\"B2\"><v>20</v></c>")));

        assertThat(rows(read(TableFiles.zip(parts)))).containsExactly("2: |20");
    }

    private static String row(String cells) {
        return "<row r=\"2\">" + cells + "</row>";
    }
}
