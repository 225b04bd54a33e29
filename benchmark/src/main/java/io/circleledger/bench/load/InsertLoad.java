package io.circleledger.bench.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What the database does without us: threads that each insert one row a time and commit it.
 *
 * <p>The rows are those of {@code circle_events}, in a table of the same shape. Each thread has a
 * connection of its own, as mysqlslap has.
 */
final class InsertLoad {

    private static final String INSERT = "INSERT INTO bench_events (position, id, circle_id, version, event_type,"
            + " schema_version, payload, occurred_at, metadata)"
            + " VALUES (?, ?, ?, 1, 'CircleCreated', 1, ?, ?, ?)";

    private static final String METADATA =
            "{\"actor\":\"anonymous\",\"correlation_id\":\"9f0b7c3e-3b7d-4a39-9d53-0d64c5c0ce3d\",\"causation_id\":\"\"}";

    private final String url;
    private final String user;
    private final String password;
    private final boolean commitsApart;
    private final AtomicLong position;
    private final TimeOrderedIds ids = new TimeOrderedIds(System.currentTimeMillis());

    /**
     * @param commitsApart whether COMMIT is a statement of its own, or part of each INSERT
     * @param position the last position in the table
     */
    InsertLoad(String url, String user, String password, boolean commitsApart, AtomicLong position) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.commitsApart = commitsApart;
        this.position = position;
    }

    private record Part(long count, Histogram latency, long lastNanos) {}

    LoadResult run(int connections, long millis) throws InterruptedException, SQLException {
        var opened = new ArrayList<Connection>();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (var i = 0; i < connections; i++) {
                var connection = DriverManager.getConnection(url, user, password);
                connection.setAutoCommit(!commitsApart);
                opened.add(connection);
            }
            var start = System.nanoTime();
            var countFrom = start + millis * 100_000;
            var end = start + millis * 1_000_000;
            var parts = new ArrayList<Future<Part>>();
            for (var connection : opened) {
                Callable<Part> part = () -> insert(connection, countFrom, end);
                parts.add(threads.submit(part));
            }
            var latency = LoadResult.histogram();
            var count = 0L;
            var last = end;
            for (var part : parts) {
                last = Math.max(last, part.get().lastNanos());
                count += part.get().count();
                latency.add(part.get().latency());
            }
            return LoadResult.of(count, last - countFrom, latency, LoadResult.histogram());
        } catch (ExecutionException failure) {
            throw new LoadFailure("an INSERT failed: " + failure.getCause(), failure);
        } finally {
            for (var connection : opened) {
                connection.close();
            }
        }
    }

    private Part insert(Connection connection, long countFrom, long end) throws SQLException {
        var latency = LoadResult.histogram();
        var count = 0L;
        var now = System.nanoTime();
        try (var insert = connection.prepareStatement(INSERT)) {
            while (now < end) {
                bind(insert);
                insert.executeUpdate();
                if (commitsApart) {
                    connection.commit();
                }
                var done = System.nanoTime();
                // One at least, so that there is a figure even of a stall.
                if (done >= countFrom && (done < end || count == 0)) {
                    latency.recordValue(Math.min(done - now, LoadLimits.HIGHEST_NANOS));
                    count++;
                }
                now = done;
            }
        }
        return new Part(count, latency, count == 1 ? now : end);
    }

    private void bind(PreparedStatement insert) throws SQLException {
        var place = position.incrementAndGet();
        insert.setLong(1, place);
        insert.setString(2, ids.next());
        insert.setString(3, ids.next());
        insert.setString(4, "{\"name\":\"circle " + place + "\",\"capacity\":20}");
        insert.setObject(5, LocalDateTime.now(ZoneOffset.UTC));
        insert.setString(6, METADATA);
    }
}
