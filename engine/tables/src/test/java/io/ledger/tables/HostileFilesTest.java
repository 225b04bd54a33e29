package io.ledger.tables;

import static io.ledger.tables.TableFiles.csv;
import static io.ledger.tables.TableFiles.refused;
import static io.ledger.tables.TableFiles.sheet;
import static io.ledger.tables.TableFiles.workbook;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made to harm, that are damaged, or that are something else: each is refused, in time and in memory. */
@Timeout(60)
class HostileFilesTest {

    private static final int LARGEST = TableLimits.FILE_BYTES;
    private static final String CELL = "<c r=\"A1\" t=\"inlineStr\"><is><t>団体名</t></is></c>";

    @Test
    void anArchiveThatUnpacksToFarMoreIsRefused() throws IOException {
        for (String part : new String[] {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}) {
            byte[] file = bomb(part);
            assertThat(file.length).isLessThan(LARGEST);
            assertThat(refused(file).fault()).as(part).isEqualTo(TableFault.TOO_LARGE);
        }
    }

    /** A workbook one of whose parts has more blanks than are unpacked. */
    private static byte[] bomb(String bombed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] whole = workbook("<row r=\"1\">" + CELL + "</row>");
        try (var zip = new ZipOutputStream(bytes);
                var from = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(whole))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                if (!entry.getName().equals(bombed)) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    from.transferTo(zip);
                }
            }
            zip.putNextEntry(new ZipEntry(bombed));
            zip.write("<a>".getBytes(StandardCharsets.UTF_8));
            zip.setLevel(1);
            byte[] blanks = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 130; i++) {
                zip.write(blanks);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aWorkbookThatIsCutOffIsRefusedWhereverItIsCut() {
        byte[] whole = workbook("<row r=\"1\">" + CELL + "</row>");

        for (int length = 4; length < whole.length; length += 7) {
            assertThat(refused(Arrays.copyOf(whole, length)).fault()).isEqualTo(TableFault.BROKEN);
        }
    }

    /** Whatever is changed in a workbook, it is read or refused: nothing else happens. */
    @Test
    void aWorkbookWithDamagedBytesIsReadOrRefused() {
        byte[] whole = workbook("<row r=\"1\">" + CELL + "</row><row r=\"2\"><c r=\"A2\"><v>20</v></c></row>");
        var random = new Random(7);
        var reader = new TableReader(TableFiles.FIELDS);
        byte[] stored = TableFiles.stored(whole);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = round % 2 == 0 ? whole.clone() : stored.clone();
            for (int i = 0; i <= round % 5; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(reader.read(damaged)).isNotNull();
        }
    }

    @Test
    void damageInsideAPartIsFoundByItsChecksum() {
        byte[] damaged = TableFiles.stored(
                workbook("<row r=\"1\">" + CELL + "</row><row r=\"2\"><c r=\"A2\"><v>20</v></c></row>"));
        int at = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("<v>20</v>");
        assertThat(TableFiles.rows(TableFiles.read(damaged))).containsExactly("2: 20");
        damaged[at + 3] = '9';

        assertThat(refused(damaged).fault()).isEqualTo(TableFault.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/x.dtd\">",
                "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;&b;\">]>"
            })
    void documentTypesAndEntitiesAreRefused(String type) {
        String text = type + sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&x;</t></is></c></row>");

        assertThat(refused(workbook(Map.of("xl/worksheets/sheet1.xml", text))).fault())
                .isEqualTo(TableFault.BROKEN);
        assertThat(refused(workbook(
                                Map.of("xl/worksheets/sheet1.xml", type + sheet("<row r=\"1\">" + CELL + "</row>"))))
                        .fault())
                .isEqualTo(TableFault.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<row r=\"1\"><c r=\"ZZZZZZZZ1\"><v>1</v></c></row>",
                "<row r=\"1\"><c r=\"1\"><v>1</v></c></row>",
                "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
                "<row r=\"2147483647\"><c r=\"A1\"><v>1</v></c></row>",
                "<row r=\"0\"><c r=\"A1\"><v>1</v></c></row>",
                "<row r=\"-1\"/>",
                "<row r=\"x\"/>",
                "<row r=\"2\"/><row r=\"2\"/>",
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2147483647</v></c></row>",
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>",
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>x</v></c></row>",
                "<row r=\"1\"><c r=\"A1\"><v>1</v></row>"
            })
    void placesAndNumbersThatCannotBeAreRefused(String rows) {
        assertThat(refused(workbook(rows)).fault()).isEqualTo(TableFault.BROKEN);
    }

    @Test
    void elementsWithinEachOtherAreReadOrRefused() {
        String deep = "<r>".repeat(20_000) + "</r>".repeat(20_000);

        assertThat(refused(workbook("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>" + deep + "</is></c></row>"))
                        .fault())
                .isIn(TableFault.BROKEN, TableFault.EMPTY);
        assertThat(refused(workbook("<row r=\"1\">" + deep + "</row>")).fault())
                .isIn(TableFault.BROKEN, TableFault.EMPTY);
    }

    @Test
    void aMillionQuotationMarksAreRefusedInTime() {
        byte[] marks = new byte[LARGEST];
        Arrays.fill(marks, (byte) '"');

        assertThat(refused(marks).fault()).isIn(TableFault.TOO_LARGE, TableFault.QUOTATION_MARK);
        marks[LARGEST - 1] = 'x';
        assertThat(refused(marks).fault()).isIn(TableFault.TOO_LARGE, TableFault.QUOTATION_MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ",", "\"\",", "\n\"", "；", "\t;,|", ",\n", "'='-"})
    void tenMebibytesOfTheSameAreRefusedInTime(String piece) {
        byte[] bytes = csv(piece);
        var file = new ByteArrayOutputStream(LARGEST);
        while (file.size() + bytes.length <= LARGEST) {
            file.writeBytes(bytes);
        }
        long begin = System.nanoTime();

        assertThat(refused(file.toByteArray()).fault())
                .isIn(TableFault.TOO_LARGE, TableFault.QUOTATION_MARK, TableFault.EMPTY);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aFileThatIsTooLargeIsRefusedUnread() {
        assertThat(refused(new byte[LARGEST + 1]))
                .isEqualTo(new TableReading.UnreadableTable(
                        TableFault.TOO_LARGE,
                        "The file has more than 10 MiB. Split it into several files, or leave columns out."));
    }

    @Test
    void moreRowsAndColumnsThanAreReadAreRefused() {
        assertThat(TableFiles.read("団体一覧\n団体名\n" + "a\n".repeat(TableLimits.ROWS))
                        .rows())
                .hasSize(TableLimits.ROWS);
        for (var rows : List.of(TableLimits.ROWS + 1, TableLimits.ROWS + 1_000)) {
            assertThat(refused(csv("団体名\n" + "a\n".repeat(rows))).detail())
                    .isEqualTo("The table has more than 100000 rows. Split it into several files.");
        }
        assertThat(refused(csv("団体名" + ",a".repeat(TableLimits.COLUMNS))).detail())
                .contains("Row 1 has more than 256 columns");
        assertThat(refused(csv("団体名\n" + "a".repeat(TableLimits.CELL_CHARACTERS + 1)))
                        .detail())
                .contains("Cell A2 has more than 32767 characters");
    }

    @Test
    void whatIsSharedByAMillionCellsIsBounded() {
        var rows = new StringBuilder("<row r=\"1\">" + CELL + "</row>");
        for (int row = 2; row < 1_000; row++) {
            rows.append("<row r=\"%d\"><c r=\"A%d\" t=\"s\"><v>0</v></c></row>".formatted(row, row));
        }
        byte[] file = workbook(Map.of(
                "xl/sharedStrings.xml",
                "<sst><si><t>" + "a".repeat(30_000) + "</t></si></sst>",
                "xl/worksheets/sheet1.xml",
                sheet(rows.toString())));

        assertThat(refused(file).detail()).contains("more than 16777216 characters");
    }
}
