package io.circleledger.infrastructure.lucene;

import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Instant;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;

/** A parked circle as the index has it: a document that no search finds. */
final class IndexedParkedCircle {

    static final String ID = "parked";
    static final String SINCE = "parked_since";

    private static final String VERSION = "parked_version";
    private static final String POSITION = "parked_position";
    private static final String REASON = "parked_reason";

    private IndexedParkedCircle() {}

    static Term term(String circleId) {
        return new Term(ID, circleId);
    }

    static Document document(ParkedStream circle) {
        var document = new Document();
        document.add(new StringField(ID, circle.streamId(), Field.Store.YES));
        document.add(new StoredField(VERSION, circle.version()));
        document.add(new StoredField(POSITION, circle.position().value()));
        document.add(new StoredField(REASON, circle.reason()));
        document.add(new StoredField(SINCE, circle.since().toString()));
        document.add(new NumericDocValuesField(SINCE, circle.since().toEpochMilli()));
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
