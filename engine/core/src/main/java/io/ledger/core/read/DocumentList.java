package io.ledger.core.read;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * Some documents in the order of their streams' creation.
 *
 * @param completeTo every event up to here is in the answer
 * @param next what to ask for the documents that follow, empty at the end of the list
 * @param total how many documents the whole list has
 */
public record DocumentList<V extends Document>(
        GlobalPosition completeTo, List<V> documents, Optional<GlobalPosition> next, long total) {

    public DocumentList {
        documents = List.copyOf(documents);
    }
}
