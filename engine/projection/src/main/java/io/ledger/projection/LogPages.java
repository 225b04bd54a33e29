package io.ledger.projection;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventSource.SourcePage;
import io.ledger.core.log.EventSource.SourcePages;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The log after a position, page by page. While somebody works on a page, the next two are read at
 * once: the database prepares one while the other is decoded.
 *
 * <p>Positions have no gaps, so where a page begins is known before the one before it is there. In a
 * log that was tampered with a gap counts as the end: whoever goes on from the last entry with a read
 * of its own gets over it.
 */
final class LogPages<E> implements SourcePages<E> {

    private static final int AHEAD = 2;

    private final EventLog<E> log;
    private final int size;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<CompletableFuture<List<LogEntry<E>>>> pages = new ArrayDeque<>();
    private GlobalPosition asked;

    LogPages(EventLog<E> log, int size, GlobalPosition after) {
        this.log = log;
        this.size = size;
        this.asked = after;
        readAhead();
    }

    @Override
    public SourcePage<E> next() {
        return new SourcePage<>(nextEntries(), "");
    }

    private List<LogEntry<E>> nextEntries() {
        if (pages.isEmpty()) {
            return List.of();
        }
        try {
            var page = pages.removeFirst().join();
            if (page.size() < size) {
                pages.clear();
            } else {
                readAhead();
            }
            return page;
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof StoreUnavailableException unavailable ? unavailable : failure;
        }
    }

    private void readAhead() {
        while (pages.size() < AHEAD) {
            var first = new GlobalPosition(asked.value() + 1);
            asked = new GlobalPosition(asked.value() + size);
            var last = asked;
            pages.addLast(CompletableFuture.supplyAsync(() -> read(first, last), readers));
        }
    }

    private List<LogEntry<E>> read(GlobalPosition first, GlobalPosition last) {
        var page = log.replayFrom(first, size);
        return page.isEmpty() || !last.isBefore(page.getLast().position())
                ? page
                : page.stream()
                        .takeWhile(entry -> !last.isBefore(entry.position()))
                        .toList();
    }

    /** Waits for what is being read. */
    @Override
    public void close() {
        readers.close();
    }
}
