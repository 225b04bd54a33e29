package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers every state. */
public final class RememberedStates<S> implements RecentStates<S> {

    private final Map<StreamId, Versioned<S>> states = new HashMap<>();
    private long era;

    @Override
    public synchronized Optional<Versioned<S>> find(StreamId id) {
        return Optional.ofNullable(states.get(id));
    }

    @Override
    public synchronized long era() {
        return era;
    }

    @Override
    public synchronized void remember(Versioned<S> latest, long takenIn) {
        if (takenIn == era) {
            states.merge(latest.stream(), latest, (one, other) -> other.version() >= one.version() ? other : one);
        }
    }

    @Override
    public synchronized void forget(StreamId id) {
        states.remove(id);
    }

    @Override
    public synchronized void forgetAll() {
        era++;
        states.clear();
    }
}
