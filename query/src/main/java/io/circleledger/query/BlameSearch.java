package io.circleledger.query;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.query.Blame.Origin;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.stream.CorruptStreamException;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.StreamId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The search, backwards through a history, for the event that gave each field its present value.
 *
 * <p>The last event that names a field is not always the one: an imported history may set a field to
 * the value that it had. So a field is found when the state before its event differs, or when that
 * event is the creation; until then the event is a <em>candidate</em>, and gives way to an earlier
 * one of the same value.
 *
 * @param last the version of the circle's last event
 * @param expected the version that the next entry must have
 * @param dissolved the event that ended the circle
 */
record BlameSearch(
        StreamId id, int last, int expected, Field<String> name, Field<Integer> capacity, Optional<Entry<CircleEvent>> dissolved) {

    /** How far the search for one field has come. */
    sealed interface Field<T> {

        /** No event that names the field was met. */
        record Unseen<T>() implements Field<T> {}

        /** This event set the field to its present value, perhaps not as the first. */
        record Candidate<T>(Origin<T> origin) implements Field<T> {}

        /** This event gave the field its present value. */
        record Found<T>(Origin<T> origin) implements Field<T> {}
    }

    /** The search before the last event of a history. */
    static BlameSearch from(StreamId id, int currentVersion) {
        return new BlameSearch(
                id, currentVersion, currentVersion, new Field.Unseen<>(), new Field.Unseen<>(), Optional.empty());
    }

    boolean isDone() {
        return name instanceof Field.Found && capacity instanceof Field.Found;
    }

    /**
     * Goes one event back.
     *
     * @throws CorruptStreamException when no history that keeps the rules has this entry here
     */
    BlameSearch back(Entry<CircleEvent> entry) {
        if (entry.version() != expected) {
            throw new CorruptStreamException(id, expected, "the event is missing");
        }
        return switch (entry.event()) {
            case Invalid<CircleEvent>(var reason) -> throw new CorruptStreamException(id, expected, reason);
            case Valid<CircleEvent>(var event) -> back(entry, event);
        };
    }

    private BlameSearch back(Entry<CircleEvent> entry, CircleEvent event) {
        if (event instanceof CircleCreated != (expected == 1)) {
            throw new CorruptStreamException(
                    id,
                    expected,
                    expected == 1 ? "the first event is not CircleCreated" : "CircleCreated follows other events");
        }
        return switch (event) {
            case CircleCreated(var first, var size) ->
                new BlameSearch(
                        id,
                        last,
                        0,
                        atCreation(name, new Origin<>(first.value(), entry)),
                        atCreation(capacity, new Origin<>(size.value(), entry)),
                        dissolved);
            case CircleUpdated(var renamed, var resized) ->
                new BlameSearch(
                        id,
                        last,
                        expected - 1,
                        earlier(name, renamed.map(CircleName::value), entry),
                        earlier(capacity, resized.map(c -> c.value()), entry),
                        dissolved);
            case CircleDissolved() -> {
                if (expected != last) {
                    throw new CorruptStreamException(id, expected + 1, "an event follows CircleDissolved");
                }
                yield new BlameSearch(id, last, expected - 1, name, capacity, Optional.of(entry));
            }
        };
    }

    private static <T> Field<T> earlier(Field<T> field, Optional<T> set, Entry<CircleEvent> entry) {
        return set.<Field<T>>map(value -> switch (field) {
                    case Field.Unseen<T> _ -> new Field.Candidate<>(new Origin<>(value, entry));
                    case Field.Candidate<T>(var later)
                    when later.value().equals(value) -> new Field.Candidate<>(new Origin<>(value, entry));
                    case Field.Candidate<T>(var later) -> new Field.Found<>(later);
                    case Field.Found<T> found -> found;
                })
                .orElse(field);
    }

    private static <T> Field<T> atCreation(Field<T> field, Origin<T> first) {
        return switch (field) {
            case Field.Unseen<T> _ -> new Field.Found<>(first);
            case Field.Candidate<T>(var later) ->
                new Field.Found<>(later.value().equals(first.value()) ? first : later);
            case Field.Found<T> found -> found;
        };
    }

    /** The versions whose states would tell whether candidates changed their fields. */
    Set<Integer> statesWanted() {
        return Stream.concat(candidate(name).stream(), candidate(capacity).stream())
                .map(entry -> entry.version() - 1)
                .collect(Collectors.toSet());
    }

    private static <T> Optional<Entry<CircleEvent>> candidate(Field<T> field) {
        return switch (field) {
            case Field.Candidate<T>(var origin) -> Optional.of(origin.setBy());
            case Field.Unseen<T> _, Field.Found<T> _ -> Optional.empty();
        };
    }

    /** Takes what the circle was at a version that was wanted: candidates right after it may be found. */
    BlameSearch knowing(CircleView before) {
        return new BlameSearch(
                id,
                last,
                expected,
                judged(name, before, CircleView::name),
                judged(capacity, before, CircleView::capacity),
                dissolved);
    }

    private static <T> Field<T> judged(Field<T> field, CircleView before, Function<CircleView, T> value) {
        return field instanceof Field.Candidate<T>(var origin)
                        && origin.setBy().version() == before.version() + 1
                        && !origin.value().equals(value.apply(before))
                ? new Field.Found<>(origin)
                : field;
    }

    /** What was found, once the search {@link #isDone()}. */
    Blame result() {
        return new Blame(last, found(name), found(capacity), dissolved);
    }

    private static <T> Origin<T> found(Field<T> field) {
        return switch (field) {
            case Field.Found<T>(var origin) -> origin;
            case Field.Unseen<T> _, Field.Candidate<T> _ ->
                throw new IllegalStateException("The search has not come to its end");
        };
    }
}
