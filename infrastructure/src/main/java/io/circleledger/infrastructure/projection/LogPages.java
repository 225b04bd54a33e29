package io.circleledger.infrastructure.projection;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The log after a position, page by page. While somebody works on a page, the next one is read: one
 * page ahead and no more.
 */
final class LogPages implements AutoCloseable {

    private final EventLog log;
    private final int size;
    private final ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();
    private CompletableFuture<List<LogEntry>> ahead;

    LogPages(EventLog log, int size, GlobalPosition after) {
        this.log = log;
        this.size = size;
        this.ahead = readAfter(after);
    }

    /**
     * The next page, empty at the end.
     *
     * @throws StoreUnavailableException when the log cannot be read
     */
    List<LogEntry> next() {
        try {
            var page = ahead.join();
            ahead = page.size() < size
                    ? CompletableFuture.completedFuture(List.of())
                    : readAfter(page.getLast().position());
            return page;
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof StoreUnavailableException unavailable ? unavailable : failure;
        }
    }

    private CompletableFuture<List<LogEntry>> readAfter(GlobalPosition position) {
        var from = new GlobalPosition(position.value() + 1);
        return CompletableFuture.supplyAsync(() -> log.replayFrom(from, size), reader);
    }

    /** Waits for what is being read. */
    @Override
    public void close() {
        reader.close();
    }
}
