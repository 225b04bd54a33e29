package io.ledger.lucene;

import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * A text that is found by any part of it, kept as its pieces of one character and of two.
 *
 * <p>It is compared as it is: a text and the parts that are looked for should be folded alike.
 *
 * @param one the name of the field with the pieces of one character
 * @param two the name of the field with the pieces of two characters
 */
public record PartialText(String one, String two) {

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

    /** The two fields, made once and filled for each document; for one thread. */
    public static final class PieceWriter {

        private final Grams ones = new Grams(1);
        private final Grams twos = new Grams(2);
        private final Field one;
        private final Field two;

        private PieceWriter(PartialText text) {
            one = new Field(text.one, ones, PIECE);
            two = new Field(text.two, twos, PIECE_AND_PLACE);
        }

        /** Adds what a document consists of. */
        public void addTo(List<IndexableField> fields) {
            fields.add(one);
            fields.add(two);
        }

        public void set(String text) {
            ones.read(text);
            twos.read(text);
        }
    }

    public PieceWriter writer() {
        return new PieceWriter(this);
    }

    /**
     * Finds documents whose text has a part.
     *
     * @throws IllegalArgumentException when the part is empty
     */
    public Query containing(String part) {
        return switch (part.codePointCount(0, part.length())) {
            case 0 -> throw new IllegalArgumentException("An empty part is in every text");
            case 1 -> new TermQuery(new Term(one, part));
            case 2 -> new TermQuery(new Term(two, part));
            default -> phrase(part);
        };
    }

    private Query phrase(String part) {
        var phrase = new PhraseQuery.Builder();
        var end = part.offsetByCodePoints(part.length(), -1);
        for (var start = 0; start < end; start = part.offsetByCodePoints(start, 1)) {
            phrase.add(new Term(two, part.substring(start, part.offsetByCodePoints(start, 2))));
        }
        return phrase.build();
    }
}
