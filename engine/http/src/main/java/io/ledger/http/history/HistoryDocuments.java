package io.ledger.http.history;

import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.log.LogEntry;
import io.ledger.core.read.Blame;
import io.ledger.core.read.Blame.Origin;
import io.ledger.core.read.HistoryPage;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table from what a history tells to its answer. */
record HistoryDocuments<E>(HistoryNames<E> names) {

    Answer events(
            StreamId id,
            Complete<Optional<HistoryPage<E>>> answered,
            int limit,
            Cursor.Walk kind,
            List<String> ifNoneMatch) {
        var answer = answered.value()
                .map(page -> events(id, page, limit, kind, ifNoneMatch))
                .orElseGet(() -> names.unknown().get().answer());
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private Answer events(StreamId id, HistoryPage<E> page, int limit, Cursor.Walk kind, List<String> ifNoneMatch) {
        var answer =
                Answer.json(200, page.entries().stream().map(this::document).toList());
        // The last page grows, even a full one: its link to the next is yet to come.
        var kept = page.isFinal() ? answer.forEver() : answer.revalidated();
        var linked = page.next().isPresent()
                ? kept.with(
                        HeaderNames.LINK,
                        "<%s/%s/events?%slimit=%d&cursor=%s>; rel=\"next\""
                                .formatted(
                                        names.path(),
                                        id,
                                        kind.equals(HistoryRoutes.NEWEST_FIRST) ? "order=desc&" : "",
                                        limit,
                                        Cursor.of(kind, page.next().getAsInt())))
                : kept;
        return linked.tagged(EntityTag.of(answer.body() + page.next()), ifNoneMatch);
    }

    private Map<String, @Nullable Object> document(Entry<E> entry) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("position", entry.position().value());
        document.put("version", entry.version());
        document.put("event_id", entry.eventId());
        document.put("event_type", entry.eventType());
        document.put("occurred_at", time(entry));
        document.put("actor", entry.metadata().actor());
        if (!entry.metadata().reason().isEmpty()) {
            document.put("reason", entry.metadata().reason());
        }
        entry.metadataFault().ifPresent(why -> document.put("metadata_fault", why));
        document.put(
                "data",
                switch (entry.event()) {
                    case Valid<E>(var event) -> names.data().apply(event);
                    // That it happened is certain, and what is not: null is nothing that an event can say.
                    case Invalid<E> _ -> null;
                });
        return document;
    }

    /** Null where the time cannot be read, which is nothing that a time can be. */
    private static @Nullable String time(Entry<?> entry) {
        return entry.occurredAt().equals(LogEntry.UNKNOWN_TIME) ? null : Timestamp.of(entry.occurredAt());
    }

    Answer blame(StreamId id, Complete<Optional<Blame<E>>> answered, List<String> ifNoneMatch) {
        var answer = answered.value()
                .map(blame -> Answer.json(200, document(id, blame))
                        .revalidated()
                        .tagged(EntityTag.of(blame.version()), ifNoneMatch))
                .orElseGet(() -> names.unknown().get().answer());
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private Map<String, Object> document(StreamId id, Blame<E> blame) {
        var fields = new LinkedHashMap<String, Object>();
        names.fields()
                .forEach((stored, name) -> Optional.ofNullable(blame.fields().get(stored))
                        .ifPresent(origin -> fields.put(name, origin(origin))));
        var document = new LinkedHashMap<String, Object>();
        document.put(names.id(), id.id());
        document.put("version", blame.version());
        document.put("fields", fields);
        blame.hidden().ifPresent(entry -> document.put(names.hidden(), event(entry)));
        return document;
    }

    private static Map<String, Object> origin(Origin<?> origin) {
        var document = new LinkedHashMap<String, Object>();
        document.put("value", origin.value());
        document.putAll(event(origin.setBy()));
        return document;
    }

    private static Map<String, Object> event(Entry<?> entry) {
        var document = new LinkedHashMap<String, Object>();
        document.put("version", entry.version());
        document.put("event_id", entry.eventId());
        document.put("event_type", entry.eventType());
        document.put("actor", entry.metadata().actor());
        entry.metadataFault().ifPresent(why -> document.put("metadata_fault", why));
        document.put("occurred_at", Timestamp.of(entry.occurredAt()));
        document.put("position", entry.position().value());
        return document;
    }
}
