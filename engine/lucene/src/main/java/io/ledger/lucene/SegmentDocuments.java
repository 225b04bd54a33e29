package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import io.ledger.lucene.SearchSchema.FieldReader;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** The documents of one segment, read in ascending order. */
final class SegmentDocuments<V extends Document> {

    private final BinaryDocValues ids;
    private final NumericDocValues creations;
    private final NumericDocValues versions;
    private final FieldReader<V> others;

    SegmentDocuments(LeafReader segment, SearchSchema<V> schema) throws IOException {
        ids = DocValues.getBinary(segment, SearchSchema.ID);
        creations = DocValues.getNumeric(segment, SearchSchema.CREATED);
        versions = DocValues.getNumeric(segment, SearchSchema.VERSION);
        others = schema.reader(segment);
    }

    /** Reads a document whose id is known. */
    V read(int document, String id) throws IOException {
        return others.read(document, id, Math.toIntExact(number(versions, document)));
    }

    /** Reads a document that a search found. */
    IndexedDocument<V> read(int document) throws IOException {
        if (!ids.advanceExact(document)) {
            throw incomplete();
        }
        var id = StreamKey.id(ids.binaryValue());
        return new IndexedDocument<>(read(document, id), new GlobalPosition(number(creations, document)));
    }

    /** The number that a document has in a field. */
    static long number(NumericDocValues values, int document) throws IOException {
        if (!values.advanceExact(document)) {
            throw incomplete();
        }
        return values.longValue();
    }

    private static IOException incomplete() {
        return new IOException("The index lacks a part of a document");
    }
}
