package io.ledger.projection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed.Listener;
import io.ledger.core.feed.LiveFeed.News;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.history.LogObserver;
import io.ledger.stores.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The live feed over a real log, and how one listens to it. */
abstract class LogTailFixture {

    static final Duration LONG = Duration.ofSeconds(60);

    final WakeUpChannel wakeUps = new WakeUpChannel();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    MariaDb database;
    StoppingFeed feed;
    LogTail tail;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        feed = new StoppingFeed(new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE)));
        tail = new LogTail(
                feed,
                wakeUps,
                event -> event.position().toString().getBytes(StandardCharsets.US_ASCII),
                LogObserver.UNHEARD);
        tail.bindTo(metrics);
        tail.start();
    }

    @AfterEach
    void close() {
        tail.close();
        executor.shutdownNow();
        database.close();
    }

    /** The real feed, which stops a reader between its reading and what it does with it. */
    static final class StoppingFeed implements EventFeed {

        private final EventFeed feed;
        final AtomicInteger pages = new AtomicInteger();
        volatile Optional<Thread> stopped = Optional.empty();
        final CountDownLatch hasRead = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        StoppingFeed(EventFeed feed) {
            this.feed = feed;
        }

        /** Stops this thread after its next page. */
        void stopMe() {
            stopped = Optional.of(Thread.currentThread());
        }

        @Override
        public FeedSlice after(GlobalPosition position, FeedFilter filter, int limit) {
            var page = feed.after(position, filter, limit);
            pages.incrementAndGet();
            if (stopped.filter(Thread.currentThread()::equals).isPresent()) {
                stopped = Optional.empty();
                hasRead.countDown();
                try {
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
            return page;
        }

        @Override
        public GlobalPosition head() {
            return feed.head();
        }

        @Override
        public LogPlace at(GlobalPosition position) {
            return feed.at(position);
        }

        @Override
        public GlobalPosition known() {
            return feed.known();
        }
    }

    void grow(int events) throws Exception {
        FilledLog.grow(database.database().dataSource(), events);
        wakeUps.published(feed.head());
    }

    Listener listen(long after, FeedFilter filter) {
        return listen(FeedPlace.unchecked(new GlobalPosition(after)), filter);
    }

    Listener listen(FeedPlace after, FeedFilter filter) {
        return tail.listen(after, filter).orElseThrow();
    }

    /** The place that a listener has who has heard of the event at a position. */
    FeedPlace place(long position) {
        return FeedPlace.of(feed.at(new GlobalPosition(position)));
    }

    /** What a listener hears until it has heard of a position. */
    static List<Long> hear(Listener listener, long upTo) throws InterruptedException {
        var heard = new ArrayList<Long>();
        var deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            switch (listener.next(Duration.ofSeconds(1))) {
                case News.Events(var frames, var place) -> {
                    frames.forEach(frame -> heard.add(Long.parseLong(new String(frame, StandardCharsets.US_ASCII))));
                    if (!place.position().isBefore(new GlobalPosition(upTo))) {
                        return heard;
                    }
                }
                case News.Quiet(var place) -> {
                    if (!place.position().isBefore(new GlobalPosition(upTo))) {
                        return heard;
                    }
                }
                case News.Dropped _, News.Closed _ -> throw new AssertionError("left after " + heard);
            }
        }
        throw new AssertionError("in vain after " + heard);
    }

    static List<Long> heardUntilDropped(Listener listener) throws InterruptedException {
        var heard = new ArrayList<Long>();
        for (var news = listener.next(LONG); !(news instanceof News.Dropped); news = listener.next(LONG)) {
            if (news instanceof News.Events(var frames, var _)) {
                frames.forEach(frame -> heard.add(Long.parseLong(new String(frame, StandardCharsets.US_ASCII))));
            }
        }
        return heard;
    }

    static List<Long> positions(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    double count(String meter) {
        return metrics.get(meter).functionCounter().count();
    }
}
