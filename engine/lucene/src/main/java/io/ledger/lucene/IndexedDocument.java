package io.ledger.lucene;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;

/**
 * A document that was restored from the index.
 *
 * @param createdAt where its stream's first event stands in the log
 */
public record IndexedDocument<V extends Document>(V document, GlobalPosition createdAt) {}
