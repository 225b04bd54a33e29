package io.circleledger.main;

import static io.circleledger.main.KillableLedger.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients write down of what they asked for and were told, and how that is compared with the log. */
final class ClientJournal {

    /** What a client asked for and what it was told. */
    record Entry(String request, String what, ServerReply reply) {}

    /** How a server answered. */
    sealed interface ServerReply {
        record Acknowledged(String circle, int version, long position) implements ServerReply {}

        /** An answer that says that nothing was changed. */
        record Refused(int status) implements ServerReply {}

        /** No answer, or one that says that the outcome is not known. */
        record Unknown() implements ServerReply {}
    }

    private final KillableLedger ledger;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    ClientJournal(KillableLedger ledger) {
        this.ledger = ledger;
    }

    void add(String request, String what, ServerReply reply) {
        entries.add(new Entry(request, what, reply));
        if (reply instanceof ServerReply.Acknowledged) {
            acknowledged.incrementAndGet();
        }
    }

    /** Writes down an answer that there must not be. */
    void addWrong(String what) {
        wrong.add(what);
    }

    /** The first entry of all, if it tells of a circle. */
    Optional<ServerReply.Acknowledged> first() {
        return Optional.ofNullable(entries.peek())
                .filter(entry -> entry.reply() instanceof ServerReply.Acknowledged)
                .map(entry -> (ServerReply.Acknowledged) entry.reply());
    }

    /** Waits until so many more changes were acknowledged. */
    void acknowledgedMore(int more) throws Exception {
        var enough = acknowledged.get() + more;
        until("writers get on", () -> acknowledged.get() >= enough);
    }

    /** Compares the journal of the clients with the log, and the log with all that is made from it. */
    void compare(String seed) throws Exception {
        assertThat(wrong).as(seed).isEmpty();
        try (var connection = ledger.connection()) {
            // What was under way when the writers stopped comes to its end first.
            until("the read model has the log", ledger::isCaughtUp);
            wrong.addAll(LogAudit.faults(connection));
            var recorded = recorded(connection);
            System.out.println("faults.compared=" + entries.size() + " requests, " + recorded.size() + " events");
            for (var entry : entries) {
                var found = recorded.getOrDefault(entry.request(), List.of());
                var isRight = switch (entry.reply()) {
                    case ServerReply.Acknowledged told -> found.equals(List.of(told));
                    case ServerReply.Refused _ -> found.isEmpty();
                    case ServerReply.Unknown _ -> found.size() <= 1;
                };
                if (!isRight) {
                    wrong.add(entry + " but the log has " + found);
                }
            }
        }
        assertThat(wrong).as(seed).isEmpty();
        everyWayToReadSaysTheSame(seed);
        System.out.println("faults: " + entries.size() + " changes, " + acknowledged + " acknowledged");
    }

    /** The events of the log by the request that they came from. */
    static Map<String, List<ServerReply>> recorded(Connection connection) throws SQLException {
        var found = new HashMap<String, List<ServerReply>>();
        try (var select = connection.createStatement();
                var rows = select.executeQuery("SELECT circle_id, version, position,"
                        + " JSON_VALUE(metadata, '$.correlation_id') FROM circle_events")) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(4), _ -> new ArrayList<>())
                        .add(new ServerReply.Acknowledged(rows.getString(1), rows.getInt(2), rows.getLong(3)));
            }
        }
        return found;
    }

    /** A replay of the log, snapshot and tail, and the read model. */
    private void everyWayToReadSaysTheSame(String seed) {
        try (var mariaDb = ledger.mariaDb();
                var redis = ledger.redis()) {
            var log = CircleLog.log(mariaDb);
            var store = CircleLog.store(mariaDb, 5);
            var replayed = new HashMap<StreamId, Fold<Circle, CircleEvent>>();
            var from = 1L;
            for (var page = log.readFrom(new GlobalPosition(from), 1_000);
                    !page.isEmpty();
                    page = log.readFrom(new GlobalPosition(from), 1_000)) {
                for (var entry : page) {
                    var event = (Recorded<CircleEvent>) entry;
                    replayed.put(
                            event.stream(),
                            replayed.getOrDefault(event.stream(), Fold.start(CircleStreams.AGGREGATE, event.stream()))
                                    .then(event.event()));
                }
                from = page.getLast().position().value() + 1;
            }
            var views = redis.reader(CircleStreams.REDIS);
            replayed.forEach((id, fold) -> {
                var loaded = store.load(id).value().orElseThrow();
                assertThat(loaded.version()).as(seed).isEqualTo(fold.version());
                assertThat(loaded.state()).as(seed).isEqualTo(fold.state().orElseThrow());
                assertThat(views.find(id).value()).as(seed).contains(CircleView.of(loaded));
            });
        }
    }
}
