package io.circleledger.infrastructure.lucene;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.circleledger.infrastructure.icu.IcuNameOrder;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * A circle as the index has it.
 *
 * <pre>
 * id        the 16 octets of the id; finds the one document of a circle
 * one, two  the pieces of the folded name, of one and of two characters
 * name      the collation key of the name
 * shown     the name as it is shown
 * created   the position of the creation
 * capacity  capacity and creation in one number, so that no two circles are equal
 * version   the version of the circle
 * </pre>
 */
record IndexedCircle(CircleView view, GlobalPosition createdAt) {

    static final String ID = "id";
    static final String ONE = "one";
    static final String TWO = "two";
    static final String NAME = "name";
    static final String SHOWN = "shown";
    static final String CREATED = "created";
    static final String CAPACITY = "capacity";
    static final String VERSION = "version";

    static final NameFolding FOLDING = new IcuNameFolding();

    /** A position has room below the 15 bits of a capacity: it takes nine years at a million a second. */
    private static final int POSITION_BITS = 48;

    private static final FieldType PIECE = pieces(IndexOptions.DOCS);
    private static final FieldType PIECE_AND_PLACE = pieces(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

    private static FieldType pieces(IndexOptions options) {
        var type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(options);
        type.freeze();
        return type;
    }

    static Term term(StreamId id) {
        return new Term(ID, octets(id));
    }

    static BytesRef octets(StreamId id) {
        var uuid = UUID.fromString(id.id());
        return new BytesRef(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    /** What names are put in order by. */
    static BytesRef nameKey(String name) {
        return new BytesRef(IcuNameOrder.key(name, LuceneLimits.SORT_KEY_BYTES));
    }

    /** Capacity and creation as one number that is ordered by both. */
    static long capacityKey(int capacity, GlobalPosition createdAt) {
        return ((long) capacity << POSITION_BITS) | createdAt.value();
    }

    /** Makes documents of circles, each in the place of the one before: what they consist of is made once. For one thread. */
    static final class Writer {

        private final StringField id = new StringField(ID, new BytesRef(), Field.Store.NO);
        private final BinaryDocValuesField idValue = new BinaryDocValuesField(ID, new BytesRef());
        private final Grams one = new Grams(1);
        private final Grams two = new Grams(2);
        private final SortedDocValuesField name = new SortedDocValuesField(NAME, new BytesRef());
        private final BinaryDocValuesField shown = new BinaryDocValuesField(SHOWN, new BytesRef());
        private final NumberField created = new NumberField(CREATED);
        private final NumberField capacity = new NumberField(CAPACITY);
        private final NumericDocValuesField version = new NumericDocValuesField(VERSION, 0);
        private final Document document = new Document();

        Writer() {
            document.add(id);
            document.add(idValue);
            document.add(new Field(ONE, one, PIECE));
            document.add(new Field(TWO, two, PIECE_AND_PLACE));
            document.add(name);
            document.add(shown);
            created.addTo(document);
            capacity.addTo(document);
            document.add(version);
        }

        /** A document that is good until the next one. */
        Document document(IndexedCircle circle) {
            var view = circle.view();
            var folded = FOLDING.fold(view.name());
            var octets = octets(Circles.stream(view.id()));
            id.setBytesValue(octets);
            idValue.setBytesValue(octets);
            one.read(folded);
            two.read(folded);
            name.setBytesValue(nameKey(view.name()));
            shown.setBytesValue(new BytesRef(view.name()));
            created.set(circle.createdAt().value());
            capacity.set(capacityKey(view.capacity(), circle.createdAt()));
            version.setLongValue(view.version());
            return document;
        }
    }

    /** A number to find circles by, and to sort them by. */
    private static final class NumberField {

        private final NumericDocValuesField value;
        private final LongPoint point;

        NumberField(String field) {
            value = new NumericDocValuesField(field, 0);
            point = new LongPoint(field, 0);
        }

        void addTo(Document document) {
            document.add(value);
            document.add(point);
        }

        void set(long number) {
            value.setLongValue(number);
            point.setLongValue(number);
        }
    }

    /** Reads circles out of one segment, their documents in ascending order. */
    static final class Reader {

        private final BinaryDocValues ids;
        private final BinaryDocValues names;
        private final NumericDocValues creations;
        private final NumericDocValues capacities;
        private final NumericDocValues versions;

        Reader(LeafReader segment) throws IOException {
            ids = DocValues.getBinary(segment, ID);
            names = DocValues.getBinary(segment, SHOWN);
            creations = DocValues.getNumeric(segment, CREATED);
            capacities = DocValues.getNumeric(segment, CAPACITY);
            versions = DocValues.getNumeric(segment, VERSION);
        }

        IndexedCircle circle(int document) throws IOException {
            if (!(ids.advanceExact(document)
                    && names.advanceExact(document)
                    && creations.advanceExact(document)
                    && capacities.advanceExact(document)
                    && versions.advanceExact(document))) {
                throw new IOException("The index lacks a part of a circle");
            }
            var id = ids.binaryValue();
            var octets = ByteBuffer.wrap(id.bytes, id.offset, id.length);
            return new IndexedCircle(
                    new CircleView(
                            new UUID(octets.getLong(), octets.getLong()).toString(),
                            names.binaryValue().utf8ToString(),
                            (int) (capacities.longValue() >>> POSITION_BITS),
                            Math.toIntExact(versions.longValue())),
                    new GlobalPosition(creations.longValue()));
        }
    }
}
