package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import java.util.Optional;

/** The header {@code Idempotency-Key}: the caller's name for the request, so that it can be sent again. */
public final class IdempotencyHeader {

    private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");

    /** What is said of a key that stands for another request. */
    public static final String REUSED =
            "This Idempotency-Key was sent with another request; give each request a key of its own.";

    private IdempotencyHeader() {}

    /** What is answered when the key stands for another request. */
    public static Problem reused() {
        return Problem.of(ServerProblem.IDEMPOTENCY_KEY_REUSED, REUSED);
    }

    /** The key, empty when there is none or a fault. */
    public static Optional<IdempotencyKey> of(Call call, Faults faults) {
        var lines = call.headerLines(HEADER);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1) {
            faults.add(Fault.header(HEADER.defaultCase(), "The key is given several times; give it once"));
            return Optional.empty();
        }
        return switch (IdempotencyKey.parse(
                call.metadata().actor(), lines.getFirst().strip())) {
            case Valid<IdempotencyKey>(var key) -> Optional.of(key);
            case Invalid<IdempotencyKey>(var reason) -> {
                faults.add(Fault.header(HEADER.defaultCase(), reason));
                yield Optional.empty();
            }
        };
    }
}
