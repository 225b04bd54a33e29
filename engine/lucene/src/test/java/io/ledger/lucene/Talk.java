package io.ledger.lucene;

import io.ledger.core.document.Document;

/** A small document to try the index with. */
record Talk(String id, String title, int version) implements Document {}
