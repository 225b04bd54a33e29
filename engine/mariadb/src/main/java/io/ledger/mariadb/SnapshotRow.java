package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.stream.SnapshotPolicy;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A snapshot on its way into its table.
 *
 * @param state as the codec writes it
 * @param eventId the event that the state was taken at, whose id is as unique as the snapshot
 */
record SnapshotRow(StreamId stream, int version, String state, String eventId, Instant occurredAt) {

    static final String REPLACE =
            "REPLACE INTO {snapshots} (id, {stream_id}, version, state, created_at, checksum) VALUES ";

    /** What {@link #bind} fills. */
    static final String PLACES = "(?, ?, ?, ?, ?, ?)";

    static <S> SnapshotRow of(
            StateCodec<S> codec, StreamId stream, int version, S state, String eventId, Instant occurredAt) {
        return new SnapshotRow(stream, version, codec.encode(stream, version, state), eventId, occurredAt);
    }

    long bytes() {
        return SnapshotPolicy.bytes(state);
    }

    void bind(Parameters parameters) throws SQLException {
        parameters
                .add(eventId)
                .add(stream.id())
                .add(version)
                .add(state)
                .add(occurredAt)
                .add(SnapshotText.checksum(stream, version, eventId, state));
    }
}
