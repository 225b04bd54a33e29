package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import io.circleledger.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** People who join circles, by turns with changes of as many others; and the pages of their rosters. */
public final class PeopleMeasure {

    private static final Duration CATCH_UP = Duration.ofMinutes(3);

    /** Few enough that each has more members than a page after some rounds. */
    private static final int CIRCLES = 100;

    private static final int WRITERS = 64;
    private static final int READERS = 8;
    private static final int WARM_UPS = 3;
    private static final String PAGE = "/members?limit=100";

    private final Run run;

    public PeopleMeasure(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        try (var ledger = run.ledger("people")) {
            var people = ledger.write("people", register(ledger.stores()));
            var changed = ledger.write("changed", versions(circles(ledger.stores())));
            var ids = circles(ledger.stores());
            var joined = ledger.write("joined", ids);
            run.progress().say("people: warming up");
            // A circle begins with as few places as there may be; the change makes room.
            change(ledger, ledger.write("roomy", versions(ids)), 1);
            var each = Math.max(1, run.sizes().changes() / CIRCLES);
            for (var i = 0; i < WARM_UPS; i++) {
                change(ledger, changed, each);
                join(ledger, joined, people, each);
            }
            for (var round = 0; round < run.sizes().rounds(); round++) {
                run.keep("people/put", change(ledger, changed, each));
                run.keep("people/join", join(ledger, joined, people, each));
            }
            for (var round = 0; round < run.sizes().rounds(); round++) {
                run.keep("people/alone", pages(ledger, joined, 1));
                run.keep("people/roster", pages(ledger, joined, READERS));
            }
        }
    }

    private LoadResult pages(Ledger ledger, Path circles, int readers) throws IOException, InterruptedException {
        return ledger.load(LoadOrder.of("read")
                .with("file", circles)
                .with("after", PAGE)
                .with("connections", readers)
                .with("millis", run.sizes().runMillis()));
    }

    private static List<String> circles(Stores stores) throws SQLException, InterruptedException {
        var ids = new Seeder(stores).circles(CIRCLES);
        stores.awaitProjection(CATCH_UP);
        return ids;
    }

    private static List<String> versions(List<String> ids) {
        return ids.stream().map(id -> id + " 1").toList();
    }

    /** As many students as a large university has, of whom none is in the final grade. */
    private List<String> register(Stores stores) throws SQLException {
        var count = run.sizes().circles() / 10;
        run.progress().say("people: registering %,d students", count);
        try (var statement = stores.database().createStatement()) {
            statement.executeUpdate("INSERT INTO persons (id, version, name, name_kana, kind, student_number, grade,"
                    + " final_grade, major) SELECT UUID(), 1, CONCAT('学生 ', seq), CONCAT('ガクセイ ', seq), 'student',"
                    + " CONCAT('S', seq), 1 + seq % 3, 4, '経済学部' FROM seq_1_to_" + count);
        }
        var ids = new ArrayList<String>(count);
        try (var statement = stores.database().createStatement();
                var rows = statement.executeQuery("SELECT id FROM persons ORDER BY number")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static LoadResult change(Ledger ledger, Path versions, int each)
            throws IOException, SQLException, InterruptedException {
        return leveled(
                ledger,
                LoadOrder.of("change")
                        .with("file", versions)
                        .with("each", each)
                        .with("connections", WRITERS)
                        .with("millis", CATCH_UP.toMillis()));
    }

    private static LoadResult join(Ledger ledger, Path circles, Path people, int each)
            throws IOException, SQLException, InterruptedException {
        return leveled(
                ledger,
                LoadOrder.of("join")
                        .with("circles", circles)
                        .with("people", people)
                        .with("joins", each * CIRCLES)
                        .with("connections", WRITERS)
                        .with("millis", CATCH_UP.toMillis()));
    }

    /** Leaves the read model as far as the log, so that the next run is not slowed by this one. */
    private static LoadResult leveled(Ledger ledger, LoadOrder order)
            throws IOException, SQLException, InterruptedException {
        var result = ledger.load(order);
        ledger.stores().awaitProjection(CATCH_UP);
        return result;
    }
}
