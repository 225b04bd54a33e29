package io.circleledger.infrastructure.redis;

import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.readmodel.Checkpoint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as the key {@code circles:checkpoint} begins: position and event id.
 *
 * <p>The id is escaped, because the log may hold a row that has any text for one.
 */
final class CheckpointText {

    static final String KEY = "circles:checkpoint";

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (\\S*)(?: \\d+)?");

    private CheckpointText() {}

    static String encode(Checkpoint checkpoint) {
        return checkpoint.position() + " " + URLEncoder.encode(checkpoint.eventId(), StandardCharsets.UTF_8);
    }

    static Optional<Checkpoint> decode(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            var eventId = URLDecoder.decode(form.group(2), StandardCharsets.UTF_8);
            var position = new GlobalPosition(Long.parseLong(form.group(1)));
            return Optional.of(new Checkpoint(position, eventId));
        } catch (IllegalArgumentException notEscaped) {
            return Optional.empty();
        }
    }

    /** The position a reader may count on: the start of the log when there is no checkpoint. */
    static GlobalPosition position(@Nullable String text) {
        return decode(text).map(Checkpoint::position).orElse(GlobalPosition.START);
    }
}
