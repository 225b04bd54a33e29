package io.ledger.testkit;

import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.RecordedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What requests came to, and when, in the order in which they came; for one caller at a time. */
final class RememberedAnswers {

    private record Remembered(RecordedAnswer answer, Instant at) {}

    private final InstantSource clock = InstantSource.system();
    private final Map<IdempotencyKey, Remembered> answers = new LinkedHashMap<>();

    Optional<RecordedAnswer> find(IdempotencyKey key) {
        return Optional.ofNullable(answers.get(key)).map(Remembered::answer);
    }

    /** Keeps an answer, and gives it, or the one that is kept already. */
    RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        return answers.computeIfAbsent(key, _ -> new Remembered(answer, clock.instant()))
                .answer();
    }

    /** Lets go of answers that are at least so old, and says of how many. */
    int forget(Duration age, int limit) {
        var youngest = clock.instant().minus(age);
        var old = answers.entrySet().stream()
                .filter(entry -> !entry.getValue().at().isAfter(youngest))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(answers::remove);
        return old.size();
    }
}
