package io.ledger.lucene;

import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SortField;

/** A number to find documents by, and to sort them by. */
public final class NumberField {

    private final NumericDocValuesField value;
    private final LongPoint point;

    public NumberField(String name) {
        value = new NumericDocValuesField(name, 0);
        point = new LongPoint(name, 0);
    }

    /** Finds documents whose number is in a range, both ends included. */
    public static Query range(String name, long least, long most) {
        return new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(name, least, most), NumericDocValuesField.newSlowRangeQuery(name, least, most));
    }

    /** The order by the number. */
    public static SortField order(String name, boolean descending) {
        return new SortField(name, SortField.Type.LONG, descending);
    }

    /** Adds what a document consists of. */
    public void addTo(List<IndexableField> fields) {
        fields.add(value);
        fields.add(point);
    }

    public void set(long number) {
        value.setLongValue(number);
        point.setLongValue(number);
    }
}
