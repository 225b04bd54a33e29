package io.ledger.projection.feed;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.LogPlace;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.feed.KeptEvents.Frame;
import io.ledger.projection.history.LogObserver;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads the end of the log for all who follow it. */
final class TailReader {

    private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);

    private final LogTail tail;
    private final EventFeed feed;
    private final WakeUpChannel wakeUps;
    private final Function<StoredEvent, byte[]> form;
    private final LogObserver observer;
    private @Nullable Thread thread;

    TailReader(
            LogTail tail,
            EventFeed feed,
            WakeUpChannel wakeUps,
            Function<StoredEvent, byte[]> form,
            LogObserver observer) {
        this.tail = tail;
        this.feed = feed;
        this.wakeUps = wakeUps;
        this.form = form;
        this.observer = observer;
    }

    void start() {
        thread = Thread.ofVirtual().name("feed").start(this::run);
    }

    void stop() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                var rest = read(tail.placeToRead());
                if (rest.isPositive()) {
                    wakeUps.await(rest);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to rest before there is more */
    private Duration read(LogPlace place) throws InterruptedException {
        try {
            var page = feed.after(place.position(), FeedFilter.ALL, FeedLimits.PAGE);
            if (page.after().equals(place)) {
                observer.saw(page.end());
                tail.keep(place, page.events().stream().map(this::frame).toList(), page.end());
            } else if (tail.isStillTheEnd(place)) {
                tail.restart();
                observer.noticed("the feed");
            }
            return page.upTo().isBefore(page.head()) ? Duration.ZERO : FeedLimits.POLL;
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the feed goes on when the store is back");
        } catch (RuntimeException | Error failure) {
            LOG.atError().setCause(failure).log("the feed cannot be read");
        }
        Thread.sleep(FeedLimits.BACKOFF);
        return Duration.ZERO;
    }

    private Frame frame(StoredEvent event) {
        return new Frame(event.place(), event.streamId(), event.eventType(), form.apply(event));
    }
}
