package io.ledger.core.document;

import io.ledger.core.log.GlobalPosition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a whole read model in bounded pages, to check it. Nothing in it is assumed to be valid. */
public interface DocumentScan<V extends Document> {

    /** How many ids one look may have. */
    int MAX_LOOK = 1_000;

    /** The parts of a read model that name streams. */
    enum Part {
        DOCUMENTS,
        LIST,
        PARKED
    }

    /**
     * Some of the ids in a part.
     *
     * @param next where to continue, empty at the end
     */
    record Ids(List<String> ids, Optional<String> next) {

        public Ids {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Reads ids, in no order. An id that stays in the part from the first page to the last is met
     * at least once.
     *
     * @param cursor what the page before gave, empty for the first
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Ids ids(Part part, Optional<String> cursor);

    /**
     * Reads the entries of some streams; one that does not exist is {@link DocumentEntry#none}.
     *
     * @param ids at most {@link #MAX_LOOK}, of any shape
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Map<String, DocumentEntry<V>> look(Collection<String> ids);

    /**
     * Whether each of the ids has a document, whatever is in it.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean haveDocuments(Collection<String> ids);

    /**
     * The position of the checkpoint, whether it fits the rest or not; the start when it has none.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    GlobalPosition position();

    /**
     * How much a read model holds, all seen at one moment.
     *
     * @param checkpoint empty when it has none that can be understood
     * @param listed streams in the list
     * @param documents keys that hold nothing else: those of documents, and whatever others have in the same place and do
     *     not let expire
     */
    record Counts(Optional<Checkpoint> checkpoint, long listed, long documents) {}

    /**
     * Counts without reading.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    Counts counts();

    /**
     * How many streams are listed.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    long listed();
}
