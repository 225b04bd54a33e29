package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import io.ledger.lucene.SearchSchema.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/** Reuses one Lucene document and its fields; not thread-safe. */
final class DocumentWriter<V extends Document> {

    private final StringField id = new StringField(SearchSchema.ID, new BytesRef(), Field.Store.NO);
    private final BinaryDocValuesField idValue = new BinaryDocValuesField(SearchSchema.ID, new BytesRef());
    private final NumberField created = new NumberField(SearchSchema.CREATED);
    private final NumericDocValuesField version = new NumericDocValuesField(SearchSchema.VERSION, 0);
    private final FieldWriter<V> others;
    private final List<IndexableField> fields = new ArrayList<>();

    DocumentWriter(SearchSchema<V> schema) {
        others = schema.writer();
        fields.add(id);
        fields.add(idValue);
        created.addTo(fields);
        fields.add(version);
        fields.addAll(others.fields());
    }

    /** The fields of a document, which are good until the next one. */
    List<IndexableField> fields(BytesRef key, V document, GlobalPosition createdAt) {
        id.setBytesValue(key);
        idValue.setBytesValue(key);
        created.set(createdAt.value());
        version.setLongValue(document.version());
        others.fill(document, createdAt);
        return fields;
    }
}
