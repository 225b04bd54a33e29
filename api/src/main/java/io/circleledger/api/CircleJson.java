package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.readmodel.CircleView;
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
            switch (FIELDS.get(i)) {
                case TextField<?> field -> {
                    var value = field.text(view.details());
                    if (value.isPresent()) {
                        text.append(BEFORE[i]);
                        ESCAPES.quoteAsString(value.get(), text);
                        text.append('"');
                    }
                }
                case IntegerField<?> field -> {
                    var value = field.number(view.details());
                    if (value.isPresent()) {
                        text.append(BEFORE[i]).append(value.getAsInt());
                    }
                }
            }
        }
        return text.append(",\"version\":").append(view.version()).append('}').toString();
    }
}
