package io.circleledger.api;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleStanding;
import io.circleledger.domain.readmodel.CircleView;
import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.log.LogEntry;
import io.ledger.core.read.Blame;
import io.ledger.core.read.Blame.Origin;
import io.ledger.core.read.HistoryPage;
import io.ledger.core.read.PastAnswer;
import io.ledger.core.stream.Histories.Entry;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Versioned;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.Problem;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table from what a history tells to its answer. */
final class HistoryAnswers {

    private HistoryAnswers() {}

    static Answer events(
            StreamId id,
            Complete<Optional<HistoryPage<CircleEvent>>> answered,
            int limit,
            Cursor.Walk kind,
            List<String> ifNoneMatch) {
        var answer = answered.value()
                .map(page -> events(id, page, limit, kind, ifNoneMatch))
                .orElseGet(() -> CircleAnswers.unknownCircle().answer());
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private static Answer events(
            StreamId id, HistoryPage<CircleEvent> page, int limit, Cursor.Walk kind, List<String> ifNoneMatch) {
        var answer = Answer.json(
                200, page.entries().stream().map(HistoryAnswers::document).toList());
        // The last page grows, even a full one: its link to the next is yet to come.
        var kept = page.isFinal() ? answer.forEver() : answer.revalidated();
        var linked = page.next().isPresent()
                ? kept.with(
                        HeaderNames.LINK,
                        "<%s/%s/events?%slimit=%d&cursor=%s>; rel=\"next\""
                                .formatted(
                                        CircleApi.PATH,
                                        id,
                                        kind.equals(HistoryRoutes.NEWEST_FIRST) ? "order=desc&" : "",
                                        limit,
                                        Cursor.of(kind, page.next().getAsInt())))
                : kept;
        return linked.tagged(EntityTag.of(answer.body() + page.next()), ifNoneMatch);
    }

    private static Map<String, @Nullable Object> document(Entry<CircleEvent> entry) {
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
                    case Valid<CircleEvent>(var event) -> event.plain();
                    // That it happened is certain, and what is not: null is nothing that an event can say.
                    case Invalid<CircleEvent> _ -> null;
                });
        return document;
    }

    /** Null where the time cannot be read, which is nothing that a time can be. */
    private static @Nullable String time(Entry<?> entry) {
        return entry.occurredAt().equals(LogEntry.UNKNOWN_TIME) ? null : Timestamp.of(entry.occurredAt());
    }

    static Answer past(StreamId id, PastAnswer<Circle> answer, List<String> ifNoneMatch) {
        var past = answer.past();
        return LedgerPosition.on(
                switch (past) {
                    case Past.State<Circle> state -> state(id, state.then(), answer.isFinal(), ifNoneMatch);
                    case Past.NotReached<Circle> ahead ->
                        Problem.of(
                                        CircleProblem.VERSION_NOT_FOUND,
                                        "Circle %s is at version %d now; ask for a version from 1 to %d."
                                                .formatted(id, ahead.currentVersion(), ahead.currentVersion()))
                                .member("current_version", ahead.currentVersion())
                                .answer();
                    case Past.NotCreatedYet<Circle> early ->
                        Problem.of(
                                        CircleProblem.CIRCLE_NOT_YET_CREATED,
                                        "Circle %s was created at %s; ask for that time or a later one."
                                                .formatted(id, Timestamp.of(early.createdAt())))
                                .member("created_at", Timestamp.of(early.createdAt()))
                                .answer();
                    case Past.Unknown<Circle> _ -> CircleAnswers.unknownCircle().answer();
                },
                past.head());
    }

    private static Answer state(StreamId id, Versioned<Circle> circle, boolean isFinal, List<String> ifNoneMatch) {
        if (circle.state().dissolved()) {
            return CircleAnswers.dissolved(id, circle.version()).answer();
        }
        var answer = CircleAnswers.circle(CircleView.of(circle));
        return (isFinal ? answer.forEver() : answer.revalidated()).tagged(EntityTag.of(circle.version()), ifNoneMatch);
    }

    static Answer blame(StreamId id, Complete<Optional<Blame<CircleEvent>>> answered, List<String> ifNoneMatch) {
        var answer = answered.value()
                .map(blame -> Answer.json(200, document(id, blame))
                        .revalidated()
                        .tagged(EntityTag.of(blame.version()), ifNoneMatch))
                .orElseGet(() -> CircleAnswers.unknownCircle().answer());
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private static Map<String, Object> document(StreamId id, Blame<CircleEvent> blame) {
        var fields = new LinkedHashMap<String, Object>();
        for (var field : CircleDetails.FIELDS) {
            Optional.ofNullable(blame.fields().get(field.name()))
                    .ifPresent(origin -> fields.put(CircleFields.name(field), origin(origin)));
        }
        for (var name : CircleStanding.NEW.plain().keySet()) {
            Optional.ofNullable(blame.fields().get(name))
                    .ifPresent(origin -> fields.put(name.equals("owner") ? "owner_id" : name, origin(origin)));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("circle_id", id.id());
        document.put("version", blame.version());
        document.put("fields", fields);
        blame.hidden().ifPresent(entry -> document.put("dissolved", event(entry)));
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
