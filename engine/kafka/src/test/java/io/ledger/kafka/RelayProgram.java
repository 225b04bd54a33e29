package io.ledger.kafka;

import io.ledger.core.log.OtherHistory;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbLease;
import io.ledger.testkit.counter.Counters;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A relay in a process of its own, for tests that kill it or stop it. */
final class RelayProgram {

    private RelayProgram() {}

    /**
     * Relays until the process is killed.
     *
     * @param args URL, user and password of the database; brokers, topic and its replication; the holder
     */
    public static void main(String[] args) throws InterruptedException {
        var mariaDb = MariaDb.at(args[0], args[1], args[2], Counters.TABLES);
        var settings = RelayedLedger.settings(args[3], args[4], Integer.parseInt(args[5]));
        var relay = new KafkaRelay(
                settings,
                new MariaDbEventFeed(mariaDb.database(), List.of(Counters.AGGREGATE)),
                new MariaDbLease(mariaDb.database(), "relay"),
                args[6],
                RelayedLedger::form,
                OtherHistory.UNHEARD);
        relay.start();
        new CountDownLatch(1).await();
    }
}
