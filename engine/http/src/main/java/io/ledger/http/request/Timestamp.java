package io.ledger.http.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them. */
public final class Timestamp {

    /** In a query a plus sign stands for a space, so a space before the offset is one. */
    private static final Pattern SHAPE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)"
            + "(?:\\.(\\d{1,30}))?(?:[Zz]|([+ -])([01]\\d|2[0-3]):([0-5]\\d))");

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final int LEAP_SECOND = 60;

    private Timestamp() {}

    /** In UTC, with six digits after the second. */
    public static String of(Instant time) {
        return MICROSECONDS.format(time);
    }

    /** The time, with any offset; what is finer than a nanosecond is left out. */
    public static Optional<Instant> parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return instant(match.toMatchResult());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(MatchResult match) {
        var second = number(match, 6);
        var isLeap = second == LEAP_SECOND;
        var local = LocalDateTime.of(
                number(match, 1),
                number(match, 2),
                number(match, 3),
                number(match, 4),
                number(match, 5),
                isLeap ? LEAP_SECOND - 1 : second);
        var time = local.minusSeconds(offsetSeconds(match)).toInstant(ZoneOffset.UTC);
        if (!isLeap) {
            return Optional.of(time.plusNanos(nanos(match)));
        }
        // The one second a day that some days have more; the clocks of computers skip it.
        var midnight = time.plusSeconds(1);
        return Optional.of(midnight).filter(it -> it.getEpochSecond() % 86_400 == 0);
    }

    private static int offsetSeconds(MatchResult match) {
        if (match.group(8) == null) {
            return 0;
        }
        var seconds = number(match, 9) * 3_600 + number(match, 10) * 60;
        return match.group(8).equals("-") ? -seconds : seconds;
    }

    private static int nanos(MatchResult match) {
        var fraction = match.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
