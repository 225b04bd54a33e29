package io.ledger.mariadb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.core.stream.StreamAppend;
import java.util.List;
import java.util.Optional;

/**
 * Tells which states of a batch are kept as snapshots.
 *
 * <p>The size of a state is known when it is encoded, which for a large one takes longer than anything else about its append.
 * So the size of a large state is remembered, and it is not encoded again before one of that size is due. Where nothing is
 * remembered, as after a restart or on another server, it is encoded: what is remembered spares work and decides nothing,
 * but for a state that has shrunk, whose next snapshot comes when the larger one's would have.
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

    /** The snapshots to record with appends. */
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
