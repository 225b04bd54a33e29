package io.ledger.tables;

import static io.ledger.tables.TableFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes tables that offices open, and that are read as they were. */
class TableWritersTest {

    private static final List<String> HEADINGS = List.of("団体名", "定員", "設立", "更新", "備考");

    /** A kind of file. */
    enum FileForm {
        CSV,
        XLSX;

        TableWriter writer() {
            return switch (this) {
                case CSV -> new CsvTableWriter();
                case XLSX -> new XlsxTableWriter("団体");
            };
        }

        byte[] written(List<String> headings, List<List<TableCell>> rows) throws IOException {
            var out = new ByteArrayOutputStream();
            writer().write(out, headings, rows.iterator());
            return out.toByteArray();
        }
    }

    private static List<TableCell> row(String text, long number) {
        return List.of(
                new TableCell.TextCell(text),
                new TableCell.NumberCell(number),
                new TableCell.DateCell(LocalDate.of(2026, 4, 1)),
                new TableCell.TimeCell(LocalDateTime.of(2026, 4, 1, 9, 30)),
                new TableCell.EmptyCell());
    }

    @Test
    void csvIsWrittenAsExcelOpensIt() throws IOException {
        byte[] file = FileForm.CSV.written(HEADINGS, List.of(row("=SUM(A1)", -5), row("a \"b\", c\nd", 1200)));

        assertThat(new String(file, StandardCharsets.UTF_8))
                .isEqualTo(String.join(
                        "\r\n",
                        "\uFEFF団体名,定員,設立,更新,備考",
                        "'=SUM(A1),-5,2026-04-01,2026-04-01T09:30:00,",
                        "\"a \"\"b\"\", c\nd\",1200,2026-04-01,2026-04-01T09:30:00,",
                        ""));
    }

    /** What another reader than ours finds in the workbook. */
    @Test
    void workbooksHaveTypedCellsAndNoFormulas() throws IOException {
        byte[] file = FileForm.XLSX.written(HEADINGS, List.of(row("=SUM(A1)", 20)));

        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            List<Row> rows = workbook.getFirstSheet().read();
            assertThat(workbook.getFirstSheet().getName()).isEqualTo("団体");
            assertThat(rows.get(0).getCellText(0)).isEqualTo("団体名");
            assertThat(rows.get(1).getCell(0).getType()).isEqualTo(CellType.STRING);
            assertThat(rows.get(1).getCell(0).asString()).isEqualTo("=SUM(A1)");
            assertThat(rows.get(1).getCell(1).asNumber()).isEqualTo("20");
            assertThat(rows.get(1).getCellAsDate(2)).contains(LocalDateTime.of(2026, 4, 1, 0, 0));
            assertThat(rows.get(1).getCellAsDate(3)).contains(LocalDateTime.of(2026, 4, 1, 9, 30));
            assertThat(rows.get(1).hasCell(4)).isFalse();
        }
        try (var in = new ZipParts(file).open("xl/worksheets/sheet1.xml")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("<f>")
                    .contains("state=\"frozen\"", "<col ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAsItWas(FileForm form) throws IOException {
        Table table = read(form.written(HEADINGS, List.of(row("テニス部", 20))));

        assertThat(table.headingRow()).isEqualTo(1);
        assertThat(table.column("group_name")).map(TableColumn::index).contains(0);
        assertThat(TableFiles.rows(table)).containsExactly("2: テニス部|20|2026-04-01|2026-04-01T09:30:00");
    }

    /** Texts of everything that spreadsheets do something with. */
    @ParameterizedTest
    @EnumSource
    void everyTextIsReadAsItWas(FileForm form) throws IOException {
        List<String> pieces = List.of(
                "=",
                "+",
                "-",
                "@",
                "'",
                "''",
                "\"",
                ",",
                ";",
                "\t",
                "\n",
                "\r\n",
                " ",
                "　",
                "＝",
                "－",
                "~",
                "～",
                "①",
                "㈱",
                "髙",
                "𠮷",
                "👨‍👩‍👧",
                "é",
                "e\u0301",
                "が",
                "か\u3099",
                "<",
                "&",
                "]]>",
                "_x000D_",
                "_x0041_",
                "_x005F_",
                "&amp;",
                "0",
                "12",
                "1,200",
                "TRUE",
                "#N/A",
                "名",
                "部",
                "\uFFFD",
                "\u00A0",
                "sep=");
        var random = new Random(20260401);
        var rows = new ArrayList<List<TableCell>>();
        for (int row = 0; row < 3_000; row++) {
            var text = new StringBuilder();
            random.ints(1 + random.nextInt(6), 0, pieces.size()).forEach(at -> text.append(pieces.get(at)));
            // The last cell keeps rows of blanks, and of one text alone, from being left out.
            rows.add(List.of(
                    new TableCell.TextCell(text.toString()),
                    new TableCell.NumberCell(row),
                    new TableCell.TextCell("x")));
        }
        Table table = read(form.written(List.of("団体名", "定員", "備考"), rows));

        assertThat(table.rows()).hasSize(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertThat(table.rows().get(row).number()).isEqualTo(row + 2);
            assertThat(new TableCell.TextCell(table.rows().get(row).cell(0)))
                    .as("row %d", row + 2)
                    .isEqualTo(rows.get(row).getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyTableHasItsHeadings(FileForm form) throws IOException {
        Table table = read(form.written(HEADINGS, List.of()));

        assertThat(table.columns()).hasSize(5);
        assertThat(table.rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theStreamOfTheCallerIsNotClosed(FileForm form) throws IOException {
        var out = new ByteArrayOutputStream() {
            private boolean isClosed;

            @Override
            public void close() {
                isClosed = true;
            }
        };
        form.writer().write(out, HEADINGS, List.<List<TableCell>>of().iterator());

        assertThat(out.isClosed).isFalse();
    }

    /** Says how long fifty thousand rows take; it asserts no time. */
    @ParameterizedTest
    @EnumSource
    void fiftyThousandRowsAreWrittenAndRead(FileForm form) throws IOException {
        var rows = new ArrayList<List<TableCell>>();
        for (int row = 0; row < 50_000; row++) {
            rows.add(List.of(
                    new TableCell.TextCell("019a0000-0000-7000-8000-%012d".formatted(row)),
                    new TableCell.TextCell("学生団体" + row),
                    new TableCell.NumberCell(3 + row % 100),
                    new TableCell.NumberCell(1)));
        }
        List<String> headings = List.of("ID", "団体名", "定員", "版");
        for (int round = 0; round < 2; round++) {
            long begin = System.nanoTime();
            byte[] file = form.written(headings, rows);
            long written = System.nanoTime();
            Table table = read(file);
            long end = System.nanoTime();
            assertThat(table.rows()).hasSize(rows.size());
            System.out.printf(
                    "%s: 50000 rows, %d KiB, written in %d ms, read in %d ms%n",
                    form, file.length / 1024, (written - begin) / 1_000_000, (end - written) / 1_000_000);
        }
    }
}
