package io.ledger.mariadb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.StreamAppend;
import java.util.List;
import java.util.Optional;

/**
 * Selects the states of a batch that are stored as snapshots.
 *
 * <p>The size of a state is known only when it is encoded, and encoding a large state takes longer than the rest of its
 * append. So the sizes of large states are remembered, and a state is not encoded until a snapshot of that size is due.
 * If no size is remembered, as after a restart or on another server, the state is encoded. The memory only saves work,
 * with one exception: after a state has shrunk, its next snapshot comes when one of the larger state was due.
 */
final class DueSnapshots {

    private final SnapshotPolicy policy;
    private final Cache<String, Long> sizes = Caffeine.newBuilder()
            .maximumSize(MariaDbLimits.SIZES_OF_STATES)
            .executor(Runnable::run)
            .build();

    DueSnapshots(SnapshotPolicy policy) {
        this.policy = policy;
    }

    /** Returns the snapshots to record with these appends. */
    List<SnapshotRow> of(List<Append> appends) {
        return appends.stream()
                .<StreamAppend<?, ?>>flatMap(append -> append.streams().stream())
                .flatMap(stream -> of(stream).stream())
                .toList();
    }

    private <S> Optional<SnapshotRow> of(StreamAppend<S, ?> append) {
        var before = append.expectedVersion().value();
        var after = append.versionAfter();
        if (!policy.isDue(before, after, 0)) {
            return Optional.empty();
        }
        var streamId = append.stream().id();
        var remembered = sizes.getIfPresent(streamId);
        if (remembered != null && !policy.isDue(before, after, remembered)) {
            return Optional.empty();
        }
        var last = append.events().getLast();
        var row = SnapshotRow.of(
                append.aggregate().states(),
                append.stream(),
                after,
                append.after(),
                last.id().toString(),
                last.occurredAt());
        var bytes = row.bytes();
        if (bytes > policy.smallBytes()) {
            sizes.put(streamId, bytes);
        } else if (remembered != null) {
            sizes.invalidate(streamId);
        }
        return policy.isDue(before, after, bytes) ? Optional.of(row) : Optional.empty();
    }
}
