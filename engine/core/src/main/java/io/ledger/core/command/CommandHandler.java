package io.ledger.core.command;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.command.StreamRule.Finding;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.EventPublisher;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.ConditionFailed;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.StreamAppend;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Carries out commands on the streams of one category: load, decide, append, wake the readers of the log.
 *
 * <p>A caller names the version it has read, and only that version may be changed. So the caller resolves a conflict;
 * it is not retried here, unless the caller accepts other versions as well.
 *
 * <p>A stream that is remembered ({@link RecentStates}) at the version that the caller names need not be loaded. The
 * remembered state may be behind the log. So it is used only for a change that is appended to exactly that version,
 * because the event store checks this. If the decision on it is anything else, such as a rejection, a conflict or no
 * event, it is discarded, and the command is decided again on what the log has.
 *
 * <p>An append names the event that it was decided on, and is recorded only after that event. If there is a different
 * event at its version, the log has lost its end and has grown again with other events since it was read. The command
 * is then decided again on what the log has now, and the caller's version is checked again.
 */
public final class CommandHandler<C, S, E, R> {

    private final Aggregate<C, S, E, R> aggregate;
    private final Fingerprint<C> fingerprint;
    private final EventStore<S> store;
    private final RecentStates<S> recent;
    private final EventPublisher publisher;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final List<StreamRule<S, E, R>> rules;
    private final OnceOnly onceOnly;

    /** One of them is for each stream; several streams may share it. */
    private final Lock[] turns =
            Stream.generate(ReentrantLock::new).limit(CommandLimits.TURNS).toArray(Lock[]::new);

    /** A handler without rules over several streams. */
    public CommandHandler(
            Aggregate<C, S, E, R> aggregate,
            Fingerprint<C> fingerprint,
            EventStore<S> store,
            RecentStates<S> recent,
            IdempotencyRecords records,
            EventPublisher publisher,
            Supplier<UUID> ids,
            InstantSource clock) {
        this(aggregate, fingerprint, store, recent, records, publisher, ids, clock, List.of());
    }

    /**
     * Makes a handler.
     *
     * @param ids makes ids of streams and events that were never used before, preferably of version 7
     * @param rules the rules over several streams that the commands must keep
     */
    public CommandHandler(
            Aggregate<C, S, E, R> aggregate,
            Fingerprint<C> fingerprint,
            EventStore<S> store,
            RecentStates<S> recent,
            IdempotencyRecords records,
            EventPublisher publisher,
            Supplier<UUID> ids,
            InstantSource clock,
            List<StreamRule<S, E, R>> rules) {
        this.aggregate = aggregate;
        this.fingerprint = fingerprint;
        this.store = store;
        this.recent = recent;
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
        this.rules = List.copyOf(rules);
        this.onceOnly = new OnceOnly(records);
    }

    /** Carries out a command on a new stream, under a new id. */
    public CommandOutcome<R> create(C command, Request request) {
        var stream = StreamId.of(aggregate.category(), ids.get());
        var expected = ExpectedVersion.NO_STREAM;
        return onceOnly.carryOut(
                request,
                () -> fingerprint.of(stream, command, new Precondition.Exactly(expected), request),
                once -> decided(
                        stream, () -> execute(stream, command, expected, Optional.empty(), request.metadata(), once)));
    }

    /**
     * Carries out a command on a stream.
     *
     * @param precondition which versions of the stream the caller accepts
     */
    public CommandOutcome<R> change(StreamId stream, C command, Precondition precondition, Request request) {
        return onceOnly.carryOut(
                request,
                () -> fingerprint.of(stream, command, precondition, request),
                once -> change(stream, command, precondition, request.metadata(), once));
    }

    private CommandOutcome<R> change(
            StreamId stream,
            C command,
            Precondition precondition,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        return precondition instanceof Precondition.Exactly(var expected)
                ? changeRemembered(stream, command, expected, metadata, once)
                        .orElseGet(() -> changeLoaded(stream, command, expected, metadata, once))
                : changeAsItIs(stream, command, precondition, metadata, once);
    }

