package io.ledger.server;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.http.access.PersonTies;
import io.ledger.http.feed.ServerSentEvents;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.IdempotencyCleanup;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.SnapshotPruning;
import io.ledger.mariadb.job.MariaDbJobs;
import io.ledger.mariadb.tableimport.MariaDbTableImports;
import io.ledger.office.TableImports;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.feed.LogTail;
import io.ledger.projection.history.LogWatch;
import io.ledger.server.job.JobRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What all kinds of streams of a server share: the database, the log with what reads and writes it, and the live feed.
 *
 * @param history notices when the log has another history
 * @param publisher wakes all who follow the log when something was recorded
 * @param jobs to which modules add their kinds; started when all of them have
 * @param imports to which modules add theirs
 * @param ties to which modules add what gives people rights to what they own
 * @param audit keeps what has to be looked up later
 * @param parts closed when the server stops
 */
public record LedgerParts(
        ServerSettings settings,
        MariaDb mariaDb,
        LogWatch history,
        Appender appender,
        MariaDbIdempotencyRecords answers,
        MariaDbEventFeed feed,
        LogTail tail,
        Floor floor,
        Freshness freshness,
        LogFollowers publisher,
        JobRunner jobs,
        TableImports imports,
        PersonTies ties,
        InstantSource clock,
        AuditLog audit,
        PartStack parts) {

    /** How long a list waits for the read model to reach the requested position. */
    private static final Duration PAGE_WAIT = Duration.ofSeconds(2);

    /**
     * Makes them on a database that is there.
     *
     * @param aggregates of all kinds of streams that the program knows
     */
    public static LedgerParts wire(
            List<Aggregate<?, ?, ?, ?>> aggregates,
            MariaDb mariaDb,
            ServerSettings settings,
            AuditLog audit,
            PartStack parts) {
        var database = mariaDb.database();
        // Where the log ends, and what stands at a position, is the same for the readers of every category.
        var log = new MariaDbEventLog<>(database, aggregates.getFirst());
        var history = new LogWatch(log);
        var publisher = new LogFollowers(history);
        var answers = new MariaDbIdempotencyRecords(database);
        parts.add(new IdempotencyCleanup(answers, settings.answersKept())).start();
        parts.add(new SnapshotPruning(database, SnapshotPolicy.every(settings.snapshotInterval())))
                .start();
        var feed = new MariaDbEventFeed(database, aggregates);
        var wakeUps = new WakeUpChannel();
        var tail = new LogTail(feed, wakeUps, ServerSentEvents::event, history);
        var floor = new Floor(feed.head());
        history.forgetting(feed::forget);
        history.forgetting(tail::restart);
        history.forgetting(mariaDb::renewConnections);
        history.lowering(floor);
        history.settling(floor::raise);
        publisher.add(wakeUps);
        var jobs = new JobRunner(new MariaDbJobs(database));
        return new LedgerParts(
                settings,
                mariaDb,
                history,
                new Appender(database, settings.snapshotInterval(), history),
                answers,
                feed,
                tail,
                floor,
                new Freshness(floor, PAGE_WAIT, log::head, history),
                publisher,
                jobs,
                new TableImports(
                        new MariaDbTableImports(database), answers, jobs.store(), jobs, InstantSource.system()),
                new PersonTies(),
                InstantSource.system(),
                audit,
                parts);
    }

    /**
     * Starts to watch for another history of the log. Call it when all parts that remember something of the log are
     * added.
     */
    public void watchHistory() {
        parts.add(history).start();
    }

    /** Starts to carry on with jobs. Call it when all kinds of jobs and imports are added. */
    public void startJobs() {
        imports.jobKinds().forEach(jobs::add);
        parts.add(imports).start();
        parts.add(jobs).start();
    }

    public Database database() {
        return mariaDb.database();
    }
}
