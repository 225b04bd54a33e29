package io.ledger.lucene;

import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.util.BytesRef;

/** Which versions of some documents the index has. */
final class PresentVersions {

    private final List<BytesRef> keys;
    private final long[] versions;
    private final long[] creations;

    private PresentVersions(List<BytesRef> keys) {
        this.keys = keys;
        this.versions = new long[keys.size()];
        this.creations = new long[keys.size()];
    }

    static PresentVersions read(IndexReader index, List<BytesRef> keys) throws IOException {
        var present = new PresentVersions(keys);
        KeyLookup.find(index, keys, segment -> {
            var created = DocValues.getNumeric(segment, SearchSchema.CREATED);
            var version = DocValues.getNumeric(segment, SearchSchema.VERSION);
            return (document, key) -> {
                present.versions[key] = SegmentDocuments.number(version, document);
                present.creations[key] = SegmentDocuments.number(created, document);
            };
        });
        return present;
    }

    BytesRef key(int number) {
        return keys.get(number);
    }

    /** The version of a document, 0 when there is none. */
    long version(int number) {
        return versions[number];
    }

    /** Where the stream of a document was created; empty when there is none. */
    Optional<GlobalPosition> createdAt(int number) {
        return versions[number] == 0 ? Optional.empty() : Optional.of(new GlobalPosition(creations[number]));
    }
}
