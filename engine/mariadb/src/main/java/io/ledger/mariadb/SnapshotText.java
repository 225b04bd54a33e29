package io.ledger.mariadb;

import io.ledger.core.Sha256;
import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells which snapshots may be believed.
 *
 * <p>A snapshot is a shortcut and never the truth: one that is not exactly what the codec writes is
 * no snapshot, and the events are replayed instead. So is one whose checksum is missing or wrong. The checksum is taken
 * over the stream, the version, the event that the snapshot was taken at and the state. It is taken of the state as the
 * codec writes it, not of the stored text: MySQL stores JSON in an order of its own.
 */
final class SnapshotText {

    private SnapshotText() {}

    /**
     * The checksum of a snapshot, 64 hexadecimal digits.
     *
     * @param eventId the event that it was taken at
     * @param state as the codec writes it
     */
    static String checksum(StreamId stream, int version, String eventId, String state) {
        var text = "%s snapshot\n%s\n%d\n%s\n%s".formatted(stream.category(), stream.id(), version, eventId, state);
        return Sha256.hex(text);
    }

    /** Whether the checksum is that of the state. */
    static <S> boolean isSealed(
            StateCodec<S> codec, StreamId stream, int version, String eventId, S state, String checksum) {
        return checksum(stream, version, eventId, codec.encode(stream, version, state))
                .equals(checksum);
    }

    /**
     * The state that a snapshot may be believed to hold, or empty when the events must be replayed.
     *
     * @param eventId the event that the log has at this version
     * @param snapshotId the event that the snapshot says it was taken at
     */
    static <S> Optional<S> believed(
            StateCodec<S> codec,
            StreamId stream,
            int version,
            String eventId,
            String snapshotId,
            String json,
            @Nullable String checksum) {
        return checksum == null || !snapshotId.equals(eventId)
                ? Optional.empty()
                : codec.decode(stream, version, json)
                        .filter(state -> isSealed(codec, stream, version, eventId, state, checksum));
    }
}
