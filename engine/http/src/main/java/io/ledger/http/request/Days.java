package io.ledger.http.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of parameters: RFC 3339, or a date alone, which is a day where the ledger is kept. */
public final class Days {

    private static final Pattern SHAPE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId zone;
    /** Days as they are in this zone. */
    public Days(ZoneId zone) {
        this.zone = zone;
    }

    /** A time, or the first moment of a day. */
    public Optional<Instant> first(String text) {
        return date(text).map(this::startOf).or(() -> Timestamp.parse(text));
    }

    /** A time, or the last moment of a day. */
    public Optional<Instant> last(String text) {
        return date(text).map(date -> startOf(date.plusDays(1)).minusNanos(1)).or(() -> Timestamp.parse(text));
    }

    /** The day that it is now. */
    public LocalDate today() {
        return LocalDate.now(zone);
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return SHAPE.matcher(text).matches() ? Optional.of(LocalDate.parse(text, DATE)) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Says what is wrong with a time that is none of these. */
    public String fault() {
        return "The time is neither as RFC 3339 has it nor a date; write it like 2026-04-01T09:00:00+09:00, with a Z,"
                + " or like 2026-04-01 for the whole day in " + zone;
    }
}
