package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.METADATA;
import static io.circleledger.infrastructure.contract.SampleHistories.TIME;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbEventFeedTest {

    private MariaDb database;
    private MariaDbEventFeed feed;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        feed = new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE));
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private static GlobalPosition at(long position) {
        return new GlobalPosition(position);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void an_event_is_told_as_it_is_stored() {
        var id = newId();
        SampleHistories.record(CircleLog.store(database, 5), id, created("chess", 11), resized(12));

        var page = feed.after(GlobalPosition.START, FeedFilter.ALL, 10);
        assertThat(page.upTo()).isEqualTo(at(2)).isEqualTo(page.head());
        assertThat(page.events()).hasSize(2);
        var second = page.events().getLast();
        assertThat(second)
                .isEqualTo(new StoredEvent(
                        at(2),
                        second.eventId(),
                        "circle",
                        id.id(),
                        2,
                        "CircleUpdated",
                        2,
                        "{\"capacity\":12}",
                        TIME,
                        METADATA,
                        Optional.empty()));
    }

    @Test
    void pages_lead_to_the_end_and_no_further() throws Exception {
        FilledLog.grow(database.database().dataSource(), 25);
        var first = feed.after(GlobalPosition.START, FeedFilter.ALL, 10);
        assertThat(first.events())
                .extracting(event -> event.position().value())
                .hasSize(10)
                .endsWith(10L);
        assertThat(first.upTo()).isEqualTo(at(10));
        // Nobody needs to know more of the end yet, so nothing was written to prove it.
        assertThat(first.head()).isEqualTo(at(10));
        var last = feed.after(at(20), FeedFilter.ALL, 10);
        assertThat(last.events()).hasSize(5);
        assertThat(last.upTo()).isEqualTo(at(25)).isEqualTo(last.head());
        assertThat(feed.known()).isEqualTo(at(25));
        assertThat(feed.after(at(10), FeedFilter.ALL, 10).head()).isEqualTo(at(25));
        var beyond = feed.after(at(40), FeedFilter.ALL, 10);
        assertThat(beyond.events()).isEmpty();
        assertThat(beyond.head()).isEqualTo(at(25));
    }

    @Test
    void a_filter_takes_one_circle_and_some_types() throws Exception {
        FilledLog.grow(database.database().dataSource(), 25);
        execute("UPDATE circle_events SET event_type = 'CircleArchived' WHERE position = 13");
        var circle = Optional.of(FilledLog.grown(3));
        assertThat(positions(new FeedFilter(circle, Set.of()))).containsExactly(3L, 13L, 23L);
        assertThat(positions(new FeedFilter(circle, Set.of("CircleCreated")))).containsExactly(3L, 23L);
        assertThat(positions(new FeedFilter(Optional.empty(), Set.of("CircleArchived", "CircleDissolved"))))
                .containsExactly(13L);
    }

    private Iterable<Long> positions(FeedFilter filter) {
        return feed.after(GlobalPosition.START, filter, 100).events().stream()
                .map(event -> event.position().value())
                .toList();
    }

    @Test
    void a_filter_that_nothing_passes_is_looked_for_in_bounded_steps() throws Exception {
        FilledLog.fill(database.database().dataSource(), EventFeed.MAX_SCAN + 5, 1);
        var dissolved = new FeedFilter(Optional.empty(), Set.of("CircleDissolved"));
        var first = feed.after(GlobalPosition.START, dissolved, 10);
        assertThat(first.events()).isEmpty();
        assertThat(first.upTo()).isEqualTo(at(EventFeed.MAX_SCAN));
        var second = feed.after(first.upTo(), dissolved, 10);
        assertThat(second.upTo()).isEqualTo(at(EventFeed.MAX_SCAN + 5)).isEqualTo(second.head());
    }

    @Test
    void what_cannot_be_read_is_told_all_the_same() throws Exception {
        FilledLog.grow(database.database().dataSource(), 3);
        execute("UPDATE circle_events SET event_type = 'CircleArchived', payload = '{\"by\": 1}' WHERE position = 1");
        execute("UPDATE circle_events SET circle_id = 'no id', id = 'no id' WHERE position = 2");
        var events = feed.after(GlobalPosition.START, FeedFilter.ALL, 10).events();
        assertThat(events.get(0).unreadable()).get().asString().contains("CircleArchived");
        assertThat(events.get(0).payload()).isEqualTo("{\"by\": 1}");
        assertThat(events.get(1).unreadable()).isPresent();
        assertThat(events.get(1).streamId()).isEqualTo("no id");
        assertThat(events.get(2).unreadable()).isEmpty();
    }

    /** With a filter and without, so that a reader sees whether a page follows what it has read. */
    @Test
    void a_page_tells_what_stands_where_it_begins_and_ends() throws Exception {
        FilledLog.grow(database.database().dataSource(), 25);
        var nobody = new FeedFilter(Optional.empty(), Set.of("CircleDissolved"));
        for (var filter : List.of(FeedFilter.ALL, nobody)) {
            var page = feed.after(at(7), filter, 10);
            assertThat(page.after()).isEqualTo(placeOf(7));
            assertThat(page.end()).isEqualTo(placeOf(filter.equals(nobody) ? 25 : 17));
            assertThat(feed.after(GlobalPosition.START, filter, 30).after()).isEqualTo(LogPlace.START);
            assertThat(feed.after(at(25), filter, 10).after()).isEqualTo(placeOf(25));
            assertThat(feed.after(at(25), filter, 10).end()).isEqualTo(placeOf(25));
            assertThat(feed.after(at(26), filter, 10).after()).isEqualTo(new LogPlace(at(26), ""));
        }
        execute("DELETE FROM circle_events WHERE position = 7");
        var page = feed.after(at(7), FeedFilter.ALL, 3);
        assertThat(page.after()).isEqualTo(new LogPlace(at(7), ""));
        assertThat(page.events()).extracting(StoredEvent::position).containsExactly(at(8), at(9), at(10));
    }

    private LogPlace placeOf(long position) {
        return feed.after(GlobalPosition.START, FeedFilter.ALL, 100).events().stream()
                .filter(event -> event.position().equals(at(position)))
                .findFirst()
                .orElseThrow()
                .place();
    }

    @Test
    void a_log_that_has_lost_its_end_is_not_believed_to_have_it() throws Exception {
        FilledLog.grow(database.database().dataSource(), 9);
        assertThat(feed.head()).isEqualTo(at(9));
        execute("DELETE FROM circle_events WHERE position > 4");
        execute("UPDATE log_head SET position = 4");
        assertThat(feed.head()).isEqualTo(at(4));
        assertThat(feed.known()).isEqualTo(at(4));
    }
}
