package io.ledger.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/** Finds the documents of streams by their keys, each segment from front to back. */
final class KeyLookup {

    /** Reads one segment, in which there is at least one of the documents. */
    interface Segment {

        Match open(LeafReader segment) throws IOException;
    }

    /** Reads one document that was found. */
    interface Match {

        /**
         * Reads a document.
         *
         * @param document its number in the segment
         * @param key which of the keys it has, from 0
         */
        void read(int document, int key) throws IOException;
    }

    private KeyLookup() {}

    static void find(IndexReader index, List<BytesRef> keys, Segment reader) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        // The document above and the key below, so that sorting puts them in the order of documents.
        var found = new long[keys.size()];
        for (var leaf : index.leaves()) {
            var terms = leaf.reader().terms(SearchSchema.ID);
            if (terms == null) {
                continue;
            }
            var term = terms.iterator();
            var live = leaf.reader().getLiveDocs();
            PostingsEnum postings = null;
            var count = 0;
            for (var key = 0; key < keys.size(); key++) {
                if (!term.seekExact(keys.get(key))) {
                    continue;
                }
                postings = term.postings(postings, PostingsEnum.NONE);
                for (var doc = postings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = postings.nextDoc()) {
                    if (live == null || live.get(doc)) {
                        found = ArrayUtil.grow(found, count + 1);
                        found[count++] = ((long) doc << Integer.SIZE) | key;
                    }
                }
            }
            if (count > 0) {
                Arrays.sort(found, 0, count);
                var match = reader.open(leaf.reader());
                for (var i = 0; i < count; i++) {
                    match.read((int) (found[i] >>> Integer.SIZE), (int) found[i]);
                }
            }
        }
    }
}