    /**
     * Changes the stream at its current version, if the caller accepts that one.
     *
     * <p>After a conflict the command is decided again: the caller has not named a single version, so it overwrites no
     * change that it has not seen. Changes of one stream at this server take turns, because only one of them could be
     * recorded at its version; so the conflicts that are left are those with other servers.
     */
    private CommandOutcome<R> changeAsItIs(
            StreamId stream,
            C command,
            Precondition precondition,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var turn = turns[Math.floorMod(stream.hashCode(), turns.length)];
        turn.lock();
        try {
            return recent.find(stream)
                    .map(Versioned::version)
                    .filter(precondition::takes)
                    .flatMap(version -> changeRemembered(stream, command, new ExpectedVersion(version), metadata, once))
                    .orElseGet(() -> changeLatest(stream, command, precondition, metadata, once));
        } finally {
            turn.unlock();
        }
    }

    private CommandOutcome<R> changeLatest(
            StreamId stream,
            C command,
            Precondition precondition,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        for (var attempt = 1; ; attempt++) {
            var latest = loaded(stream);
            var version = latest.map(Versioned::version).filter(precondition::takes);
            var expected = version.map(ExpectedVersion::new).orElse(ExpectedVersion.NO_STREAM);
            var outcome = execute(stream, command, expected, latest, metadata, once);
            var isSettled = version.isEmpty()
                    || outcome.filter(known -> !(known instanceof CommandOutcome.ConflictingCommand<R>))
                            .isPresent();
            if (isSettled || attempt == CommandLimits.ANY_VERSION_ATTEMPTS) {
                // If the log had another history each time, the version that was found counts like one that was named.
                return outcome.orElseGet(() -> changeLoaded(stream, command, expected, metadata, once));
            }
        }
    }

    /** The outcome of a change to the remembered state; empty when the log must be read. */
    private Optional<CommandOutcome<R>> changeRemembered(
            StreamId stream,
            C command,
            ExpectedVersion expected,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var remembered = recent.find(stream).filter(latest -> latest.version() == expected.value());
        if (remembered.isEmpty()
                || !(aggregate.decider().decide(command, remembered.map(Versioned::state))
                        instanceof Accepted<E, R>(var events))
                || events.isEmpty()) {
            return Optional.empty();
        }
        return append(stream, remembered, events, metadata, once)
                .filter(known -> !(known instanceof CommandOutcome.ConflictingCommand<R>)
                        && !(known instanceof CommandOutcome.RejectedCommand<R>));
    }

    private CommandOutcome<R> changeLoaded(
            StreamId stream,
            C command,
            ExpectedVersion expected,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        return decided(stream, () -> execute(stream, command, expected, loaded(stream), metadata, once));
    }

