package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.http.request.Timestamp;
import tools.jackson.core.io.JsonStringEncoder;

/** A circle as it is answered: written by hand, because most answers are one. */
final class CircleJson {

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    /** What stands before the value of each field. */
    private static final String[] BEFORE = FIELDS.stream()
            .map(field -> ",\"" + CircleFields.name(field) + "\":" + (field instanceof TextField<?> ? "\"" : ""))
            .toArray(String[]::new);

    private CircleJson() {}

    static String of(CircleView view) {
        var text = new StringBuilder(160);
        text.append("{\"circle_id\":\"").append(view.id()).append('"');
        for (var i = 0; i < BEFORE.length; i++) {
            var value = FIELDS.get(i).plain(view.details()).orElse("");
            if (value instanceof Integer number) {
                text.append(BEFORE[i]).append(number.intValue());
            } else if (value instanceof String string && !string.isEmpty()) {
                text.append(BEFORE[i]);
                ESCAPES.quoteAsString(string, text);
                text.append('"');
            }
        }
        text.append(",\"version\":").append(view.version());
        view.dissolvedAt()
                .ifPresent(time -> text.append(",\"status\":\"")
                        .append(view.status().text())
                        .append("\",\"dissolved_at\":\"")
                        .append(Timestamp.of(time))
                        .append('"'));
        return text.append('}').toString();
    }
}
