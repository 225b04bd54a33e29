package io.ledger.mariadb;

import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.ConditionFailed;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.StreamAppend;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the log what became of the appends of a batch that failed, and settles those it tells of. */
final class AppendJudge {

    private final Database database;
    private final OtherHistory otherHistory;
    private final Map<EventTypes, String> questions = new ConcurrentHashMap<>();

    AppendJudge(Database database, OtherHistory otherHistory) {
        this.database = database;
        this.otherHistory = otherHistory;
    }

    /**
     * One row a stream of an append, in order: its version, the event that stands where the one should that it was decided
     * on, the place of its last event if it is recorded, and how many of the versions before are as they should be.
     */
    private String question(EventTypes types) {
        return database.names()
                .in("(SELECT ? AS n,"
                        + " (SELECT COALESCE(MAX(version), 0) FROM {events} WHERE {stream_id} = ?) AS version,"
                        + " (SELECT id FROM {events} WHERE {stream_id} = ? AND version = ?) AS before_id,"
                        + " (SELECT position FROM {events} WHERE {stream_id} = ? AND version = ? AND id = ?) AS ours, "
                        + new HistoryCheck(types).count() + " AS whole)");
    }

    /** Asks the log about each append and settles those it tells of. */
    void judge(Connection connection, List<PendingAppend> batch) throws SQLException {
        var answers = MariaDbIdempotencyRecords.find(
                database,
                connection,
                batch.stream()
                        .flatMap(pending -> pending.append().request().stream())
                        .map(IdempotentRequest::key)
                        .toList());
        var streams = batch.stream()
                .<StreamAppend<?, ?>>flatMap(pending -> pending.append().streams().stream())
                .toList();
        var sql = streams.stream()
                .map(stream ->
                        questions.computeIfAbsent(stream.aggregate().events().types(), this::question))
                .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY n"));
        var broken = new ArrayList<PendingAppend>();
        var conditional = new ArrayList<PendingAppend>();
        try (var select = connection.prepareStatement(sql)) {
            bind(new Parameters(select), streams);
            try (var rows = select.executeQuery()) {
                for (var pending : batch) {
                    var judged = new ArrayList<Judged>();
                    for (var stream : pending.append().streams()) {
                        rows.next();
                        judged.add(Judged.read(stream, rows));
                    }
                    var verdict = verdict(pending.append(), judged, answers);
                    verdict.ifPresent(pending::settle);
                    if (verdict.isEmpty() && !judged.stream().allMatch(Judged::isWhole)) {
                        broken.add(pending);
                    }
                    if (verdict.isEmpty() && !pending.append().conditions().isEmpty()) {
                        conditional.add(pending);
                    }
                }
            }
        }
        for (var pending : broken) {
            refuseIfCorrupt(connection, pending);
        }
        refuseIfMatched(connection, conditional);
    }

    private static void bind(Parameters parameters, List<StreamAppend<?, ?>> streams) throws SQLException {
        var n = 0;
        for (var append : streams) {
            var streamId = append.stream().id();
            var expected = append.expectedVersion().value();
            parameters
                    .add(n++)
                    .add(streamId)
                    .add(streamId)
                    .add(expected)
                    .add(streamId)
                    .add(append.versionAfter())
                    .add(append.events().getLast().id().toString())
                    .add(streamId)
                    .add(HistoryCheck.firstChecked(expected))
                    .add(expected)
                    .add(append.stream().category());
        }
    }

    /**
     * What the log says of one stream of an append.
     *
     * @param ours the place of the append's last event, empty when it is not recorded
     * @param whole how many of the checked versions before are as they should be
     */
    private record Judged(
            StreamAppend<?, ?> append,
            int version,
            @Nullable String eventBefore,
            Optional<Long> ours,
            int whole) {

        static Judged read(StreamAppend<?, ?> append, ResultSet row) throws SQLException {
            return new Judged(
                    append,
                    row.getInt("version"),
                    row.getString("before_id"),
                    Optional.ofNullable(row.getObject("ours", Long.class)),
                    row.getInt("whole"));
        }

        boolean hasExpectedVersion() {
            return version == append.expectedVersion().value();
        }

        boolean isOtherHistory() {
            return append.decidedOn()
                    .filter(last -> !last.eventId().equals(eventBefore))
                    .isPresent();
        }

        boolean isWhole() {
            var expected = append.expectedVersion().value();
            return expected == 0 || whole == expected - HistoryCheck.firstChecked(expected) + 1;
        }
    }

    /** A replay tells where a history is broken; it may have been mended meanwhile. */
    private void refuseIfCorrupt(Connection connection, PendingAppend pending) throws SQLException {
        try {
            for (var append : pending.append().streams()) {
                new StreamLoader<>(database, append.aggregate()).replay(connection, append.stream());
            }
        } catch (CorruptStreamException corrupt) {
            pending.fail(corrupt);
        }
    }

    /** Asks for all of them at once: others wait behind a batch that was refused. */
    private void refuseIfMatched(Connection connection, List<PendingAppend> conditional) throws SQLException {
        if (conditional.isEmpty()) {
            return;
        }
        var questions = new ArrayList<String>();
        for (var pending : conditional) {
            for (var condition : pending.append().conditions()) {
                // Not MIN: MariaDB refuses it here when the prepared statement runs for the second time.
                questions.add("(SELECT ? AS n, (SELECT m.position FROM ("
                        + QueryText.positions(condition.failIfEventsMatch())
                        + ") m ORDER BY m.position LIMIT 1) AS position)");
            }
        }
        var sql = database.names().in(String.join(" UNION ALL ", questions) + " ORDER BY n");
        try (var select = connection.prepareStatement(sql)) {
            var parameters = new Parameters(select);
            var n = 0;
            for (var pending : conditional) {
                for (var condition : pending.append().conditions()) {
                    parameters.add(n++);
                    QueryText.bind(parameters, condition.failIfEventsMatch(), condition.after());
                }
            }
            try (var rows = select.executeQuery()) {
                for (var pending : conditional) {
                    for (var _ : pending.append().conditions()) {
                        rows.next();
                        var position = rows.getObject("position", Long.class);
                        if (position != null) {
                            // Only the first word counts.
                            pending.settle(new ConditionFailed(new GlobalPosition(position)));
                        }
                    }
                }
            }
        }
    }

    private Optional<AppendResult> verdict(
            Append append, List<Judged> judged, Map<IdempotencyKey, RecordedAnswer> answers) {
        // One transaction recorded all of them, or none.
        var ours = judged.getLast().ours();
        if (ours.isPresent()) {
            return ours.map(position -> new Appended(new GlobalPosition(position)));
        }
        var isOtherHistory = judged.stream().anyMatch(Judged::isOtherHistory);
        if (isOtherHistory) {
            otherHistory.noticed("append");
        }
        var answer = append.request().map(IdempotentRequest::key).map(answers::get);
        if (answer.isPresent()) {
            return answer.map(AlreadyAnswered::new);
        }
        var conflict =
                judged.stream().filter(stream -> !stream.hasExpectedVersion()).findFirst();
        if (conflict.isPresent()) {
            return conflict.map(stream -> new VersionConflict(stream.append().stream(), stream.version()));
        }
        return isOtherHistory ? Optional.of(new HistoryConflict()) : Optional.empty();
    }
}
