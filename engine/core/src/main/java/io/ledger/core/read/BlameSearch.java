package io.ledger.core.read;

import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.read.Blame.Origin;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.HistorySlice;
import io.ledger.core.stream.Histories.Past;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The search, backwards through a history, for the event that gave each field its present value.
 *
 * <p>Each page is folded forwards from the state before it, and the fields are compared before and after each event. What
 * a page does not tell is looked for in the page before it. It repeats no rule of the stream.
 */
final class BlameSearch<S, E> {

    private final Histories<S, E> histories;
    private final ViewProjection<S, E, ?> projection;
    private final StreamId id;
    private final int last;
    private final Map<String, Origin<E>> found = new HashMap<>();
    private Map<String, Object> wanted = Map.of();
    private Optional<Entry<E>> hidden = Optional.empty();
    private int end;

    /** @param last the version of the stream's last event when the search begins */
    BlameSearch(Histories<S, E> histories, ViewProjection<S, E, ?> projection, StreamId id, int last) {
        this.histories = histories;
        this.projection = projection;
        this.id = id;
        this.last = last;
        this.end = last;
    }

    boolean isDone() {
        return end == 0 || (!wanted.isEmpty() && found.keySet().containsAll(wanted.keySet()));
    }

    /** The version that the next page ends with. */
    int end() {
        return end;
    }

    /**
     * Takes the page that ends with the version {@link #end}, newest first.
     *
     * @throws CorruptStreamException when no history that keeps the rules has these entries there
     */
    void page(HistorySlice<E> page) {
        if (page.entries().isEmpty() || page.entries().getFirst().version() != end) {
            throw new CorruptStreamException(id, end, "the event is missing");
        }
        var first = page.entries().getLast().version();
        var fold = before(first);
        var set = new HashMap<String, Origin<E>>();
        Map<String, Object> fields = fold.state().map(projection::fields).orElseGet(Map::of);
        for (var entry : page.entries().reversed()) {
            fold = fold.then(entry.version(), entry.event());
            var after = projection.fields(fold.state().orElseThrow());
            for (var field : after.entrySet()) {
                if (!Objects.equals(fields.get(field.getKey()), field.getValue())) {
                    set.put(field.getKey(), new Origin<>(field.getValue(), entry));
                }
            }
            fields = after;
        }
        if (end == last) {
            wanted = present(fields);
            hidden = hiding(page.entries().getFirst());
        }
        set.forEach(found::putIfAbsent);
        end = first - 1;
    }

    /** The fields that have a value: what is absent was set by nobody. */
    private static Map<String, Object> present(Map<String, Object> fields) {
        var present = new LinkedHashMap<>(fields);
        present.values().removeIf(""::equals);
        return present;
    }

    private Fold<S, E> before(int version) {
        if (version == 1) {
            return Fold.start(projection.aggregate(), id);
        }
        return switch (histories.atVersion(id, version - 1)) {
            case Past.State<S>(var _, var then, var _) ->
                Fold.from(projection.aggregate(), id, then.version(), then.state());
            case Past.NotReached<S> _, Past.NotCreatedYet<S> _, Past.Unknown<S> _ ->
                throw new CorruptStreamException(id, version - 1, "the event is missing");
        };
    }

    private Optional<Entry<E>> hiding(Entry<E> entry) {
        return projection.aggregate().events().types().hiding().contains(entry.eventType())
                ? Optional.of(entry)
                : Optional.empty();
    }

    /** What was found, once the search {@link #isDone()}. */
    Blame<E> result() {
        var fields = new LinkedHashMap<String, Origin<E>>();
        wanted.keySet().forEach(field -> fields.put(field, Objects.requireNonNull(found.get(field))));
        return new Blame<>(last, fields, hidden);
    }
}
