package io.ledger.lucene;

/** The search index cannot be used; the message tells the operator why and what to do. */
public final class SearchIndexException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SearchIndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
