package io.ledger.redis;

import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as its key begins, and as scripts take it and give it: position and event id, and after a semicolon the
 * place in the source, if there is one.
 *
 * <p>The id is escaped, because the log may hold a row that has any text for one.
 */
final class CheckpointText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([^\\s;]*)(?:;(\\S+))?(?: \\d+)?");

    private CheckpointText() {}

    static String encode(Checkpoint checkpoint) {
        var event = checkpoint.position() + " " + URLEncoder.encode(checkpoint.eventId(), StandardCharsets.UTF_8);
        return checkpoint.source().isEmpty() ? event : event + ";" + checkpoint.source();
    }

    /** @param generation the one that it was read from */
    static Optional<Checkpoint> decode(@Nullable String text, long generation) {
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
            var source = Objects.requireNonNullElse(form.group(3), "");
            return Optional.of(new Checkpoint(position, eventId, GenerationNumber.inCheckpoint(generation), source));
        } catch (IllegalArgumentException notEscaped) {
            return Optional.empty();
        }
    }

    /** The position a reader may count on: the start of the log when there is no checkpoint. */
    static GlobalPosition position(@Nullable String text) {
        return decode(text, GenerationNumber.FIRST).map(Checkpoint::position).orElse(GlobalPosition.START);
    }
}
