package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.ConditionFailed;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A recorder of appends, whose connection to the database can be disturbed. */
abstract class AppendRecorderFixture {

    /** Part of the metadata of an event, which only appends send. */
    static final String APPEND = "correlation_id";

    final List<String> noticed = new ArrayList<>();
    FaultProxy proxy;
    MariaDb direct;
    MariaDb proxied;
    MariaDbEventStore<Circle, CircleEvent> store;
    AppendRecorder recorder;

    @BeforeEach
    void open() throws IOException {
        var access = TestStores.shared().freshDatabase();
        proxy = FaultProxy.inFrontOf(access.jdbcUrl());
        direct = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        direct.migrate();
        proxied = MariaDb.at(proxy.through(access.jdbcUrl()), access.user(), access.password(), CircleStreams.TABLES);
        store = CircleLog.store(direct, 5);
        recorder = new AppendRecorder(proxied.database(), new AppendTransaction(proxied.database(), 5), noticed::add);
    }

    @AfterEach
    void close() throws SQLException {
        try (var connection = direct.database().dataSource().getConnection()) {
            assertThat(LogAudit.faults(connection)).isEmpty();
        } finally {
            proxy.close();
            proxied.close();
            direct.close();
        }
    }

    List<AppendResult> results(Append... appends) {
        var pending = pending(appends);
        recorder.record(pending);
        return pending.stream().map(PendingAppend::result).toList();
    }

    static List<PendingAppend> pending(Append... appends) {
        var batch = new ArrayList<PendingAppend>();
        for (var append : appends) {
            var pending = new PendingAppend(append);
            assertThat(pending.take()).isTrue();
            batch.add(pending);
        }
        return batch;
    }

    static Appended at(long position) {
        return new Appended(new GlobalPosition(position));
    }

    static ConditionFailed failedAt(long position) {
        return new ConditionFailed(new GlobalPosition(position));
    }

    /** A creation with a tag that no event may have yet. */
    static Append unlessTagged(Tag tag) {
        var stream = creation().first();
        return new Append(
                List.of(tagged(stream, tag)),
                List.of(new AppendCondition(EventQuery.tagged(tag), GlobalPosition.START)),
                Optional.empty());
    }

    static <S, E> StreamAppend<S, E> tagged(StreamAppend<S, E> stream, Tag tag) {
        var events = stream.events().stream()
                .map(event ->
                        new NewEvent<>(event.id(), event.occurredAt(), event.metadata(), event.event(), Set.of(tag)))
                .toList();
        return new StreamAppend<>(stream.aggregate(), stream.stream(), stream.decidedOn(), events, stream.after());
    }

    static Append creation() {
        return append(newId(), Optional.empty(), created("chess", 10));
    }

    /** All of the streams in one append. */
    static Append together(Append... appends) {
        return new Append(
                Stream.of(appends)
                        .<StreamAppend<?, ?>>flatMap(append -> append.streams().stream())
                        .toList(),
                Optional.empty());
    }

    static Append requested(String key, Append append) {
        var request = new IdempotentRequest(new IdempotencyKey("mika", key), "f".repeat(64));
        return new Append(append.streams(), Optional.of(request));
    }

    long count(String table) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = direct.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
