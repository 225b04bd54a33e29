package io.ledger.core.decide;

import io.ledger.core.StreamId;
import java.util.Optional;

/** Writes states of one category as snapshots and reads them back. A snapshot is a shortcut and never the truth. */
public interface StateCodec<S> {

    /** The state as JSON; of the same state always the same text. */
    String encode(StreamId stream, int version, S state);

    /** The state, or empty when {@code json} is not exactly what this codec writes for the stream at that version. */
    Optional<S> decode(StreamId stream, int version, String json);

    /** The state in a few words, for a report that shows where two of them differ. */
    String describe(S state);

    /** About how much memory a state takes, in 512 bytes: 1, unless it may grow with its history. */
    default int weight(S state) {
        return 1;
    }
}
