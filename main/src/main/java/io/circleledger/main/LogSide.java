package io.circleledger.main;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.log.EventPublisher;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.IdempotencyCleanup;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.SnapshotPruning;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.history.LogWatch;
import java.time.InstantSource;
import java.util.List;

/**
 * The event log with what reads and writes it, and what is woken when something was written.
 *
 * @param names whether names of circles are unique
 * @param history tells that the log was replaced by another one
 * @param redisWakeUps wakes the projection into Redis
 * @param searchWakeUps wakes the projection into the search index
 * @param feedWakeUps wakes those who follow the feed
 */
record LogSide(
        NameRule names,
        MariaDbEventLog<CircleEvent> log,
        LogWatch history,
        Appender appender,
        MariaDbEventStore<Circle, CircleEvent> store,
        MariaDbHistories<Circle, CircleEvent> past,
        MariaDbIdempotencyRecords answers,
        MariaDbEventFeed feed,
        WakeUpChannel redisWakeUps,
        WakeUpChannel searchWakeUps,
        WakeUpChannel feedWakeUps,
        InstantSource clock) {

    static LogSide wire(ServerStores stores, Configuration configuration, PartStack parts) {
        var database = stores.mariaDb().database();
        var names = NameRule.wire(database, configuration);
        var log = new MariaDbEventLog<>(database, CircleStreams.AGGREGATE);
        var history = new LogWatch(log);
        var answers = new MariaDbIdempotencyRecords(database);
        parts.add(new IdempotencyCleanup(answers, configuration.idempotencyKept()))
                .start();
        parts.add(new SnapshotPruning(database, configuration.snapshotInterval()))
                .start();
        var appender = new Appender(database, configuration.snapshotInterval(), history);
        return new LogSide(
                names,
                log,
                history,
                appender,
                new MariaDbEventStore<>(database, CircleStreams.AGGREGATE, appender),
                new MariaDbHistories<>(database, CircleStreams.AGGREGATE),
                answers,
                new MariaDbEventFeed(database, List.of(CircleStreams.AGGREGATE)),
                new WakeUpChannel(),
                new WakeUpChannel(),
                new WakeUpChannel(),
                InstantSource.system());
    }

    /** Tells all who follow the log of what was just recorded. */
    EventPublisher publisher() {
        return last -> {
            history.saw(last);
            for (var channel : List.of(redisWakeUps, searchWakeUps, feedWakeUps)) {
                channel.published(last.position());
            }
        };
    }
}
