package io.circleledger.api;

import io.circleledger.query.RosterQueries.Membership;
import io.circleledger.query.RosterQueries.RosterAnswer;
import io.circleledger.query.RosterQueries.RosterLine;
import io.circleledger.query.RosterQueries.RosterPage;
import io.helidon.http.HeaderNames;
import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.http.answer.Answer;
import io.ledger.http.person.PersonProblem;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table from what a roster tells to its answer. */
final class RosterAnswers {

    private RosterAnswers() {}

    static Answer roster(StreamId circle, Complete<RosterAnswer> answered, int limit) {
        var answer = switch (answered.value()) {
            case RosterAnswer.FoundRoster(var page) -> page(circle, page, limit);
            case RosterAnswer.Dissolved(var version) ->
                CircleAnswers.dissolved(circle, version).answer();
            case RosterAnswer.UnknownCircle() -> CircleAnswers.unknownCircle().answer();
        };
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private static Answer page(StreamId circle, RosterPage page, int limit) {
        var answer = Answer.json(
                200, page.entries().stream().map(RosterAnswers::document).toList());
        return page.next().isEmpty()
                ? answer
                : answer.with(
                        HeaderNames.LINK,
                        "<%s/%s/members?limit=%d&cursor=%s>; rel=\"next\""
                                .formatted(
                                        CircleApi.PATH,
                                        circle,
                                        limit,
                                        Cursor.of(
                                                RosterRoutes.BY_JOINING,
                                                page.next().getAsLong())));
    }

    /** A line has all its fields; null stands for what is not known, and for everything personal of an erased person. */
    private static Map<String, @Nullable Object> document(RosterLine entry) {
        var details = entry.person().flatMap(Person::details);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("person_id", entry.id().toString());
        document.put("name", details.map(PersonDetails::name).orElse(null));
        document.put("name_kana", details.flatMap(PersonDetails::nameKana).orElse(null));
        document.put("grade", details.flatMap(PersonDetails::grade).orElse(null));
        document.put("major", details.flatMap(PersonDetails::major).orElse(null));
        document.put("role", entry.role());
        document.put("joined_at", entry.joinedAt().map(Timestamp::of).orElse(null));
        return document;
    }

    static Answer circles(Complete<Optional<List<Membership>>> answered) {
        var answer = answered.value()
                .map(memberships -> Answer.json(
                        200, memberships.stream().map(RosterAnswers::document).toList()))
                .orElseGet(() -> PersonProblem.unknown().answer());
        return LedgerPosition.on(answer, answered.completeTo());
    }

    private static Map<String, Object> document(Membership membership) {
        var document = new LinkedHashMap<String, Object>();
        document.put("circle_id", membership.circle().id());
        document.put("circle_name", membership.name());
        document.put("status", membership.status().label());
        document.put("role", membership.role());
        return document;
    }
}
