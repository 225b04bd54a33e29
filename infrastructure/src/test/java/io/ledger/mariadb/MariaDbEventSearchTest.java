package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.EventSearch;
import io.ledger.core.feed.EventSearch.EventCriteria;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.stores.TestStores;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbEventSearchTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final EventCriteria ALL =
            new EventCriteria(FeedFilter.ALL, Optional.empty(), Optional.empty(), Optional.empty(), false);

    private MariaDb database;
    private MariaDbEventSearch search;

    @BeforeEach
    void openFreshDatabase() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        var feed = new MariaDbEventFeed(database.database(), List.of(CircleStreams.AGGREGATE));
        search = new MariaDbEventSearch(database.database(), feed);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    /** Events an hour apart; each tenth by Mika, each hundredth by MIKA. */
    private List<StreamId> fill(int events) throws SQLException {
        var circles = FilledLog.fill(database.database().dataSource(), events, 1);
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE circle_events SET"
                    + " occurred_at = TIMESTAMPADD(HOUR, position - 1, '2026-04-01 00:00:00'),"
                    + " metadata = CASE WHEN position % 100 = 0 THEN '{\"actor\":\"MIKA\"}'"
                    + " WHEN position % 10 = 0 THEN '{\"actor\":\"mika\"}' ELSE '{}' END");
        }
        return circles;
    }

    private List<Long> walked(EventCriteria criteria, int limit) {
        var positions = new ArrayList<Long>();
        var after = Optional.<GlobalPosition>empty();
        do {
            var page = search.page(criteria, after, limit);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            page.events().forEach(event -> positions.add(event.position().value()));
            after = page.next();
        } while (after.isPresent());
        return positions;
    }

    private static EventCriteria with(Optional<String> actor, int fromHour, int toHour, boolean newestFirst) {
        return new EventCriteria(
                FeedFilter.ALL,
                actor,
                Optional.of(BEGIN.plusSeconds(3_600L * fromHour)),
                Optional.of(BEGIN.plusSeconds(3_600L * toHour)),
                newestFirst);
    }

    @Test
    void eventsAreFoundByActorTimeAndKindInBothOrders() throws SQLException {
        var circles = fill(250);

        assertThat(walked(ALL, 100)).hasSize(250).isSorted();
        assertThat(walked(with(Optional.empty(), 10, 14, false), 2)).containsExactly(11L, 12L, 13L, 14L, 15L);
        assertThat(walked(with(Optional.empty(), 10, 14, true), 2)).containsExactly(15L, 14L, 13L, 12L, 11L);
        assertThat(walked(with(Optional.of("mika"), 80, 130, true), 3)).containsExactly(130L, 120L, 110L, 90L);
        assertThat(walked(with(Optional.of("MIKA"), 0, 1_000, false), 100)).containsExactly(100L, 200L);
        assertThat(walked(with(Optional.of("mika "), 0, 1_000, false), 100)).isEmpty();
        assertThat(walked(with(Optional.empty(), 300, 400, false), 100)).isEmpty();
        var oneCircle = new FeedFilter(Optional.of(circles.get(7)), Set.of("CircleCreated"));
        assertThat(walked(new EventCriteria(oneCircle, Optional.empty(), Optional.empty(), Optional.empty(), true), 10))
                .containsExactly(8L);
    }

    /** To one hour beyond it, because clocks differ. */
    @Test
    void theEndOfTheEventsOfATimeIsFound() throws SQLException {
        var times = new MariaDbLogTimes(database.database());
        assertThat(times.lastUntil(BEGIN)).isEqualTo(GlobalPosition.START);
        fill(50);

        assertThat(times.lastUntil(BEGIN.minusSeconds(3_601))).isEqualTo(GlobalPosition.START);
        assertThat(times.lastUntil(BEGIN)).isEqualTo(new GlobalPosition(2));
        assertThat(times.lastUntil(BEGIN.plusSeconds(3_600 * 7 + 1_800))).isEqualTo(new GlobalPosition(9));
        assertThat(times.lastUntil(BEGIN.plusSeconds(3_600 * 500))).isEqualTo(new GlobalPosition(50));
    }

    @Test
    void anEmptyLogHasNothing() {
        assertThat(search.page(ALL, Optional.empty(), 10))
                .isEqualTo(new EventSearch.FoundEvents(List.of(), Optional.empty(), GlobalPosition.START));
    }

    @Test
    void anActorWhoNeverWasCostsNoMoreThanOnePageAtATime() throws SQLException {
        fill(EventSearch.MAX_SCAN + 10);
        var nobody = new EventCriteria(FeedFilter.ALL, Optional.of("nobody"), Optional.empty(), Optional.empty(), true);

        var page = search.page(nobody, Optional.empty(), EventFeed.MAX_PAGE);
        assertThat(page.events()).isEmpty();
        assertThat(page.next()).contains(new GlobalPosition(11));
        assertThat(search.page(nobody, page.next(), EventFeed.MAX_PAGE).next()).isEmpty();
    }
}
