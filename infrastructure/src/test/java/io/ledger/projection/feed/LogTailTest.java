package io.ledger.projection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed.Listener;
import io.ledger.core.feed.LiveFeed.News;
import io.ledger.core.log.GlobalPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live feed over a real log, with the moments forced at which it could lose or repeat an event. */
class LogTailTest extends LogTailFixture {

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
            growAndHear(leader, 11, meanwhile);
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

            assertThat(hear(quick, 4)).isEqualTo(positions(4, 4));
            growAndHear(quick, 4, events);

            assertThat(slow.next(LONG)).isEqualTo(new News.Dropped());
            assertThat(count("ledger.feed.dropped")).isEqualTo(1);
        }
        try (var back = listen(4, FeedFilter.ALL)) {
            assertThat(hear(back, 4 + events)).isEqualTo(positions(5, 4 + events));
        }
    }

    /** Has the log grow by no more at a time than is kept for the listener, which is never too slow so. */
    private void growAndHear(Listener listener, int from, int events) throws Exception {
        for (var grown = 0; grown < events; ) {
            var more = Math.min(events - grown, FeedLimits.KEPT_EVENTS / 2);
            grow(more);
            var first = from + grown + 1;
            grown += more;
            assertThat(hear(listener, from + grown)).isEqualTo(positions(first, from + grown));
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
                return new CountDownLatch(1).await(90, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                return true;
            }
        };
        var news = executor.submit(waiting);
        var interrupted = executor.submit(stuck);
        waits.await();
        heldUp.await();

        tail.close();
        assertThat(news.get(60, TimeUnit.SECONDS)).isEqualTo(new News.Closed());
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
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
