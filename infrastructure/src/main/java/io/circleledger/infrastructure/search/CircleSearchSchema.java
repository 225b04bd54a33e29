package io.circleledger.infrastructure.search;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.domain.readmodel.CircleStanding;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonId;
import io.ledger.core.text.NameFolding;
import io.ledger.icu.IcuNameFolding;
import io.ledger.icu.IcuNameOrder;
import io.ledger.lucene.NumberField;
import io.ledger.lucene.PartialText;
import io.ledger.lucene.PartialText.PieceWriter;
import io.ledger.lucene.SearchSchema;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.BytesRef;

/**
 * The fields of a circle in the search index.
 *
 * <pre>
 * one, two   the pieces of the folded name, of one and of two characters
 * name       the name as it is shown
 * name_sort  the collation key of the name
 * capacity   capacity and creation in one number, so that no two circles are equal
 * status     what has become of it, which is searched for
 * ended      when it was dissolved, in microseconds since 1970; {@link #NEVER} of one that lives
 * standing   status, owner, members and last year of renewal, with blanks between them
 * stored_*   every other field as text, empty where a circle has none
 * </pre>
 */
public final class CircleSearchSchema implements SearchSchema<CircleView> {

    static final PartialText TEXT = new PartialText("one", "two");
    static final String NAME = "name";
    static final String NAME_SORT = "name_sort";
    static final String CAPACITY = "capacity";
    static final String STATUS = "status";
    private static final String ENDED = "ended";
    private static final String STANDING = "standing";
    private static final String STORED = "stored_";
    private static final long NEVER = Long.MIN_VALUE;

    static final NameFolding FOLDING = new IcuNameFolding();

    /**
     * The length of the key that names are put in order by, of which a kanji takes three or so. It is in every cursor
     * of such a list.
     */
    static final int SORT_KEY_BYTES = 240;

    /** A position has room below the 15 bits of a capacity: it takes nine years at a million a second. */
    private static final int POSITION_BITS = 48;

    /** Raised with each change of the fields that are searched for; the names of the others and the tables that names are folded and put in order by come with ICU. */
    private static final String FORM = "circles 3";

    /** The fields that are shown and not searched for. */
    private static final List<CircleField<?>> OTHERS = CircleDetails.FIELDS.stream()
            .filter(field -> field != CircleDetails.NAME && field != CircleDetails.CAPACITY)
            .toList();

    @Override
    public String version() {
        var others = OTHERS.stream().map(field -> ", " + field.name()).collect(Collectors.joining());
        return FORM + others + "; folding " + IcuNameFolding.VERSION + "; order " + IcuNameOrder.VERSION;
    }

    @Override
    public FieldWriter<CircleView> writer() {
        return new CircleFieldWriter();
    }

    @Override
    public FieldReader<CircleView> reader(LeafReader segment) throws IOException {
        return new CircleFieldReader(segment);
    }

    /** What names are put in order by. */
    static BytesRef nameKey(String name) {
        return new BytesRef(IcuNameOrder.key(name, SORT_KEY_BYTES));
    }

    /** What circles of a status are found by. */
    static BytesRef statusKey(CircleStatus status) {
        return new BytesRef(status.label());
    }

    /** Capacity and creation as one number that is ordered by both. */
    static long capacityKey(int capacity, GlobalPosition createdAt) {
        return ((long) capacity << POSITION_BITS) | createdAt.value();
    }

    private static final class CircleFieldWriter implements FieldWriter<CircleView> {

        private final PieceWriter pieces = TEXT.writer();
        private final BinaryDocValuesField name = new BinaryDocValuesField(NAME, new BytesRef());
        private final SortedDocValuesField nameSort = new SortedDocValuesField(NAME_SORT, new BytesRef());
        private final NumberField capacity = new NumberField(CAPACITY);
        private final StringField status = new StringField(STATUS, new BytesRef(), Field.Store.NO);
        private final NumericDocValuesField ended = new NumericDocValuesField(ENDED, NEVER);
        private final BinaryDocValuesField standing = new BinaryDocValuesField(STANDING, new BytesRef());
        private final List<BinaryDocValuesField> others = OTHERS.stream()
                .map(field -> new BinaryDocValuesField(STORED + field.name(), new BytesRef()))
                .toList();

