package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Ledger-Position}: on a request, what its sender has seen and the answer must
 * include; on a response, what it is complete to.
 */
public final class LedgerPosition {
    /** The name of the header. */
    public static final HeaderName HEADER = HeaderNames.create("Ledger-Position");

    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,19}");

    private LedgerPosition() {}

    /** A position written in decimal digits, up to 2^63-1. */
    public static Optional<GlobalPosition> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GlobalPosition(Long.parseLong(text)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** What the answer must include; everything does when the caller names nothing. */
    public static GlobalPosition seenBy(Call call, Faults faults) {
        var lines = call.headerLines(HEADER);
        if (lines.isEmpty()) {
            return GlobalPosition.START;
        }
        var position = lines.size() == 1 ? parse(lines.getFirst().strip()) : Optional.<GlobalPosition>empty();
        return position.orElseGet(() -> {
            faults.add(Fault.header(
                    HEADER.defaultCase(), "Ledger-Position is not a position; send one number as you received it"));
            return GlobalPosition.START;
        });
    }

    /** The answer with the position that it is complete to. */
    public static Answer on(Answer answer, GlobalPosition completeTo) {
        return answer.with(HEADER, completeTo.toString());
    }
}
