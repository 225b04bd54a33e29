package io.circleledger.infrastructure.stored;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentCodec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/** A circle as the document {@code circle:{id}} holds it: the fields and their order are fixed. */
public final class CircleDocument implements DocumentCodec<CircleView> {

    private static final String ID = "{\"id\":\"";
    private static final String NAME = "\",\"name\":\"";
    private static final String CAPACITY = "\",\"capacity\":";
    private static final String VERSION = ",\"version\":";
    private static final String END = "}";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    @Override
    public String encode(CircleView view) {
        var text = new StringBuilder(96 + view.name().length());
        text.append(ID).append(view.id()).append(NAME);
        ESCAPES.quoteAsString(view.name(), text);
        return text.append(CAPACITY)
                .append(view.capacity())
                .append(VERSION)
                .append(view.version())
                .append(END)
                .toString();
    }

    @Override
    public Optional<CircleView> decode(StreamId id, String document) {
        return plain(id, document)
                .filter(view -> encode(view).equals(document))
                .or(() -> parsed(id, document).filter(view -> encode(view).equals(document)));
    }

    /** Reads a document whose name needs no escapes, as nearly all do, by the places of its parts. */
    private static Optional<CircleView> plain(StreamId id, String document) {
        var name = document.indexOf(NAME);
        var capacity = document.lastIndexOf(CAPACITY);
        var version = document.lastIndexOf(VERSION);
        if (name < 0
                || capacity < name + NAME.length()
                || version < capacity + CAPACITY.length()
                || !document.endsWith(END)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CircleView(
                    id.id(),
                    document.substring(name + NAME.length(), capacity),
                    Integer.parseInt(document, capacity + CAPACITY.length(), version, 10),
                    Integer.parseInt(document, version + VERSION.length(), document.length() - END.length(), 10)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Optional<CircleView> parsed(StreamId id, String document) {
        try (var parser = JSON.createParser(document)) {
            return Optional.of(view(id, parser));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Takes what it finds; whether anything is missing or left over shows when it is written again. */
    private static CircleView view(StreamId id, JsonParser parser) {
        var name = "";
        var capacity = 0;
        var version = 0;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case VALUE_STRING -> name = parser.getString();
                case VALUE_NUMBER_INT -> {
                    capacity = version;
                    version = parser.getValueAsInt();
                }
                default -> {}
            }
        }
        return new CircleView(id.id(), name, capacity, version);
    }
}
