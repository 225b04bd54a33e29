package io.circleledger.infrastructure.contract;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;

/** The log of circles in a MariaDB of a test. */
public final class CircleLog {

    private CircleLog() {}

    /** A store of its own, with a snapshot at every version that is a multiple of an interval. */
    public static MariaDbEventStore<Circle, CircleEvent> store(MariaDb database, int snapshotInterval) {
        return new MariaDbEventStore<>(
                database.database(), CircleStreams.AGGREGATE, new Appender(database.database(), snapshotInterval));
    }

    public static MariaDbEventLog<CircleEvent> log(MariaDb database) {
        return new MariaDbEventLog<>(database.database(), CircleStreams.AGGREGATE);
    }
}
