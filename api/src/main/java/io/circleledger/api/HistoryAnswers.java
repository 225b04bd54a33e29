package io.circleledger.api;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.read.PastAnswer;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Versioned;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.Problem;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.Timestamp;
import java.util.List;

/** The table from what is told of a circle as it was to its answer. */
final class HistoryAnswers {

    private HistoryAnswers() {}

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
}
