package io.circleledger.infrastructure.stored;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentCodec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/** A circle as the document {@code circle:{id}} holds it: the fields and their order are fixed, the version is last. */
public final class CircleDocument implements DocumentCodec<CircleView> {

    private static final String ID = "{\"id\":\"";
    private static final String VERSION = ",\"version\":";
    private static final String END = "}";

    /** What stands before the value of each field. */
    private static final String[] BEFORE =
            FIELDS.stream().map(CircleDocument::before).toArray(String[]::new);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private static String before(CircleField<?> field) {
        return ",\"" + field.name() + "\":" + (field instanceof TextField<?> ? "\"" : "");
    }

    @Override
    public String encode(CircleView view) {
        var text = new StringBuilder(160);
        text.append(ID).append(view.id()).append('"');
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
        return text.append(VERSION).append(view.version()).append(END).toString();
    }

    @Override
    public Optional<CircleView> decode(StreamId id, String document) {
        try {
            return Optional.of(document.indexOf('\\') < 0 ? plain(id, document) : parsed(id, document));
        } catch (JacksonException | IllegalArgumentException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }

    /** Reads a document whose texts need no escapes, as nearly all do: one pass, in which nothing may be left over. */
    private static CircleView plain(StreamId id, String document) {
        var scanner = new DocumentScanner(document);
        scanner.expect(ID);
        scanner.expect(id.id());
        scanner.expect("\"");
        var details = CircleDetails.from(scanner);
        scanner.expect(VERSION);
        var version = scanner.number();
        scanner.expect(END);
        scanner.expectEnd();
        return new CircleView(id.id(), details, Math.toIntExact(version));
    }

    private CircleView parsed(StreamId id, String document) {
        var object = JSON.readTree(document);
        var details = CircleDetails.from(new JsonFields(object));
        var view = new CircleView(id.id(), details, object.path("version").asInt(0));
        if (!encode(view).equals(document)) {
            throw new IllegalArgumentException("it is written in another way");
        }
        return view;
    }

    /** Reads what {@link #encode} writes, from left to right. A field that is not next is absent. */
    private static final class DocumentScanner implements FieldValues {

        private static final int MAX_DIGITS = 10;

        private final String document;
        private int position;

        DocumentScanner(String document) {
            this.document = document;
        }

        @Override
        public <T> Optional<T> get(CircleField<T> field) {
            if (!skip(BEFORE[FIELDS.indexOf(field)])) {
                return Optional.empty();
            }
            var parsed = switch (field) {
                case TextField<T> text -> text.stored(text());
                case IntegerField<T> number -> number.parse(number());
            };
            return Optional.of(parsed.orElseThrow(IllegalArgumentException::new));
        }

        private String text() {
            var end = document.indexOf('"', position);
            if (end < 0) {
                throw new IllegalArgumentException("a text does not end");
            }
            var text = document.substring(position, end);
            position = end + 1;
            return text;
        }

        /** A number as it is written: digits without zeros before them. */
        private long number() {
            var start = position;
            var number = 0L;
            while (position < document.length() && position - start <= MAX_DIGITS && isDigit()) {
                number = 10 * number + (document.charAt(position) - '0');
                position++;
            }
            if (position == start || (document.charAt(start) == '0' && position > start + 1)) {
                throw new IllegalArgumentException("there is no number");
            }
            return number;
        }

        private boolean isDigit() {
            return document.charAt(position) >= '0' && document.charAt(position) <= '9';
        }

        private boolean skip(String text) {
            if (!document.startsWith(text, position)) {
                return false;
            }
            position += text.length();
            return true;
        }

        private void expect(String text) {
            if (!skip(text)) {
                throw new IllegalArgumentException("it lacks " + text);
            }
        }

        private void expectEnd() {
            if (position != document.length()) {
                throw new IllegalArgumentException("it goes on");
            }
        }
    }
}
