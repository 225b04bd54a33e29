package io.ledger.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the rows of a file are: headings, data, and what stands below data and is none. */
final class TableParts {

    /** Who is called so is no row of data, wherever it stands. */
    private static final Set<String> SUMS = Set.of("合計", "小計", "総計", "総合計", "累計", "subtotal", "grandtotal");

    /** Who is called so is none below all others. */
    private static final Set<String> SUMS_AT_THE_END = Set.of("計", "total", "sum");

    private static final Pattern SUM_WITH_NUMBER = Pattern.compile("(合計|総計|総合計|total)\\d+\\D{0,4}");
    private static final Pattern REMARK = Pattern.compile("\\s*([※＊*†注].*|以上\\s*)", Pattern.DOTALL);

    /** Makes the table of the rows that a file has. */
    static Table table(TableOrigin origin, List<TableRow> rows, List<TableField> fields) {
        if (rows.isEmpty()) {
            throw new RefusedTableException(
                    TableFault.EMPTY, "The file has no rows. Choose the file that has the table in it.");
        }
        int headingAt = Headings.row(rows, fields);
        List<TableRow> below = rows.subList(headingAt + 1, rows.size());
        List<String> headings = headingAt < 0 ? List.of() : rows.get(headingAt).cells();
        Map<Integer, String> known = new HashMap<>(Headings.known(headings, fields));
        known.values().removeIf(name -> !hasShape(name, known, below, fields));

        var data = new ArrayList<TableRow>();
        var leftOut = new ArrayList<LeftOutRow>();
        for (TableRow row : below) {
            leftOut(row, headings, known, false).ifPresentOrElse(leftOut::add, () -> data.add(row));
        }
        while (!data.isEmpty()) {
            Optional<LeftOutRow> last = leftOut(data.getLast(), headings, known, true);
            if (last.isEmpty()) {
                break;
            }
            leftOut.add(last.get());
            data.removeLast();
        }
        leftOut.sort(java.util.Comparator.comparingInt(LeftOutRow::number));
        int headingRow = headingAt < 0 ? 0 : rows.get(headingAt).number();
        return new Table(origin, headingRow, columns(headings, data, known), data, leftOut);
    }

    private static boolean hasShape(
            String name, Map<Integer, String> known, List<TableRow> rows, List<TableField> fields) {
        Optional<Pattern> shape = fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .flatMap(TableField::shape);
        if (shape.isEmpty()) {
            return true;
        }
        int index = known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return rows.stream()
                .anyMatch(row -> shape.get().matcher(row.cell(index).strip()).matches());
    }

    private static List<TableColumn> columns(List<String> headings, List<TableRow> rows, Map<Integer, String> known) {
        int width = Math.max(
                headings.size(),
                rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0));
        var columns = new ArrayList<TableColumn>();
        for (int index = 0; index < width; index++) {
            String heading = index < headings.size() ? headings.get(index).strip() : "";
            columns.add(new TableColumn(
                    index,
                    heading.isEmpty() && headings.isEmpty() ? TableColumn.letters(index) : heading,
                    Optional.ofNullable(known.get(index))));
        }
        return columns;
    }

    private static Optional<LeftOutRow> leftOut(
            TableRow row, List<String> headings, Map<Integer, String> known, boolean isLast) {
        List<Integer> filled = row.filled();
        if (known.size() > 1 && row.cells().equals(headings)) {
            return Optional.of(
                    new LeftOutRow(row.number(), LeftOutRow.LeftOutKind.HEADINGS_AGAIN, row.cell(filled.getFirst())));
        }
        List<Integer> texts = filled.stream()
                .filter(index -> !Headings.isNumber(row.cell(index)))
                .toList();
        if (texts.size() != 1) {
            return Optional.empty();
        }
        String text = row.cell(texts.getFirst());
        if (isSum(text, isLast) && (filled.size() > 1 || headings.size() > 1)) {
            return Optional.of(new LeftOutRow(row.number(), LeftOutRow.LeftOutKind.TOTAL, text.strip()));
        }
        boolean isRemark = isLast
                && filled.size() == 1
                && headings.size() > 1
                && REMARK.matcher(text).matches();
        return isRemark
                ? Optional.of(new LeftOutRow(row.number(), LeftOutRow.LeftOutKind.REMARK, text.strip()))
                : Optional.empty();
    }

    private static boolean isSum(String text, boolean isLast) {
        if (text.length() > TableLimits.QUOTED_CHARACTERS) {
            return false;
        }
        String bare = Headings.bare(text);
        boolean isSumAtTheEnd =
                SUMS_AT_THE_END.contains(bare) || SUM_WITH_NUMBER.matcher(bare).matches();
        return SUMS.contains(bare) || (isLast && isSumAtTheEnd);
    }

    private TableParts() {}
}
