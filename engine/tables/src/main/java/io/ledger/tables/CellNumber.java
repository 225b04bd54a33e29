package io.ledger.tables;

import io.ledger.tables.CellFormats.CellFormat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** The text of a number in a workbook, as somebody who sees the cell would write it. */
final class CellNumber {

    /** Excel shows no more digits. */
    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);

    private static final int LARGEST_EXPONENT = 308;
    private static final long LAST_DAY = 2_958_465;
    private static final long SECONDS_OF_DAY = 86_400;

    /** In the calendar of Excel there is a 29 February 1900; days before it are counted from one day later. */
    private static final int LEAP_DAY_THAT_WAS_NOT = 60;

    private static final LocalDate BEFORE_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate FROM_1904 = LocalDate.of(1904, 1, 1);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    static String text(String raw, CellFormat format, boolean isFrom1904) {
        String digits = raw.strip();
        if (digits.length() > TableLimits.NUMBER_CHARACTERS) {
            return digits;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(digits);
        } catch (NumberFormatException _) {
            return digits;
        }
        if (value.signum() != 0 && Math.abs((long) value.precision() - value.scale()) > LARGEST_EXPONENT) {
            return digits;
        }
        value = value.round(DIGITS);
        return switch (format.meaning()) {
            case NUMBER -> filled(plain(value), format.digits());
            case DATE -> date(value, isFrom1904);
            case TIME -> time(value, isFrom1904);
        };
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String filled(String number, int digits) {
        boolean isWhole = number.chars().allMatch(c -> c >= '0' && c <= '9');
        return isWhole && number.length() < digits ? "0".repeat(digits - number.length()) + number : number;
    }

    private static String time(BigDecimal value, boolean isFrom1904) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) >= 0) {
            return date(value, isFrom1904);
        }
        return LocalTime.ofSecondOfDay(Math.min(seconds(value), SECONDS_OF_DAY - 1))
                .format(TIME);
    }

    private static String date(BigDecimal value, boolean isFrom1904) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(LAST_DAY + 1)) >= 0) {
            return plain(value);
        }
        long days = value.longValue();
        long seconds = seconds(value.remainder(BigDecimal.ONE));
        LocalDate first = isFrom1904 ? FROM_1904 : days < LEAP_DAY_THAT_WAS_NOT ? BEFORE_1900.plusDays(1) : BEFORE_1900;
        LocalDateTime time = first.plusDays(days).atStartOfDay().plusSeconds(seconds);
        return iso(time);
    }

    private static long seconds(BigDecimal ofDay) {
        return ofDay.multiply(BigDecimal.valueOf(SECONDS_OF_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Returns a date that a workbook wrote as text, without a time that says nothing. */
    static String iso(String text) {
        try {
            return iso(LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text));
        } catch (java.time.DateTimeException _) {
            return text;
        }
    }

    static String iso(LocalDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    private CellNumber() {}
}
