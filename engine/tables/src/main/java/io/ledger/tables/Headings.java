package io.ledger.tables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The headings of a table: which field each is for, and which row has them. */
final class Headings {

    private static final Pattern REMARK = Pattern.compile("[(\\[【〔<〈《].*?[)\\]】〕>〉》]");
    private static final Pattern INDIFFERENT = Pattern.compile("[\\s\\p{Z}_\\-.:*※・/'\"]|\\p{Cf}");
    private static final Pattern NUMBER = Pattern.compile("[\\d.,:/\\-+%\\s]*\\d[\\d.,:/\\-+%\\s]*\\D{0,2}");

    /** Returns a heading without what makes no difference. */
    static String plain(String heading) {
        return withoutIndifferent(CellText.plain(heading));
    }

    /** The same, without remarks in brackets such as units; a heading that is nothing else stays. */
    static String bare(String heading) {
        String rest = withoutIndifferent(REMARK.matcher(CellText.plain(heading)).replaceAll(""));
        return rest.isEmpty() ? plain(heading) : rest;
    }

    private static String withoutIndifferent(String text) {
        return INDIFFERENT.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /**
     * Returns the field that each heading is known for, by the heading's index. A field is found once: first under a heading
     * that is exactly one of its own, then under one with a remark besides.
     */
    static Map<Integer, String> known(List<String> headings, List<TableField> fields) {
        var found = new HashMap<Integer, String>();
        var taken = new HashSet<String>();
        for (boolean isBare : new boolean[] {false, true}) {
            List<String> texts = headings.stream()
                    .map(heading -> heading.length() > TableLimits.QUOTED_CHARACTERS * 2
                            ? ""
                            : isBare ? bare(heading) : plain(heading))
                    .toList();
            for (TableField field : fields) {
                if (!taken.contains(field.name())) {
                    find(field, texts, isBare, found, taken);
                }
            }
        }
        return found;
    }

    private static void find(
            TableField field, List<String> texts, boolean isBare, Map<Integer, String> found, Set<String> taken) {
        for (String name : field.headings()) {
            String wanted = isBare ? bare(name) : plain(name);
            for (int index = 0; index < texts.size(); index++) {
                if (texts.get(index).equals(wanted) && !wanted.isEmpty() && !found.containsKey(index)) {
                    found.put(index, field.name());
                    taken.add(field.name());
                    return;
                }
            }
        }
    }

    /**
     * Returns the place of the row with the headings among the rows, or -1 if there is none: the one of the first rows under
     * which most fields are known; without any, the first that looks like headings.
     */
    static int row(List<TableRow> rows, List<TableField> fields) {
        int looked = Math.min(rows.size(), TableLimits.HEADING_ROWS);
        int best = -1;
        int most = 0;
        for (int at = 0; at < looked && rows.get(at).number() <= TableLimits.HEADING_ROWS; at++) {
            int count = known(rows.get(at).cells(), fields).size();
            if (count > most) {
                most = count;
                best = at;
            }
        }
        return best >= 0 ? best : firstThatLooksSo(rows.subList(0, looked));
    }

    /** Headings are as many as the rows below have cells, are all different, and are no numbers. */
    private static int firstThatLooksSo(List<TableRow> rows) {
        int width = rows.stream().mapToInt(row -> row.filled().size()).max().orElse(0);
        for (int at = 0; at < rows.size(); at++) {
            TableRow row = rows.get(at);
            List<String> texts =
                    row.filled().stream().map(row::cell).map(Headings::plain).toList();
            boolean isFull = texts.size() * 2 > width;
            if (isFull
                    && new HashSet<>(texts).size() == texts.size()
                    && texts.stream().noneMatch(Headings::isNumber)) {
                return at;
            }
        }
        return -1;
    }

    static boolean isNumber(String text) {
        return text.length() <= TableLimits.NUMBER_CHARACTERS
                && NUMBER.matcher(CellText.plain(text)).matches();
    }

    private Headings() {}
}
