package io.ledger.tables;

import io.ledger.core.Parsed;
import java.util.regex.Pattern;

/** Whole numbers as people write them: in either width, with commas between thousands, with the word for people after them. */
public final class WholeNumberText {

    private static final Pattern UNIT = Pattern.compile("\\s*(人|名|people|persons|members)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZERO_FRACTION = Pattern.compile("\\.0{1,2}$");
    private static final Pattern WHOLE = Pattern.compile("-?(\\d+|\\d{1,3}(,\\d{3})+)");
    private static final Pattern FRACTION = Pattern.compile("-?(\\d+|\\d{1,3}(,\\d{3})+)[.,]\\d+");
    private static final Pattern RANGE = Pattern.compile("\\d[\\d,]*\\D{0,3}[-~〜～–—―−から]+\\s*\\d[\\d,]*\\D{0,3}");
    private static final Pattern INEXACT = Pattern.compile(
            "(?i)(約|およそ|おおよそ|だいたい|ca\\.?|about|approx\\.?|~|〜).*\\d.*|.*\\d.*(程度|くらい|ぐらい|前後|以上|以下|未満|\\+)");

    /** Reads a number; the reason of an invalid one quotes it, and says what to write. */
    public static Parsed<Long> parse(String text) {
        String plain = CellText.plain(text);
        if (CellText.isBlank(plain)) {
            return new Parsed.Invalid<>("A number is missing: write a whole number, such as 20.");
        }
        if (plain.length() > TableLimits.NUMBER_CHARACTERS) {
            return invalid(text, "is no number");
        }
        String number =
                ZERO_FRACTION.matcher(UNIT.matcher(plain).replaceAll("")).replaceAll("");
        if (WHOLE.matcher(number).matches()) {
            String digits = number.replace(",", "");
            return digits.length() > TableLimits.WHOLE_NUMBER_DIGITS
                    ? invalid(text, "is too large")
                    : new Parsed.Valid<>(Long.parseLong(digits));
        }
        if (INEXACT.matcher(plain).matches()) {
            return invalid(text, "is not exact");
        }
        if (FRACTION.matcher(number).matches()) {
            return invalid(text, "is not a whole number");
        }
        return invalid(text, RANGE.matcher(plain).matches() ? "is a range" : "is no number");
    }

    private static Parsed<Long> invalid(String text, String fault) {
        return new Parsed.Invalid<>(
                "%s %s: write one whole number, such as 20.".formatted(CellText.quoted(text.strip()), fault));
    }

    private WholeNumberText() {}
}
