package io.ledger.redis;

import io.ledger.core.document.Checkpoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The number of a generation as it is written: in the pointer, and in a checkpoint that says what it is of. */
final class GenerationNumber {

    /** The one that is live as long as no pointer names another; a checkpoint does not say it. */
    static final long FIRST = 1;

    private static final Pattern FORM = Pattern.compile("[1-9]\\d{0,14}");

    private GenerationNumber() {}

    /** The generation that a text names; the first one when it names none. */
    static long parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? Long.parseLong(text) : FIRST;
    }

    /** The generation that a checkpoint was read from. */
    static long of(Checkpoint checkpoint) {
        return parse(checkpoint.generation());
    }

    /** How a checkpoint says which generation it is of. */
    static String inCheckpoint(long number) {
        return number == FIRST ? "" : Long.toString(number);
    }
}
