package io.circleledger.query;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.readmodel.CircleProjection.Projected.AlreadyApplied;
import io.circleledger.domain.readmodel.CircleProjection.Projected.Gone;
import io.circleledger.domain.readmodel.CircleProjection.Projected.OutOfSequence;
import io.circleledger.domain.readmodel.CircleProjection.Projected.Visible;
import io.circleledger.domain.readmodel.CircleProjection;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A whole read model in two maps: it follows a ledger as far as it is told, loses what it is told
 * to lose, and may be down.
 */
final class InMemoryReadModel implements DocumentReader {

    private final InMemoryLedger ledger;
    private final Map<StreamId, CircleView> documents = new HashMap<>();
    private final TreeMap<GlobalPosition, StreamId> list = new TreeMap<>();
    private GlobalPosition completeTo = GlobalPosition.START;
    private CountDownLatch pagesAwaited = new CountDownLatch(0);
    private int reads;
    private boolean down;

    InMemoryReadModel(InMemoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized Found find(StreamId id) {
        countRead();
        return new Found(completeTo, Optional.ofNullable(documents.get(id)));
    }

    @Override
    public synchronized Page page(GlobalPosition createdAfter, int limit) {
        countRead();
        pagesAwaited.countDown();
        var after = list.tailMap(createdAfter, false);
        var circles = after.entrySet().stream()
                .limit(limit)
                .map(entry -> new Listed(
                        entry.getKey(), entry.getValue(), Optional.ofNullable(documents.get(entry.getValue()))))
                .toList();
        return new Page(completeTo, circles, after.size() > limit);
    }

    private void countRead() {
        reads++;
        if (down) {
            throw StoreUnavailableException.of("read model", new IllegalStateException("down"));
        }
    }

    /** Applies the ledger's events up to a position. */
    synchronized void follow(GlobalPosition to) {
        for (var event : ledger.log()) {
            var due = completeTo.isBefore(event.position()) && !to.isBefore(event.position());
            if (due) {
                var id = event.circleId();
                if (event.event() instanceof CircleCreated) {
                    list.put(event.position(), id);
                }
                switch (CircleProjection.project(Optional.ofNullable(documents.get(id)), event)) {
                    case Visible(var view) -> documents.put(id, view);
                    case Gone() -> {
                        documents.remove(id);
                        list.values().remove(id);
                    }
                    case AlreadyApplied(), OutOfSequence() -> documents.remove(id);
                }
                completeTo = event.position();
            }
        }
    }

    synchronized void followToTheEnd() {
        follow(ledger.head());
    }

    /** Forgets everything, as a read model that was restarted without its data. */
    synchronized void lose() {
        documents.clear();
        list.clear();
        completeTo = GlobalPosition.START;
    }

    /** Forgets one document, while the list and the position stay. */
    synchronized void loseDocument(StreamId id) {
        documents.remove(id);
    }

    synchronized void takeDown(boolean value) {
        down = value;
    }

    synchronized GlobalPosition completeTo() {
        return completeTo;
    }

    synchronized int reads() {
        return reads;
    }

    /** A latch that opens when so many more pages have been read. */
    synchronized CountDownLatch awaitPages(int count) {
        pagesAwaited = new CountDownLatch(count);
        return pagesAwaited;
    }
}
