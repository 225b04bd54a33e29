package io.ledger.testkit;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A whole read model in two maps: it follows a log as far as it is told, loses what it is told
 * to lose, and may be down.
 */
public final class InMemoryDocuments<S, E, V extends Document> implements DocumentReader<V> {

    private final InMemoryLog log;
    private final ViewProjection<S, E, V> projection;
    private final Map<StreamId, V> documents = new HashMap<>();
    private final TreeMap<GlobalPosition, StreamId> list = new TreeMap<>();
    private GlobalPosition completeTo = GlobalPosition.START;
    private CountDownLatch pagesAwaited = new CountDownLatch(0);
    private int reads;
    private boolean down;

    public InMemoryDocuments(InMemoryLog log, ViewProjection<S, E, V> projection) {
        this.log = log;
        this.projection = projection;
    }

    @Override
    public synchronized Complete<Optional<V>> find(StreamId id) {
        countRead();
        return new Complete<>(completeTo, Optional.ofNullable(documents.get(id)));
    }

    @Override
    public synchronized Page<V> page(GlobalPosition createdAfter, int limit) {
        countRead();
        pagesAwaited.countDown();
        var after = list.tailMap(createdAfter, false);
        var listed = after.entrySet().stream()
                .limit(limit)
                .map(entry -> new Listed<>(
                        entry.getKey(), entry.getValue(), Optional.ofNullable(documents.get(entry.getValue()))))
                .toList();
        return new Page<>(completeTo, listed, after.size() > limit, list.size());
    }

    private void countRead() {
        reads++;
        if (down) {
            throw StoreUnavailableException.of("read model", new IllegalStateException("down"));
        }
    }

    /** Applies the log's events up to a position. */
    public synchronized void follow(GlobalPosition to) {
        for (var event : log.recorded(projection.aggregate())) {
            var due = completeTo.isBefore(event.position()) && !to.isBefore(event.position());
            if (due) {
                if (event.version() == 1) {
                    list.put(event.position(), event.stream());
                }
                apply(event);
                completeTo = event.position();
            }
        }
    }

    private void apply(Recorded<E> event) {
        var id = event.stream();
        var before = Optional.ofNullable(documents.get(id));
        if (event.version() != before.map(Document::version).orElse(0) + 1) {
            // The document before was lost.
            documents.remove(id);
            return;
        }
        try {
            projection.project(before, event).ifPresentOrElse(document -> documents.put(id, document), () -> {
                documents.remove(id);
                list.values().remove(id);
            });
        } catch (ImpossibleEventException _) {
            documents.remove(id);
        }
    }

    public synchronized void followToTheEnd() {
        follow(log.head());
    }

    /** Forgets everything, as a read model that was restarted without its data. */
    public synchronized void lose() {
        documents.clear();
        list.clear();
        completeTo = GlobalPosition.START;
    }

    /** Forgets one document, while the list and the position stay. */
    public synchronized void loseDocument(StreamId id) {
        documents.remove(id);
    }

    public synchronized void takeDown(boolean value) {
        down = value;
    }

    public synchronized GlobalPosition completeTo() {
        return completeTo;
    }

    public synchronized int reads() {
        return reads;
    }

    /** A latch that opens when so many more pages have been read. */
    public synchronized CountDownLatch awaitPages(int count) {
        pagesAwaited = new CountDownLatch(count);
        return pagesAwaited;
    }
}
