package io.circleledger.main;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.domain.eventstore.EventPublisher;
import io.circleledger.infrastructure.history.LogWatch;
import io.circleledger.infrastructure.mariadb.EventCodec;
import io.circleledger.infrastructure.mariadb.IdempotencyCleanup;
import io.circleledger.infrastructure.mariadb.MariaDbCircleHistories;
import io.circleledger.infrastructure.mariadb.MariaDbEventFeed;
import io.circleledger.infrastructure.mariadb.MariaDbEventLog;
import io.circleledger.infrastructure.mariadb.MariaDbEventStore;
import io.circleledger.infrastructure.mariadb.MariaDbIdempotencyRecords;
import io.circleledger.infrastructure.mariadb.SnapshotPruning;
import io.circleledger.infrastructure.projection.WakeUpChannel;
import io.ledger.core.log.LogPlace;
import java.time.InstantSource;
import java.util.List;

/**
 * The event log with what reads and writes it, and what is woken when something was written.
 *
 * @param history tells that the log was replaced by another one
 * @param redisWakeUps wakes the projection into Redis
 * @param searchWakeUps wakes the projection into the search index
 * @param feedWakeUps wakes those who follow the feed
 */
record LogSide(
        EventCodec codec,
        MariaDbEventLog log,
        LogWatch history,
        MariaDbEventStore store,
        MariaDbCircleHistories past,
        MariaDbIdempotencyRecords answers,
        MariaDbEventFeed feed,
        WakeUpChannel redisWakeUps,
        WakeUpChannel searchWakeUps,
        WakeUpChannel feedWakeUps,
        InstantSource clock) {

    static LogSide wire(ServerStores stores, Configuration configuration, PartStack parts) {
        var database = stores.mariaDb().dataSource();
        var codec = EventCodec.current();
        var log = new MariaDbEventLog(database, codec);
        var history = new LogWatch(log);
        var answers = new MariaDbIdempotencyRecords(database);
        parts.add(new IdempotencyCleanup(answers, configuration.idempotencyKept()))
                .start();
        parts.add(new SnapshotPruning(database, configuration.snapshotInterval()))
                .start();
        return new LogSide(
                codec,
                log,
                history,
                new MariaDbEventStore(database, codec, configuration.snapshotInterval(), history),
                new MariaDbCircleHistories(database, codec),
                answers,
                new MariaDbEventFeed(database, codec),
                new WakeUpChannel(),
                new WakeUpChannel(),
                new WakeUpChannel(),
                InstantSource.system());
    }

    /** Tells all who follow the log of what was just recorded. */
    EventPublisher publisher() {
        return events -> {
            var last = events.getLast();
            history.saw(new LogPlace(last.position(), last.eventId()));
            for (var channel : List.of(redisWakeUps, searchWakeUps, feedWakeUps)) {
                channel.published(last.position());
            }
        };
    }
}
