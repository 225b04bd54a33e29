package io.ledger.tables;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the cells of a text.
 *
 * <p>A first line {@code sep=;} says so; spreadsheets do not show that line, and it is not counted. Otherwise each of four
 * signs is tried on the whole text, outside of quotation marks. The one under which most headings are known wins, then the one
 * that cuts most rows into the same number of cells, then the one that makes more cells: names have commas in them as well.
 *
 * @param sign the delimiter
 * @param from where the first row begins in the text
 */
record Delimiter(char sign, int from) {

    private static final Pattern TOLD =
            Pattern.compile("\\A\"?sep=([^\"\\r\\n])\"?(\\r\\n|\\r|\\n|\\z)", Pattern.CASE_INSENSITIVE);

    private static final char[] SIGNS = {',', ';', '\t', '|'};

    /** Rows of more cells are all the same to the guess. */
    private static final int WIDTHS = 1024;

    /** How well a sign cuts the text into cells. */
    private record Cut(char sign, long headings, double regularity, int width) {}

    static Delimiter of(String text, List<TableField> fields) {
        Matcher told = TOLD.matcher(text);
        if (told.find()) {
            return new Delimiter(told.group(1).charAt(0), told.end());
        }
        @Nullable Cut best = null;
        Comparator<Cut> better = Comparator.comparingLong(Cut::headings)
                .thenComparingDouble(Cut::regularity)
                .thenComparingInt(Cut::width);
        for (char sign : SIGNS) {
            Cut cut = cut(text, sign, fields);
            if (best == null || better.compare(cut, best) > 0) {
                best = cut;
            }
        }
        return new Delimiter(best == null ? ',' : best.sign, 0);
    }

    private static Cut cut(String text, char sign, List<TableField> fields) {
        int[] rowsOfWidth = new int[WIDTHS + 1];
        int rows = countWidths(text, sign, rowsOfWidth);
        int usual = 2;
        for (int width = 2; width <= WIDTHS; width++) {
            if (rowsOfWidth[width] > rowsOfWidth[usual]) {
                usual = width;
            }
        }
        if (rowsOfWidth[usual] == 0) {
            return new Cut(sign, 0, 0, 1);
        }
        String top = text.substring(0, Math.min(text.length(), TableLimits.HEADING_CHARACTERS));
        long headings = CsvRecords.first(top, sign, TableLimits.HEADING_ROWS).stream()
                .mapToLong(row -> Headings.known(row.cells(), fields).size())
                .max()
                .orElse(0);
        return new Cut(sign, headings, (double) rowsOfWidth[usual] / rows, usual);
    }

    /** Counts the rows of each number of cells, and returns how many have something. */
    private static int countWidths(String text, char sign, int[] rowsOfWidth) {
        int rows = 0;
        int width = 1;
        int cellBegin = 0;
        boolean isQuoted = false;
        boolean isBlank = true;
        for (int at = 0; at <= text.length(); at++) {
            char c = at < text.length() ? text.charAt(at) : '\n';
            if (c == '"') {
                // In a cell that begins with one, each ends a quotation or begins it again.
                isQuoted = text.charAt(cellBegin) == '"' && !isQuoted;
                isBlank = false;
            } else if (isQuoted && at < text.length()) {
                isBlank = false;
            } else if (c == sign) {
                width++;
                cellBegin = at + 1;
            } else if (c == '\n' || c == '\r') {
                if (!isBlank) {
                    rowsOfWidth[Math.min(width, WIDTHS)]++;
                    rows++;
                }
                width = 1;
                cellBegin = at + 1;
                isBlank = true;
            } else {
                isBlank = false;
            }
        }
        return rows;
    }
}
