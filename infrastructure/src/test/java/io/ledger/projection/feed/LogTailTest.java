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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live feed over a real log, with the moments forced at which it could lose or repeat an event. */
class LogTailTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final WakeUpChannel wakeUps = new WakeUpChannel();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private MariaDb database;
    private StoppingFeed feed;
    private LogTail tail;

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
    private static final class StoppingFeed implements EventFeed {

        private final EventFeed feed;
        private final AtomicInteger pages = new AtomicInteger();
        private volatile Optional<Thread> stopped = Optional.empty();
        private final CountDownLatch hasRead = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

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

    private void grow(int events) throws Exception {
        FilledLog.grow(database.database().dataSource(), events);
        wakeUps.published(feed.head());
    }

    private Listener listen(long after, FeedFilter filter) {
        return listen(FeedPlace.unchecked(new GlobalPosition(after)), filter);
    }

    private Listener listen(FeedPlace after, FeedFilter filter) {
        return tail.listen(after, filter).orElseThrow();
    }

    /** The place that a listener has who has heard of the event at a position. */
    private FeedPlace place(long position) {
        return FeedPlace.of(feed.at(new GlobalPosition(position)));
    }

    /** What a listener hears until it has heard of a position. */
    private static List<Long> hear(Listener listener, long upTo) throws InterruptedException {
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

    private static List<Long> heardUntilDropped(Listener listener) throws InterruptedException {
        var heard = new ArrayList<Long>();
        for (var news = listener.next(LONG); !(news instanceof News.Dropped); news = listener.next(LONG)) {
            if (news instanceof News.Events(var frames, var _)) {
                frames.forEach(frame -> heard.add(Long.parseLong(new String(frame, StandardCharsets.US_ASCII))));
            }
        }
        return heard;
    }

    private static List<Long> positions(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private double count(String meter) {
        return metrics.get(meter).functionCounter().count();
    }

    /** Few more events are kept for the one who comes, and so many are not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, FeedLimits.KEPT_EVENTS - 1, FeedLimits.KEPT_EVENTS + 100})
    void a_listener_that_has_seen_the_end_loses_nothing_that_comes_before_it_follows(int meanwhile) throws Exception {
        grow(10);
        try (var leader = listen(0, FeedFilter.ALL)) {
            assertThat(hear(leader, 10)).isEqualTo(positions(1, 10));
            // To hear of an event that is new shows that it follows.
            grow(1);
            assertThat(hear(leader, 11)).isEqualTo(positions(11, 11));

            Callable<List<Long>> late = () -> {
                try (var listener = listen(0, FeedFilter.ALL)) {
                    feed.stopMe();
                    return hear(listener, 11 + meanwhile);
                }
            };
            var heard = executor.submit(late);
            assertThat(feed.hasRead.await(30, TimeUnit.SECONDS)).isTrue();
            var led = executor.submit(() -> hear(leader, 11 + meanwhile));
            grow(meanwhile);
            assertThat(led.get(30, TimeUnit.SECONDS)).isEqualTo(positions(12, 11 + meanwhile));
            feed.goOn.countDown();

            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo(positions(1, 11 + meanwhile));
        }
    }

    @Test
    void a_listener_that_is_too_slow_is_dropped_and_goes_on_from_its_place() throws Exception {
        var events = FeedLimits.KEPT_EVENTS + 500;
        grow(3);
        try (var slow = listen(0, FeedFilter.ALL);
                var quick = listen(0, FeedFilter.ALL)) {
            assertThat(hear(slow, 3)).isEqualTo(positions(1, 3));
            assertThat(hear(quick, 3)).isEqualTo(positions(1, 3));
            grow(1);
            assertThat(hear(slow, 4)).isEqualTo(positions(4, 4));

            var heard = executor.submit(() -> hear(quick, 4 + events));
            grow(events);
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo(positions(4, 4 + events));

            assertThat(slow.next(LONG)).isEqualTo(new News.Dropped());
            assertThat(count("ledger.feed.dropped")).isEqualTo(1);
        }
        try (var back = listen(4, FeedFilter.ALL)) {
            assertThat(hear(back, 4 + events)).isEqualTo(positions(5, 4 + events));
        }
    }

    @Test
    void a_filter_that_nothing_passes_moves_the_place_on_all_the_same() throws Exception {
        grow(5);
        var dissolved = new FeedFilter(Optional.empty(), Set.of("CircleDissolved"));
        try (var listener = listen(0, dissolved)) {
            assertThat(hear(listener, 5)).isEmpty();
            grow(5);
            assertThat(hear(listener, 10)).isEmpty();
            assertThat(count("ledger.feed.events")).isZero();
        }
    }

    @Test
    void only_those_who_listen_have_the_log_read() throws Exception {
        grow(1);
        try (var listener = listen(0, FeedFilter.ALL)) {
            hear(listener, 1);
            grow(1);
            hear(listener, 2);
            assertThat(metrics.get("ledger.feed.listeners").gauge().value()).isEqualTo(1);
        }
        assertThat(metrics.get("ledger.feed.listeners").gauge().value()).isZero();
        // A read that was under way when the listener left may still end.
        var atMost = feed.pages.get() + 1;
        grow(1);
        assertThat(feed.head()).isEqualTo(new GlobalPosition(3));
        try (var listener = listen(2, FeedFilter.ALL)) {
            assertThat(feed.pages.get()).isLessThanOrEqualTo(atMost);
            assertThat(hear(listener, 3)).isEqualTo(positions(3, 3));
        }
    }

    @Test
    void when_the_log_has_lost_its_end_everybody_begins_again() throws Exception {
        grow(20);
        try (var listener = listen(20, FeedFilter.ALL)) {
            assertThat(listener.next(Duration.ZERO)).isEqualTo(new News.Quiet(place(20)));
            grow(1);
            assertThat(hear(listener, 21)).isEqualTo(positions(21, 21));

            lose(15);
            var dropped = executor.submit(() -> listener.next(LONG));
            assertThat(dropped.get(30, TimeUnit.SECONDS)).isEqualTo(new News.Dropped());
        }
        try (var ahead = listen(21, FeedFilter.ALL)) {
            assertThat(ahead.next(LONG)).isEqualTo(new News.Dropped());
        }
        try (var back = listen(15, FeedFilter.ALL)) {
            grow(2);
            assertThat(hear(back, 17)).isEqualTo(positions(16, 17));
        }
    }

    /** The log is what a backup had, and ends at a position. */
    private void lose(long end) throws Exception {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM circle_events WHERE position > " + end);
            statement.execute("UPDATE log_head SET position = " + end);
        }
    }

    /** Positions show nothing: the log is as long as it was, and longer. */
    @Test
    void nobody_is_told_what_follows_in_another_history() throws Exception {
        grow(20);
        var lost = place(20);
        try (var follower = listen(20, FeedFilter.ALL);
                var catchesUp = listen(lost, FeedFilter.ALL);
                var late = listen(FeedPlace.unchecked(new GlobalPosition(12)), FeedFilter.ALL)) {
            assertThat(follower.next(Duration.ZERO)).isEqualTo(new News.Quiet(lost));
            grow(1);
            assertThat(hear(follower, 21)).isEqualTo(positions(21, 21));

            lose(15);
            FilledLog.grow(database.database().dataSource(), 9);
            var followed = executor.submit(() -> heardUntilDropped(follower));
            assertThat(heardUntilDropped(catchesUp)).as("what was read before").isSubsetOf(21L);
            assertThat(followed.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(late.next(LONG)).as("all begin again").isEqualTo(new News.Dropped());
        }
        try (var back = listen(place(15), FeedFilter.ALL)) {
            assertThat(hear(back, 24)).isEqualTo(positions(16, 24));
        }
        assertThat(metrics.get("ledger.feed.listeners").gauge().value()).isZero();
    }

    /** A listener has read a page of the old history and is held up until the log has another one. */
    @Test
    void a_page_that_was_read_before_the_change_is_not_followed_by_one_of_after_it() throws Exception {
        grow(150);
        Callable<List<News>> slow = () -> {
            try (var listener = listen(0, FeedFilter.ALL)) {
                feed.stopMe();
                return List.of(listener.next(LONG), listener.next(LONG));
            }
        };
        var heard = executor.submit(slow);
        assertThat(feed.hasRead.await(30, TimeUnit.SECONDS)).isTrue();
        lose(50);
        FilledLog.grow(database.database().dataSource(), 150);
        feed.goOn.countDown();
        var news = heard.get(30, TimeUnit.SECONDS);
        assertThat(news.getFirst()).isInstanceOf(News.Events.class);
        assertThat(news.getLast()).isEqualTo(new News.Dropped());
    }

    @Test
    void when_somebody_else_has_noticed_all_begin_again() throws Exception {
        grow(3);
        try (var waiting = listen(3, FeedFilter.ALL);
                var catchesUp = listen(0, FeedFilter.ALL)) {
            assertThat(waiting.next(Duration.ZERO)).isEqualTo(new News.Quiet(place(3)));
            var news = executor.submit(() -> waiting.next(LONG));
            tail.restart();
            assertThat(news.get(30, TimeUnit.SECONDS)).isEqualTo(new News.Dropped());
            assertThat(catchesUp.next(LONG)).isEqualTo(new News.Dropped());
        }
        try (var back = listen(place(3), FeedFilter.ALL)) {
            assertThat(back.next(Duration.ZERO)).isEqualTo(new News.Quiet(place(3)));
            grow(1);
            assertThat(hear(back, 4)).isEqualTo(positions(4, 4));
        }
    }

    @Test
    void a_close_ends_those_who_wait_and_those_who_are_held_up() throws Exception {
        grow(1);
        var waits = new CountDownLatch(1);
        var heldUp = new CountDownLatch(1);
        Callable<News> waiting = () -> {
            try (var listener = listen(0, FeedFilter.ALL)) {
                hear(listener, 1);
                waits.countDown();
                return listener.next(LONG);
            }
        };
        Callable<Boolean> stuck = () -> {
            try (var _ = listen(0, FeedFilter.ALL)) {
                heldUp.countDown();
                return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                return true;
            }
        };
        var news = executor.submit(waiting);
        var interrupted = executor.submit(stuck);
        waits.await();
        heldUp.await();

        tail.close();
        assertThat(news.get(5, TimeUnit.SECONDS)).isEqualTo(new News.Closed());
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(tail.listen(FeedPlace.START, FeedFilter.ALL)).isEmpty();
    }

    @Test
    void no_more_may_listen_than_the_limit() {
        var listeners = new ArrayList<Listener>();
        for (var i = 0; i < FeedLimits.LISTENERS; i++) {
            listeners.add(listen(0, FeedFilter.ALL));
        }
        assertThat(tail.listen(FeedPlace.START, FeedFilter.ALL)).isEmpty();
        listeners.getFirst().close();
        listeners.getFirst().close();
        listeners.set(0, listen(0, FeedFilter.ALL));
        assertThat(tail.listen(FeedPlace.START, FeedFilter.ALL)).isEmpty();
        listeners.forEach(Listener::close);
    }

    /** Listeners come, leave in the middle and come back where they were, while the log grows. */
    @Test
    void whoever_comes_and_goes_hears_everything_once_and_in_order() throws Exception {
        var seed = System.nanoTime();
        var total = 3_000;
        var heard = new ArrayList<Future<List<Long>>>();
        var filters = new ArrayList<FeedFilter>();
        for (var i = 0; i < 8; i++) {
            var random = new Random(seed + i);
            var filter = i % 2 == 0 ? FeedFilter.ALL : new FeedFilter(Optional.of(FilledLog.grown(i)), Set.of());
            filters.add(filter);
            heard.add(executor.submit(() -> comeAndGo(filter, total, random)));
        }
        var random = new Random(seed - 1);
        for (var left = total; left > 0; ) {
            var some = Math.min(left, 1 + random.nextInt(random.nextInt(10) == 0 ? 600 : 20));
            grow(some);
            left -= some;
        }
        for (var i = 0; i < heard.size(); i++) {
            assertThat(heard.get(i).get(60, TimeUnit.SECONDS))
                    .as("seed " + seed + ", listener " + i)
                    .isEqualTo(passing(filters.get(i), total));
        }
    }

    private List<Long> comeAndGo(FeedFilter filter, long total, Random random) throws InterruptedException {
        var heard = new ArrayList<Long>();
        var place = FeedPlace.START;
        while (place.position().value() < total) {
            try (var listener = tail.listen(place, filter).orElseThrow()) {
                for (var turns = 1 + random.nextInt(20); turns > 0; turns--) {
                    switch (listener.next(Duration.ofMillis(random.nextInt(30)))) {
                        case News.Events(var frames, var upTo) -> {
                            frames.forEach(
                                    frame -> heard.add(Long.parseLong(new String(frame, StandardCharsets.US_ASCII))));
                            place = upTo;
                        }
                        case News.Quiet(var upTo) -> place = upTo;
                        case News.Dropped _, News.Closed _ -> turns = 0;
                    }
                }
            }
        }
        return heard;
    }

    private static List<Long> passing(FeedFilter filter, long total) {
        return LongStream.rangeClosed(1, total)
                .filter(position -> filter.takes(FilledLog.grown(position).id(), "CircleCreated"))
                .boxed()
                .toList();
    }

    @Test
    void a_catching_up_listener_hears_of_one_circle_alone() throws Exception {
        grow(20);
        var one = new FeedFilter(Optional.of(FilledLog.grown(7)), Set.of("CircleCreated"));
        try (var listener = listen(0, one)) {
            assertThat(hear(listener, 20)).isEqualTo(passing(one, 20)).isNotEmpty();
        }
    }
}
