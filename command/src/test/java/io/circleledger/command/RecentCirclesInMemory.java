package io.circleledger.command;

import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers every circle. */
final class RecentCirclesInMemory implements RecentStates {

    private final Map<StreamId, Latest> circles = new HashMap<>();
    private long era;

    @Override
    public Optional<Latest> find(StreamId id) {
        return Optional.ofNullable(circles.get(id));
    }

    @Override
    public long era() {
        return era;
    }

    @Override
    public void remember(Latest latest, long takenIn) {
        if (takenIn != era) {
            return;
        }
        circles.merge(
                latest.circle().id(),
                latest,
                (one, other) -> other.circle().version() >= one.circle().version() ? other : one);
    }

    @Override
    public void forget(StreamId id) {
        circles.remove(id);
    }

    @Override
    public void forgetAll() {
        era++;
        circles.clear();
    }
}
