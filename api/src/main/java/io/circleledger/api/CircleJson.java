package io.circleledger.api;

import io.circleledger.domain.readmodel.CircleView;
import tools.jackson.core.io.JsonStringEncoder;

/** A circle as it is answered: written by hand, because most answers are one. */
final class CircleJson {

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private CircleJson() {}

    static String of(CircleView view) {
        var text = new StringBuilder(112 + view.name().length());
        text.append("{\"circle_id\":\"").append(view.id()).append("\",\"circle_name\":\"");
        ESCAPES.quoteAsString(view.name(), text);
        return text.append("\",\"capacity\":")
                .append(view.capacity())
                .append(",\"version\":")
                .append(view.version())
                .append('}')
                .toString();
    }
}
