package io.ledger.projection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.LiveFeed.News;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The live feed when its log has lost its end, and another one grows. */
class LogTailHistoriesTest extends LogTailFixture {

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
}
