package io.ledger.core.document;

/** What a read model shows of one stream. */
public interface Document {

    /** The stream's id. */
    String id();

    /** The version of the stream's last event that is in it. */
    int version();
}
