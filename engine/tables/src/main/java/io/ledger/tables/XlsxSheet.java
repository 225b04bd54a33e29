package io.ledger.tables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a workbook's sheet. Formulas are not computed: what is read is the value that was saved with each. */
final class XlsxSheet {

    /** Excel's last column, XFD. */
    private static final int LAST_COLUMN = 16_384;

    private final SharedTexts texts;
    private final CellFormats formats;
    private final boolean isFrom1904;

    private final RowCollector collector = new RowCollector();
    private final List<String> cells = new ArrayList<>();

    XlsxSheet(SharedTexts texts, CellFormats formats, boolean isFrom1904) {
        this.texts = texts;
        this.formats = formats;
        this.isFrom1904 = isFrom1904;
    }

    List<TableRow> rows(ZipParts parts, String name) {
        try (var xml = new XmlPart(parts, name)) {
            if (!xml.find("sheetData")) {
                return List.of();
            }
            int number = 0;
            while (xml.nextInside()) {
                if (xml.name().equals("row")) {
                    number = number(xml, number);
                    readRow(xml, number);
                    collector.add(number, cells);
                } else {
                    xml.skip();
                }
            }
            while (xml.next() != null) {} // To its end, where damage shows.
        }
        return collector.rows();
    }

    /** Returns the number of a row; one without it follows the row before it. */
    private static int number(XmlPart xml, int before) {
        String told = xml.attribute("r");
        int number = told == null ? before + 1 : parsed(told);
        if (number <= before || number > TableLimits.ROW_NUMBER) {
            throw ZipParts.broken(new IllegalArgumentException("row " + number + " after row " + before));
        }
        return number;
    }

    private static int parsed(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw ZipParts.broken(e);
        }
    }

    private void readRow(XmlPart xml, int row) {
        cells.clear();
        int column = -1;
        while (xml.nextInside()) {
            if (!xml.name().equals("c")) {
                xml.skip();
                continue;
            }
            String reference = xml.attribute("r");
            int at = reference == null ? column + 1 : column(reference);
            if (at <= column || at >= LAST_COLUMN) {
                throw ZipParts.broken(new IllegalArgumentException("column " + at + " after column " + column));
            }
            column = at;
            String text = cell(xml, row, column);
            boolean isBlank = CellText.isBlank(text);
            if (!isBlank) {
                RowCollector.check(row, column, text.length());
            }
            if (!isBlank || (!text.isEmpty() && column < TableLimits.COLUMNS)) {
                while (cells.size() < column) {
                    cells.add("");
                }
                cells.add(text);
            }
        }
    }

    /** Returns the column of a cell's reference such as {@code AB12}. */
    private static int column(String reference) {
        int column = 0;
        for (int at = 0; at < reference.length() && at < 3; at++) {
            char c = reference.charAt(at);
            if (c < 'A' || c > 'Z') {
                break;
            }
            column = column * 26 + c - 'A' + 1;
        }
        return column - 1;
    }

    private String cell(XmlPart xml, int row, int column) {
        String type = xml.attribute("t");
        String style = xml.attribute("s");
        @Nullable String value = null;
        boolean isFormula = false;
        while (xml.nextInside()) {
            switch (xml.name()) {
                case "v" -> value = xml.text();
                case "is" -> value = SharedTexts.text(xml);
                case "f" -> {
                    isFormula = true;
                    xml.skip();
                }
                default -> xml.skip();
            }
        }
        boolean hasNoValue = value == null || (value.isEmpty() && !"str".equals(type));
        if (isFormula && hasNoValue) {
            throw new RefusedTableException(
                    TableFault.FORMULA_WITHOUT_VALUE,
                    "Cell %s%d has a formula that was saved without its value. Open the workbook in Excel, save it, and"
                                    .formatted(TableColumn.letters(column), row)
                            + " choose it again.");
        }
        if (value == null) {
            return "";
        }
        return text(type == null ? "n" : type, value, style);
    }

    private String text(String type, String value, @Nullable String style) {
        return switch (type) {
            case "s" -> value.isEmpty() ? "" : texts.get(value);
            case "inlineStr" -> value;
            case "str" -> SharedTexts.unescaped(value);
            case "b" -> XlsxWorkbook.isTrue(value.strip()) ? "TRUE" : "FALSE";
            case "d" -> CellNumber.iso(value);
            case "n" -> value.isEmpty() ? "" : CellNumber.text(value, formats.get(style), isFrom1904);
            default -> value;
        };
    }
}
