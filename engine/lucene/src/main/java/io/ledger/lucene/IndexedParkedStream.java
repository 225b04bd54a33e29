package io.ledger.lucene;

import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;

/** A parked stream as the index has it: a document that no search finds. */
final class IndexedParkedStream {

    static final String ID = "parked";
    static final String SINCE = "parked_since";

    private static final String VERSION = "parked_version";
    private static final String POSITION = "parked_position";
    private static final String REASON = "parked_reason";

    private IndexedParkedStream() {}

    static Term term(String streamId) {
        return new Term(ID, streamId);
    }

    static Document document(ParkedStream stream) {
        var document = new Document();
        document.add(new StringField(ID, stream.streamId(), Field.Store.YES));
        document.add(new StoredField(VERSION, stream.version()));
        document.add(new StoredField(POSITION, stream.position().value()));
        document.add(new StoredField(REASON, stream.reason()));
        document.add(new StoredField(SINCE, stream.since().toString()));
        document.add(new NumericDocValuesField(SINCE, stream.since().toEpochMilli()));
        return document;
    }

    static ParkedStream read(Document document) {
        return new ParkedStream(
                document.get(ID),
                document.getField(VERSION).numericValue().intValue(),
                new GlobalPosition(document.getField(POSITION).numericValue().longValue()),
                document.get(REASON),
                Instant.parse(document.get(SINCE)));
    }
}
