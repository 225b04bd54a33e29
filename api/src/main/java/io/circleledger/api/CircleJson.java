package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.read.ChangeQueries.ListedChange;
import io.ledger.http.request.Timestamp;
import java.util.Optional;
import tools.jackson.core.io.JsonStringEncoder;

/** A circle as it is answered: written by hand, because most answers are one. */
final class CircleJson {

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    /** The version comes after so many fields: what was there first stays first. */
    private static final int FIRST = 2;

    /** What stands before the value of each field. */
    private static final String[] BEFORE = FIELDS.stream()
            .map(field -> ",\"" + CircleFields.name(field) + "\":" + (field instanceof TextField<?> ? "\"" : ""))
            .toArray(String[]::new);

    private CircleJson() {}

    /** @param change when and by whom, if that was asked for */
    static String of(CircleView view, Optional<ListedChange> change) {
        var text = new StringBuilder(160);
        text.append("{\"circle_id\":\"").append(view.id()).append('"');
        for (var i = 0; i < BEFORE.length; i++) {
            if (i == FIRST) {
                text.append(",\"version\":").append(view.version());
            }
            var value = FIELDS.get(i).plain(view.details()).orElse("");
            if (value instanceof Integer number) {
                text.append(BEFORE[i]).append(number.intValue());
            } else if (value instanceof String string && !string.isEmpty()) {
                text.append(BEFORE[i]);
                ESCAPES.quoteAsString(string, text);
                text.append('"');
            }
        }
        var standing = view.standing();
        text.append(",\"status\":\"").append(standing.status().label()).append('"');
        standing.owner()
                .ifPresent(
                        owner -> text.append(",\"owner_id\":\"").append(owner).append('"'));
        text.append(",\"members\":").append(standing.members());
        standing.renewedFor().ifPresent(year -> text.append(",\"renewed_for\":").append(year.intValue()));
        view.dissolvedAt()
                .ifPresent(time -> text.append(",\"dissolved_at\":\"")
                        .append(Timestamp.of(time))
                        .append('"'));
        change.ifPresent(known -> append(text, known));
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, ListedChange change) {
        append(text, "created_at", change.createdAt().map(Timestamp::of));
        append(text, "changed_at", change.changedAt().map(Timestamp::of));
        append(text, "changed_by", change.changedBy());
    }

    /** Null where the log does not say it, so that it is not taken for something that was not asked for. */
    private static void append(StringBuilder text, String name, Optional<String> value) {
        text.append(",\"").append(name).append("\":");
        if (value.isEmpty()) {
            text.append("null");
        } else {
            text.append('"');
            ESCAPES.quoteAsString(value.get(), text);
            text.append('"');
        }
    }
}
