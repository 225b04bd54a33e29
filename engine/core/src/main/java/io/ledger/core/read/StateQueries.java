package io.ledger.core.read;

import io.ledger.core.StreamId;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import java.util.Optional;

/** Queries for whole states, which are folded from the log and so are never stale: for what no document has. */
public final class StateQueries<S> {

    private final EventStore<S> store;
    private final RecentStates<S> recent;
    private final Freshness freshness;

    /** @param recent states that spare the store the beginnings of their histories */
    public StateQueries(EventStore<S> store, RecentStates<S> recent, Freshness freshness) {
        this.store = store;
        this.recent = recent;
        this.freshness = freshness;
    }

    /**
     * The state of a stream, empty when there never was such a stream. The answer includes everything up to
     * {@code atLeast}.
     *
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    public Complete<Optional<Versioned<S>>> find(StreamId id, GlobalPosition atLeast) {
        var shownBefore = freshness.shown();
        var level = freshness.level();
        var era = recent.era();
        var stored = recent.find(id).map(store::loadSince).orElseGet(() -> store.load(id));
        stored.value().ifPresent(latest -> recent.remember(latest, era));
        freshness.checkEnd(shownBefore, stored.completeTo(), atLeast);
        stored.value().ifPresent(latest -> freshness.shown(level, latest.position()));
        return stored;
    }
}
