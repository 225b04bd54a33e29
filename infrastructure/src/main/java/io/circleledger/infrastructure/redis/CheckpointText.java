package io.circleledger.infrastructure.redis;

import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as the key {@code circles:checkpoint} begins: position and event id; as scripts take
 * it and give it, with the generation of the read model after them, if it has one.
 *
 * <p>The id is escaped, because the log may hold a row that has any text for one.
 */
final class CheckpointText {

    static final String KEY = "circles:checkpoint";

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (\\S*)(?: \\d+)?(?: (g\\S+))?");

    private CheckpointText() {}

    static String encode(Checkpoint checkpoint) {
        return checkpoint.position() + " " + URLEncoder.encode(checkpoint.eventId(), StandardCharsets.UTF_8);
    }

    /** The checkpoint of one read model and of none that took its place. */
    static String encodeOfGeneration(Checkpoint checkpoint) {
        var place = encode(checkpoint);
        return checkpoint.generation().isEmpty() ? place : place + " " + checkpoint.generation();
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
            var generation = Optional.ofNullable(form.group(3)).orElse("");
            return Optional.of(new Checkpoint(position, eventId, generation));
        } catch (IllegalArgumentException notEscaped) {
            return Optional.empty();
        }
    }

    /** The position a reader may count on: the start of the log when there is no checkpoint. */
    static GlobalPosition position(@Nullable String text) {
        return decode(text).map(Checkpoint::position).orElse(GlobalPosition.START);
    }
}
