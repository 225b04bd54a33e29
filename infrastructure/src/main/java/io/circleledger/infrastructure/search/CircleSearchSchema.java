package io.circleledger.infrastructure.search;

import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.circleledger.infrastructure.icu.IcuNameOrder;
import io.ledger.core.log.GlobalPosition;
import io.ledger.lucene.NumberField;
import io.ledger.lucene.PartialText;
import io.ledger.lucene.PartialText.PieceWriter;
import io.ledger.lucene.SearchSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
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
 * </pre>
 */
public final class CircleSearchSchema implements SearchSchema<CircleView> {

    static final PartialText TEXT = new PartialText("one", "two");
    static final String NAME = "name";
    static final String NAME_SORT = "name_sort";
    static final String CAPACITY = "capacity";

    static final NameFolding FOLDING = new IcuNameFolding();

    /**
     * The length of the key that names are put in order by, of which a kanji takes three or so. It is in every cursor
     * of such a list.
     */
    static final int SORT_KEY_BYTES = 240;

    /** A position has room below the 15 bits of a capacity: it takes nine years at a million a second. */
    private static final int POSITION_BITS = 48;

    /** Raised with each change of the fields; the tables that names are folded and put in order by come with ICU. */
    private static final String FIELDS = "circles 1";

    @Override
    public String version() {
        return FIELDS + "; folding " + IcuNameFolding.VERSION + "; order " + IcuNameOrder.VERSION;
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

    /** Capacity and creation as one number that is ordered by both. */
    static long capacityKey(int capacity, GlobalPosition createdAt) {
        return ((long) capacity << POSITION_BITS) | createdAt.value();
    }

    private static final class CircleFieldWriter implements FieldWriter<CircleView> {

        private final PieceWriter pieces = TEXT.writer();
        private final BinaryDocValuesField name = new BinaryDocValuesField(NAME, new BytesRef());
        private final SortedDocValuesField nameSort = new SortedDocValuesField(NAME_SORT, new BytesRef());
        private final NumberField capacity = new NumberField(CAPACITY);

        @Override
        public List<IndexableField> fields() {
            var fields = new ArrayList<IndexableField>(List.of(name, nameSort));
            pieces.addTo(fields);
            capacity.addTo(fields);
            return fields;
        }

        @Override
        public void fill(CircleView circle, GlobalPosition createdAt) {
            pieces.set(FOLDING.fold(circle.name()));
            name.setBytesValue(new BytesRef(circle.name()));
            nameSort.setBytesValue(nameKey(circle.name()));
            capacity.set(capacityKey(circle.capacity(), createdAt));
        }
    }

    private static final class CircleFieldReader implements FieldReader<CircleView> {

        private final BinaryDocValues names;
        private final NumericDocValues capacities;

        CircleFieldReader(LeafReader segment) throws IOException {
            names = DocValues.getBinary(segment, NAME);
            capacities = DocValues.getNumeric(segment, CAPACITY);
        }

        @Override
        public CircleView read(int document, String id, int version) throws IOException {
            if (!(names.advanceExact(document) && capacities.advanceExact(document))) {
                throw new IOException("The index lacks a part of a circle");
            }
            var capacity = (int) (capacities.longValue() >>> POSITION_BITS);
            return new CircleView(id, names.binaryValue().utf8ToString(), capacity, version);
        }
    }
}
