package io.circleledger.infrastructure.stored;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.domain.readmodel.CircleStanding;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentCodec;
import io.ledger.core.document.DocumentScanner;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/** A circle as the document {@code circle:{id}} holds it: the fields and their order are fixed, the version is last. */
public final class CircleDocument implements DocumentCodec<CircleView> {

    private static final String ID = "{\"id\":\"";
    private static final String VERSION = ",\"version\":";
    private static final String END = "}";
    private static final String STATUS = ",\"status\":\"";
    private static final String OWNER = ",\"owner\":\"";
    private static final String MEMBERS = ",\"members\":";
    private static final String RENEWED_FOR = ",\"renewed_for\":";

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
            var value = FIELDS.get(i).plain(view.details()).orElse("");
            if (value instanceof Integer number) {
                text.append(BEFORE[i]).append(number.intValue());
            } else if (value instanceof String string && !string.isEmpty()) {
                text.append(BEFORE[i]);
                ESCAPES.quoteAsString(string, text);
                text.append('"');
            }
        }
        encode(view.standing(), text);
        return text.append(VERSION).append(view.version()).append(END).toString();
    }

    /** An active circle without people has the document that it had before there were any. */
    private static void encode(CircleStanding standing, StringBuilder text) {
        if (standing.status() != CircleStatus.ACTIVE) {
            text.append(STATUS).append(standing.status().label()).append('"');
        }
        standing.owner().ifPresent(owner -> text.append(OWNER).append(owner).append('"'));
        if (standing.members() > 0) {
            text.append(MEMBERS).append(standing.members());
        }
        standing.renewedFor().ifPresent(year -> text.append(RENEWED_FOR).append(year.intValue()));
    }

    private static CircleStanding standing(DocumentScanner scanner) {
        var status = scanner.skip(STATUS) ? scanner.text() : CircleStatus.ACTIVE.label();
        var owner = scanner.skip(OWNER) ? scanner.text() : "";
        var members = scanner.skip(MEMBERS) ? scanner.number() : 0;
        return CircleStanding.of(status, owner, members, scanner.skip(RENEWED_FOR) ? scanner.number() : 0);
    }

    @Override
    public Optional<CircleView> decode(StreamId id, String document) {
        try {
            return Optional.of(document.indexOf('\\') < 0 ? plain(id, document) : parsed(id, document));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Reads a document whose texts need no escapes, as nearly all do: one pass, in which nothing may be left over. */
    private static CircleView plain(StreamId id, String document) {
        var scanner = new DocumentScanner(document);
        scanner.expect(ID);
        scanner.expect(id.id());
        scanner.expect("\"");
        var details = CircleDetails.from(new ScannedFields(scanner));
        var standing = standing(scanner);
        scanner.expect(VERSION);
        var version = scanner.number();
        scanner.expect(END);
        scanner.expectEnd();
        return new CircleView(id.id(), details, standing, version);
    }

    private CircleView parsed(StreamId id, String document) {
        var object = JSON.readTree(document);
        var details = CircleDetails.from(new JsonFields(object));
        var standing = CircleStanding.of(
                object.path("status").asString(CircleStatus.ACTIVE.label()),
                object.path("owner").asString(""),
                object.path("members").asInt(0),
                object.path("renewed_for").asInt(0));
        var view = new CircleView(
                id.id(), details, standing, object.path("version").asInt(0));
        if (!encode(view).equals(document)) {
            throw new IllegalArgumentException("it is written in another way");
        }
        return view;
    }

    /** The fields as they come. One that is not next is absent. */
    private record ScannedFields(DocumentScanner scanner) implements FieldValues {

        @Override
        public <T> Optional<T> get(CircleField<T> field) {
            if (!scanner.skip(BEFORE[FIELDS.indexOf(field)])) {
                return Optional.empty();
            }
            var parsed = switch (field) {
                case TextField<T> text -> text.stored(scanner.text());
                case IntegerField<T> number -> number.parse(scanner.number());
            };
            return Optional.of(parsed.orElseThrow(IllegalArgumentException::new));
        }
    }
}
