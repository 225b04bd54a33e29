package io.ledger.core.read;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.RecentStates;
import java.util.Optional;

/**
 * Reads documents from a read model, and returns the later state of a stream that was changed at this server.
 *
 * <p>So a client that changes something and reads it at the same server sees the change, even without naming a
 * position. For a stream that is no longer shown, no document is returned, and the caller asks the log.
 */
public final class ReadOwnWrites<S, V extends Document> implements DocumentReader<V> {

    private final DocumentReader<V> documents;
    private final RecentStates<S> recent;
    private final ViewProjection<S, ?, V> projection;
    private final Freshness freshness;

    /** @param recent states of streams that were changed at this server */
    public ReadOwnWrites(
            DocumentReader<V> documents,
            RecentStates<S> recent,
            ViewProjection<S, ?, V> projection,
            Freshness freshness) {
        this.documents = documents;
        this.recent = recent;
        this.projection = projection;
        this.freshness = freshness;
    }

    @Override
    public Complete<Optional<V>> find(StreamId id) {
        return find(id, GlobalPosition.START);
    }

    @Override
    public Complete<Optional<V>> find(StreamId id, GlobalPosition atLeast) {
        var level = freshness.level();
        var found = documents.find(id, atLeast);
        if (found.value().isEmpty()) {
            return found;
        }
        var version = found.value().get().version();
        var changed = recent.find(id).filter(latest -> latest.version() > version);
        if (changed.isEmpty()) {
            return found;
        }
        freshness.shownFromMemory(level, changed.get().position());
        return new Complete<>(found.completeTo(), projection.view(changed.get()));
    }

    @Override
    public Page<V> page(GlobalPosition createdAfter, int limit) {
        return documents.page(createdAfter, limit);
    }
}
