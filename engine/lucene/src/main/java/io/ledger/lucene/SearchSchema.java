package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;

/**
 * The fields of one kind of document in a search index: how they are written, and how a document is restored from them.
 *
 * <p>The index adds fields of its own to each document:
 *
 * <pre>
 * id        the 16 octets of the stream's id; finds the one document of a stream
 * created   the position of the stream's first event, to search and to sort by
 * version   the version of the document
 * </pre>
 *
 * <p>A parked stream is a document without these and without the fields of the schema; its fields begin with {@code
 * parked}. A search that should find every document asks for those that have {@link #CREATED}.
 *
 * @param <V> documents
 */
public interface SearchSchema<V extends Document> {

    /** The field with the id. No schema has a field of this name, nor of the names below. */
    String ID = "id";

    /** The field with the position of the stream's first event. */
    String CREATED = "created";

    /** The field with the version. */
    String VERSION = "version";

    /**
     * Names the fields and everything that their content depends on, such as the tables that text is folded by. An index
     * that was written by another version is removed and built anew.
     */
    String version();

    /** A writer for one thread. */
    FieldWriter<V> writer();

    /** A reader of one segment. */
    FieldReader<V> reader(LeafReader segment) throws IOException;

    /** Fields that are made once and filled for each document. */
    interface FieldWriter<V extends Document> {

        /** The fields, always the same ones. */
        List<IndexableField> fields();

        /**
         * Fills the fields.
         *
         * @param createdAt where the stream's first event stands in the log
         */
        void fill(V document, GlobalPosition createdAt);
    }

    /** Restores documents of one segment, which are asked for in ascending order. */
    interface FieldReader<V extends Document> {

        /**
         * Restores a document.
         *
         * @param document its number in the segment
         * @throws IOException when it cannot be read, or lacks a field
         */
        V read(int document, String id, int version) throws IOException;
    }
}