        @Override
        public List<IndexableField> fields() {
            var fields = new ArrayList<IndexableField>(List.of(name, nameSort, status, ended, standing));
            pieces.addTo(fields);
            capacity.addTo(fields);
            fields.addAll(others);
            return fields;
        }

        @Override
        public void fill(CircleView circle, GlobalPosition createdAt) {
            var details = circle.details();
            var text = details.name().value();
            pieces.set(FOLDING.fold(text));
            name.setBytesValue(new BytesRef(text));
            nameSort.setBytesValue(nameKey(text));
            capacity.set(capacityKey(details.capacity().value(), createdAt));
            status.setBytesValue(statusKey(circle.status()));
            ended.setLongValue(circle.dissolvedAt()
                    .map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, time))
                    .orElse(NEVER));
            standing.setBytesValue(new BytesRef(text(circle.standing())));
            for (var i = 0; i < others.size(); i++) {
                var value = OTHERS.get(i).plain(details).map(Object::toString).orElse("");
                others.get(i).setBytesValue(new BytesRef(value));
            }
        }
    }

    private static String text(CircleStanding standing) {
        return "%s %s %d %d"
                .formatted(
                        standing.status().label(),
                        standing.owner().map(PersonId::toString).orElse(""),
                        standing.members(),
                        standing.renewedFor().orElse(0));
    }

    private static CircleStanding standing(String text) {
        var parts = text.split(" ", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("a standing has four parts");
        }
        return CircleStanding.of(parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
    }

    private static final class CircleFieldReader implements FieldReader<CircleView> {

        private final BinaryDocValues names;
        private final NumericDocValues capacities;
        private final NumericDocValues ends;
        private final BinaryDocValues standings;
        private final List<BinaryDocValues> others = new ArrayList<>();

        CircleFieldReader(LeafReader segment) throws IOException {
            names = DocValues.getBinary(segment, NAME);
            capacities = DocValues.getNumeric(segment, CAPACITY);
            ends = DocValues.getNumeric(segment, ENDED);
            standings = DocValues.getBinary(segment, STANDING);
            for (var field : OTHERS) {
                others.add(DocValues.getBinary(segment, STORED + field.name()));
            }
        }

        @Override
        public CircleView read(int document, String id, int version) throws IOException {
            if (!capacities.advanceExact(document) || !ends.advanceExact(document)) {
                throw lacking();
            }
            var capacity = capacities.longValue() >>> POSITION_BITS;
            var texts = new ArrayList<String>();
            for (var other : others) {
                texts.add(text(other, document));
            }
            var standing = text(standings, document);
            try {
                var stored = new StoredFields(text(names, document), capacity, texts);
                return new CircleView(
                        id, CircleDetails.from(stored), standing(standing), version, time(ends.longValue()));
            } catch (IllegalArgumentException unreadable) {
                throw new IOException("The index has a circle that is none", unreadable);
            }
        }

        private static Optional<Instant> time(long micros) {
            return micros == NEVER ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }

        private static String text(BinaryDocValues values, int document) throws IOException {
            if (!values.advanceExact(document)) {
                throw lacking();
            }
            return values.binaryValue().utf8ToString();
        }

        private static IOException lacking() {
            return new IOException("The index lacks a part of a circle");
        }
    }

    /** The values of a circle's fields as the index has them. */
    private record StoredFields(String name, long capacity, List<String> others) implements FieldValues {

        @Override
        public <T> Optional<T> get(CircleField<T> field) {
            var other = OTHERS.indexOf(field);
            if (other >= 0 && others.get(other).isEmpty()) {
                return Optional.empty();
            }
            var parsed = switch (field) {
                case TextField<T> text -> text.stored(other < 0 ? name : others.get(other));
                case IntegerField<T> number -> number.parse(other < 0 ? capacity : Long.parseLong(others.get(other)));
            };
            return Optional.of(parsed.orElseThrow(IllegalArgumentException::new));
        }
    }
}
