package io.circleledger.main;

import io.circleledger.configuration.PartStack;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.search.LuceneCircleSearch;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.SearchQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.HistoryQueries;
import io.ledger.http.feed.ServerSentEvents;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.feed.LogTail;
import io.ledger.redis.NearDocuments;
import java.time.Duration;
import java.util.List;

/**
 * What answers reads: the live feed, the near cache, the queries.
 *
 * @param recent what the write side has in memory, for reads that must not be older
 */
record ReadSide(
        LogTail tail,
        CaffeineRecentStates<Circle> recent,
        NearDocuments<CircleView> views,
        Floor floor,
        CircleQueries queries,
        SearchQueries searches,
        HistoryQueries<Circle, CircleEvent> histories) {

    /** How long a list waits for the read model to reach the position it was asked for. */
    private static final Duration PAGE_WAIT = Duration.ofSeconds(2);

    static ReadSide wire(ServerStores stores, LogSide side, Projections projections, PartStack parts) {
        var tail = new LogTail(side.feed(), side.feedWakeUps(), ServerSentEvents::event, side.history());
        var recent = new CaffeineRecentStates<Circle>("recent_circles");
        var views = parts.add(stores.redis().nearDocuments(CircleStreams.REDIS));
        views.start();
        var floor = new Floor(side.feed().head());
        var freshness = new Freshness(floor, PAGE_WAIT, side.log()::head, side.history());
        var queries = new CircleQueries(
                views, side.store(), recent, CircleStreams.PROJECTION, freshness, side.redisWakeUps());
        var searches = new SearchQueries(new LuceneCircleSearch(projections.index()), freshness, side.searchWakeUps());
        var histories = new HistoryQueries<>(side.past(), CircleStreams.PROJECTION, floor);
        return new ReadSide(tail, recent, views, floor, queries, searches, histories);
    }

    /** Has all that is remembered of the log forgotten when another log takes its place, and starts to look for that. */
    void followHistory(ServerStores stores, LogSide side, PartStack parts) {
        var history = side.history();
        for (Runnable memory :
                List.<Runnable>of(recent::forgetAll, views::forgetAll, side.feed()::forget, tail::restart)) {
            history.forgetting(memory);
        }
        history.forgetting(stores.mariaDb()::renewConnections);
        for (var mark : List.of(floor, side.redisWakeUps(), side.searchWakeUps(), side.feedWakeUps())) {
            history.lowering(mark);
        }
        history.settling(floor::raise);
        // A projection that is behind sees at once whether its read model is of this log.
        history.settling(_ -> List.of(side.redisWakeUps(), side.searchWakeUps()).forEach(WakeUpChannel::hurry));
        parts.add(history).start();
    }
}
