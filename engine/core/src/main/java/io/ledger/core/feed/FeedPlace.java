package io.ledger.core.feed;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Where a reader of the feed resumes: the position of the last event that it received, and a checksum of that event's
 * id.
 *
 * <p>Written as {@code 1406-0f3e9b71}: the position, and the CRC-32 of the text of the event's id in UTF-8 as eight
 * hexadecimal digits. A position alone is not checked. The start of the log is {@code 0}.
 *
 * @param check empty when the event is not to be checked
 */
public record FeedPlace(GlobalPosition position, OptionalInt check) {

    /** Before the first event. */
    public static final FeedPlace START = unchecked(GlobalPosition.START);

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,19})(?:-([0-9a-fA-F]{8}))?");

    /** The place after an event; unchecked where none stands. */
    public static FeedPlace of(LogPlace place) {
        return place.eventId().isEmpty()
                ? unchecked(place.position())
                : new FeedPlace(place.position(), OptionalInt.of(check(place.eventId())));
    }

    /** A position about which nothing else is known. */
    public static FeedPlace unchecked(GlobalPosition position) {
        return new FeedPlace(position, OptionalInt.empty());
    }

    /** Reads what {@link #toString} writes; empty when it is something else. */
    public static Optional<FeedPlace> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var position = new GlobalPosition(Long.parseLong(matcher.group(1)));
            var check = Optional.ofNullable(matcher.group(2));
            return Optional.of(check.map(
                            digits -> new FeedPlace(position, OptionalInt.of(Integer.parseUnsignedInt(digits, 16))))
                    .orElseGet(() -> unchecked(position)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether this may be said of what stands in the log at this position. */
    public boolean fits(LogPlace there) {
        if (check.isEmpty()) {
            return true;
        }
        var isPlace = !there.eventId().isEmpty() || position.equals(GlobalPosition.START);
        return isPlace && position.equals(there.position()) && check.getAsInt() == check(there.eventId());
    }

    /** The start of the log has no event, and its check is 0. */
    private static int check(String eventId) {
        var crc = new CRC32();
        crc.update(eventId.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return check.isEmpty() ? position.toString() : "%s-%08x".formatted(position, check.getAsInt());
    }
}
