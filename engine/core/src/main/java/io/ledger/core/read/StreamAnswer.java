package io.ledger.core.read;

import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;

/**
 * The answer to a query for one stream.
 *
 * @param <V> documents
 */
public sealed interface StreamAnswer<V extends Document> {

    /** Every event up to here is in the answer. */
    GlobalPosition completeTo();

    /** The stream is shown. */
    record Visible<V extends Document>(GlobalPosition completeTo, V document) implements StreamAnswer<V> {}

    /** The stream is no longer shown; {@code version} is that of its last event. */
    record Hidden<V extends Document>(GlobalPosition completeTo, int version) implements StreamAnswer<V> {}

    /** There never was such a stream. */
    record NeverWas<V extends Document>(GlobalPosition completeTo) implements StreamAnswer<V> {}
}
