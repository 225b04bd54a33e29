package io.ledger.core.command;

import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ensures that requests with the same idempotency key are carried out once.
 *
 * <p>The key is recorded in the same commit as the events. If two servers receive the same request at once, the second
 * one finds the key taken and returns the answer of the first. Only successful requests are recorded. A refused request
 * leaves nothing behind, so it is tried again when it is sent again.
 */
final class OnceOnly {

    private final IdempotencyRecords records;
    private final Set<IdempotencyKey> inProgress = ConcurrentHashMap.newKeySet();

    OnceOnly(IdempotencyRecords records) {
        this.records = records;
    }

    /**
     * Carries out a request, unless it was already carried out or is in progress.
     *
     * @param fingerprint identifies the request among others with the same key
     * @param work takes what to record with the events it appends
     */
    <R> CommandOutcome<R> carryOut(
            Request request,
            Supplier<String> fingerprint,
            Function<Optional<IdempotentRequest>, CommandOutcome<R>> work) {
        return request.key()
                .map(given -> carryOut(new IdempotentRequest(given, fingerprint.get()), request.isLikelyNew(), work))
                .orElseGet(() -> work.apply(Optional.empty()));
    }

    private <R> CommandOutcome<R> carryOut(
            IdempotentRequest request,
            boolean isLikelyNew,
            Function<Optional<IdempotentRequest>, CommandOutcome<R>> work) {
        if (!inProgress.add(request.key())) {
            return new CommandOutcome.InProgress<>();
        }
        try {
            var before = isLikelyNew ? Optional.<CommandOutcome<R>>empty() : this.<R>answer(request);
            if (before.isPresent()) {
                return before.get();
            }
            return switch (work.apply(Optional.of(request))) {
                // Another server may have carried out this request since the key was looked up.
                case CommandOutcome.ConflictingCommand<R> conflict ->
                    this.<R>answer(request).orElse(conflict);
                case CommandOutcome.RejectedCommand<R> rejected ->
                    this.<R>answer(request).orElse(rejected);
                case CommandOutcome.Done<R> done -> done;
                case CommandOutcome.InProgress<R> waiting -> waiting;
                case CommandOutcome.KeyReused<R> reused -> reused;
            };
        } finally {
            inProgress.remove(request.key());
        }
    }

    private <R> Optional<CommandOutcome<R>> answer(IdempotentRequest request) {
        return records.find(request.key()).map(answer -> outcome(request, answer));
    }

    /** Records the outcome of a request that appended nothing. */
    <R> CommandOutcome<R> remembered(IdempotentRequest request, CommandOutcome.Done<R> done) {
        var answer = new RecordedAnswer(request.fingerprint(), done.id(), done.version(), done.position());
        return outcome(request, records.remember(request.key(), answer));
    }

    /** What the recorded answer means for a request with its key. */
    static <R> CommandOutcome<R> outcome(IdempotentRequest request, RecordedAnswer answer) {
        return answer.fingerprint().equals(request.fingerprint())
                ? new CommandOutcome.Done<>(answer.stream(), answer.version(), answer.position())
                : new CommandOutcome.KeyReused<>();
    }
}
