package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.stream.EventStamps.EventKey;
import io.ledger.core.stream.EventStamps.EventStamp;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStamps;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.SampleStreams;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.Counters;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stamps are read by the key on stream and version, and what a hand has made of a row is no failure. */
class MariaDbEventStampsTest {

    private static final int STREAMS = 1_000;
    private static final int VERSIONS = 20;

    private final SampleStreams<Counter, CounterEvent> streams = new SampleStreams<>(Counters.AGGREGATE);
    private MariaDb mariaDb;
    private Database database;
    private StreamId grown;

    @BeforeEach
    void fill() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        mariaDb.migrate();
        database = mariaDb.database();
        grown = streams.newId();
        streams.record(new MariaDbStores(mariaDb, 5).store(Counters.AGGREGATE), grown, Counters.SAMPLE.history(3));
    }

    @AfterEach
    void close() {
        mariaDb.close();
    }

    private void update(String sql) {
        database.ask(sql, statement -> statement.execute());
    }

    private Map<EventKey, EventStamp> stamps(int... versions) {
        var asked = new ArrayList<EventKey>();
        for (var version : versions) {
            asked.add(new EventKey(grown, version));
        }
        return new MariaDbEventStamps(database).of(asked);
    }

    /** A database with this connection alone, which nobody closes. */
    private static Database over(Connection connection) {
        var kept = proxy(
                Connection.class,
                (method, arguments) -> method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return new Database(proxy(DataSource.class, (_, _) -> kept), Counters.TABLES);
    }

    private interface Answer {
        @Nullable
        Object to(Method method, Object @Nullable [] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> answer.to(method, arguments)));
    }

    /** Rows that a connection has read by a key, and rows that it has read on the way from one to the next. */
    private static List<Long> rowsRead(Database connected) {
        return connected.ask(
                "SELECT SUM(IF(variable_name = 'HANDLER_READ_KEY', variable_value, 0)),"
                        + " SUM(IF(variable_name IN ('HANDLER_READ_NEXT', 'HANDLER_READ_RND_NEXT'), variable_value, 0))"
                        + " FROM information_schema.session_status",
                select -> {
                    try (var row = select.executeQuery()) {
                        row.next();
                        return List.of(row.getLong(1), row.getLong(2));
                    }
                });
    }

    @Test
    void aPageOfAThousandStreamsIsReadByTheKeyAndNothingElse() {
        update("INSERT INTO {events} (position, id, {stream_id}, version, event_type, payload, occurred_at, metadata,"
                + " category) SELECT 1000 + a.seq * " + VERSIONS + " + b.seq, UUID(),"
                + " CONCAT('00000000-0000-7000-8000-', LPAD(a.seq, 12, '0')), b.seq, 'Counted', '{}', NOW(6),"
                + " '{\"actor\":\"mika\"}', '" + Counters.AGGREGATE.category() + "'"
                + " FROM seq_1_to_" + STREAMS + " a, seq_1_to_" + VERSIONS + " b");
        update("ANALYZE TABLE {events}");
        var asked = new ArrayList<EventKey>();
        for (var n = 1; n <= STREAMS; n++) {
            var id = new StreamId(Counters.AGGREGATE.category(), "00000000-0000-7000-8000-%012d".formatted(n));
            asked.add(new EventKey(id, 1));
            asked.add(new EventKey(id, VERSIONS));
        }
        database.ask(connection -> {
            var one = over(connection);
            var before = rowsRead(one);

            var found = new MariaDbEventStamps(one).of(asked);

            var after = rowsRead(one);
            assertThat(found).hasSize(2 * STREAMS);
            assertThat(found.values()).extracting(EventStamp::actor).containsOnly("mika");
            assertThat(after.get(0) - before.get(0)).isBetween(2L * STREAMS, 3L * STREAMS);
            assertThat(after.get(1) - before.get(1)).isLessThan(STREAMS);
            return found;
        });
    }

    @Test
    void whatCannotBeReadOfAStampIsUnknown() {
        update(
                "SET STATEMENT sql_mode = '' FOR UPDATE {events} SET occurred_at = '2026-04-00', metadata = '{\"actor\":7}' WHERE version = 1");
        update("UPDATE {events} SET metadata = '\"no object\"' WHERE version = 2");
        update("UPDATE {events} SET category = 'No Category' WHERE version = 3");

        var stamps = stamps(1, 2, 3);

        assertThat(stamps).containsOnlyKeys(new EventKey(grown, 1), new EventKey(grown, 2));
        assertThat(stamps.get(new EventKey(grown, 1)).hasTime()).isFalse();
        assertThat(stamps.get(new EventKey(grown, 2))).isEqualTo(new EventStamp(SampleStreams.TIME, ""));
    }
}