    /** Decides again while other appends come between the decision and the append, a bounded number of times. */
    private CommandOutcome<R> decided(StreamId stream, Supplier<Optional<CommandOutcome<R>>> decision) {
        for (var attempt = 0; attempt < CommandLimits.DECISIONS; attempt++) {
            var outcome = decision.get();
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw StoreUnavailableException.of(
                "log",
                new IllegalStateException("What a change of %s was decided on changed %d times meanwhile"
                        .formatted(stream.label(), CommandLimits.DECISIONS)));
    }

    private Optional<Versioned<S>> loaded(StreamId stream) {
        var era = recent.era();
        var latest = store.loadToChange(stream).value();
        latest.ifPresent(found -> recent.remember(found, era));
        return latest;
    }

    /**
     * The outcome; empty when the command must be decided again, because the log has another history or a condition
     * failed.
     */
    private Optional<CommandOutcome<R>> execute(
            StreamId stream,
            C command,
            ExpectedVersion expected,
            Optional<Versioned<S>> latest,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var currentVersion = latest.map(Versioned::version).orElse(0);
        return switch (aggregate.decider().decide(command, latest.map(Versioned::state))) {
            case Rejected<E, R>(var rejection) -> Optional.of(new CommandOutcome.RejectedCommand<>(stream, rejection));
            case Accepted<E, R> _
            when currentVersion != expected.value() ->
                Optional.of(new CommandOutcome.ConflictingCommand<>(stream, currentVersion));
            case Accepted<E, R>(var events)
            when events.isEmpty() -> {
                var position = latest.map(Versioned::position).orElse(GlobalPosition.START);
                var done = new CommandOutcome.Done<R>(stream, currentVersion, position);
                yield Optional.of(
                        once.map(request -> onceOnly.remembered(request, done)).orElse(done));
            }
            case Accepted<E, R>(var events) -> append(stream, latest, events, metadata, once);
        };
    }

    /**
     * The outcome; empty when what was decided on has changed, so that the command must be decided again.
     *
     * <p>If every rule can name its conditions without reading, the append is first tried with those. If one of them
     * fails, nothing was recorded, and the rules are checked.
     */
    private Optional<CommandOutcome<R>> append(
            StreamId stream,
            Optional<Versioned<S>> latest,
            List<E> events,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        return presumed(stream, latest.map(Versioned::state), events)
                .map(conditions -> append(
                        stream,
                        latest,
                        events,
                        metadata,
                        once,
                        conditions,
                        () -> appendChecked(stream, latest, events, metadata, once)))
                .orElseGet(() -> appendChecked(stream, latest, events, metadata, once));
    }

    /** The conditions that the rules presume; empty if one of them must be checked. */
    private Optional<List<AppendCondition>> presumed(StreamId stream, Optional<S> before, List<E> events) {
        var conditions = new ArrayList<AppendCondition>();
        for (var rule : rules) {
            var presumed = rule.presumed(stream, before, events);
            if (presumed.isEmpty()) {
                return Optional.empty();
            }
            conditions.addAll(presumed.get());
        }
        return Optional.of(conditions);
    }

    private Optional<CommandOutcome<R>> appendChecked(
            StreamId stream,
            Optional<Versioned<S>> latest,
            List<E> events,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var conditions = new ArrayList<AppendCondition>();
        for (var rule : rules) {
            switch (rule.check(stream, latest.map(Versioned::state), events)) {
                case Finding.Kept<R>(var found) -> conditions.addAll(found);
                case Finding.Broken<R>(var rejection, var other) -> {
                    return Optional.of(new CommandOutcome.RejectedCommand<>(stream, rejection, Optional.of(other)));
                }
            }
        }
        return append(stream, latest, events, metadata, once, conditions, Optional::empty);
    }

    /** @param otherwise the outcome when a condition fails; nothing was recorded then */
    private Optional<CommandOutcome<R>> append(
            StreamId stream,
            Optional<Versioned<S>> latest,
            List<E> events,
            EventMetadata metadata,
            Optional<IdempotentRequest> once,
            List<AppendCondition> conditions,
            Supplier<Optional<CommandOutcome<R>>> otherwise) {
        var occurredAt = notBefore(latest.map(Versioned::occurredAt));
        var fold = latest.map(before -> Fold.from(aggregate, stream, before.version(), before.state()))
                .orElseGet(() -> Fold.start(aggregate, stream));
        var recorded = new ArrayList<NewEvent<E>>(events.size());
        for (var event : events) {
            var tags = aggregate.tagger().tags(fold.state(), event);
            recorded.add(new NewEvent<>(ids.get(), occurredAt, metadata, event, tags));
            fold = fold.then(event);
        }
        var version = fold.version();
        var after = fold.state().orElseThrow();
        var append = new StreamAppend<>(aggregate, stream, latest.map(Versioned::lastEvent), recorded, after);
        var era = recent.era();
        return switch (store.append(new Append(List.of(append), conditions, once))) {
            case Appended(var position) -> {
                var createdAt = latest.map(Versioned::createdAt)
                        .orElseGet(() -> new GlobalPosition(position.value() - events.size() + 1));
                var last = recorded.getLast().id().toString();
                recent.remember(new Versioned<>(stream, version, after, createdAt, position, occurredAt, last), era);
                publisher.published(new LogPlace(position, last));
                yield Optional.of(new CommandOutcome.Done<>(stream, version, position));
            }
            case VersionConflict(var _, var currentVersion) -> {
                recent.forget(stream);
                yield Optional.of(new CommandOutcome.ConflictingCommand<>(stream, currentVersion));
            }
            case HistoryConflict() -> {
                recent.forget(stream);
                yield Optional.empty();
            }
            case ConditionFailed(var _) -> otherwise.get();
            case AlreadyAnswered(var answer) -> Optional.of(OnceOnly.outcome(once.orElseThrow(), answer));
        };
    }

    /** Now, or the time of the stream's last event when the clock has been set back since. */
    private Instant notBefore(Optional<Instant> last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return last.filter(now::isBefore).orElse(now);
    }
}
