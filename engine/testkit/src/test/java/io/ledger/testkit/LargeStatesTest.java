package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome.Done;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.SnapshotPolicy;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.TableNames;
import io.ledger.stores.TestStores;
import io.ledger.testkit.Choirs.Choir;
import io.ledger.testkit.Choirs.ChoirEvent;
import io.ledger.testkit.contract.SampleStreams;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A state that grows with each event costs no more in snapshots, for each event, than a small one. */
class LargeStatesTest {

    private static final TableNames TABLES = new TableNames("choir_events", "choir_snapshots", "choir_id", "choir");

    private static final int INTERVAL = 5;

    /** A singer has 200 characters, so that 600 of them are a large state. */
    private static final int SINGERS = 600;

    private final SnapshotPolicy policy = SnapshotPolicy.every(INTERVAL);
    private final Choirs choirs = new Choirs();
    private MariaDb database;

    @BeforeEach
    void openEmptyLog() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), TABLES);
        database.migrate();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Snapshots as they are stored, by version. */
    private record KeptSnapshot(int version, long bytes) {}

    private CommandHandler<String, Choir, ChoirEvent, String> server(MariaDbStores stores) {
        return new CommandHandler<>(
                choirs.aggregate(),
                (_, singer, _) -> singer + "\n",
                stores.store(choirs.aggregate()),
                new RememberedStates<>(),
                stores.records(),
                _ -> {},
                UUID::randomUUID,
                InstantSource.fixed(SampleStreams.TIME));
    }

    private static StreamId grow(List<CommandHandler<String, Choir, ChoirEvent, String>> servers, int singers) {
        var request = new Request(SampleStreams.METADATA, Optional.empty());
        var done = (Done<String>) servers.getFirst().create("", request);
        for (var singer = 1; singer <= singers; singer++) {
            // Each server goes on for a while, so that it remembers the state, and the next one knows nothing of it.
            var server = servers.get(singer / 37 % servers.size());
            var version = new Precondition.Exactly(new ExpectedVersion(done.version()));
            done = (Done<String>) server.change(done.id(), "%0200d".formatted(singer), version, request);
        }
        return done.id();
    }

    private void assertSnapshotsAreInProportion(StreamId id, MariaDbStores stores) {
        var kept = new ArrayList<KeptSnapshot>();
        var written = 0L;
        for (var row : rows("SELECT CONCAT(version, ' ', OCTET_LENGTH(state)) FROM choir_snapshots ORDER BY version")) {
            var parts = row.split(" ", -1);
            kept.add(new KeptSnapshot(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
            written += kept.getLast().bytes();
        }
        var events = Long.parseLong(
                rows("SELECT SUM(8 + OCTET_LENGTH(id) + OCTET_LENGTH(choir_id) + 4 + OCTET_LENGTH(event_type) + 4"
                                + " + OCTET_LENGTH(payload) + 8 + OCTET_LENGTH(metadata) + OCTET_LENGTH(category))"
                                + " FROM choir_events")
                        .getFirst());

        var largest = kept.getLast().bytes();
        assertThat(largest).isGreaterThan(16 * policy.smallBytes());
        assertThat(written)
                .isLessThanOrEqualTo(
                        (long) SINGERS * SnapshotPolicy.BYTES_PER_EVENT + policy.smallBytes() + 4 * largest);
        assertThat(written).isLessThanOrEqualTo(4 * events);
        // Every fifth version as long as the state is small, and from one to the next never as far as the size allows.
        assertThat(kept).extracting(KeptSnapshot::version).startsWith(5, 10);
        for (var i = 1; i < kept.size(); i++) {
            assertThat((long) kept.get(i).version() - kept.get(i - 1).version())
                    .isLessThanOrEqualTo(policy.intervalOf(kept.get(i).bytes()));
        }
        var latest = stores.store(choirs.aggregate()).load(id);
        var state = SnapshotPolicy.bytes(choirs.aggregate()
                .states()
                .encode(id, SINGERS + 1, latest.value().orElseThrow().state()));
        assertThat((long) SINGERS + 1 - kept.getLast().version()).isLessThan(policy.intervalOf(state));
        assertThat(latest).isEqualTo(stores.store(choirs.aggregate()).replay(id));
        assertThat(latest.value().orElseThrow().state().singers()).hasSize(SINGERS);
    }

    @Test
    void snapshotsOfAGrowingStateStayInProportionToItsEvents() {
        var stores = new MariaDbStores(database, INTERVAL);

        var id = grow(List.of(server(stores)), SINGERS);

        var encoded = choirs.encodedCharacters();
        var written = Long.parseLong(
                rows("SELECT SUM(OCTET_LENGTH(state)) FROM choir_snapshots").getFirst());
        assertSnapshotsAreInProportion(id, stores);
        // What is not kept is seldom encoded either.
        assertThat(encoded).isLessThan(3 * written);
    }

    @Test
    void severalServersThatRestartKeepTheSameSnapshots() {
        var stores = new MariaDbStores(database, INTERVAL);
        var id = grow(List.of(server(stores)), SINGERS);
        var versions = rows("SELECT version FROM choir_snapshots WHERE choir_id = '" + id + "' ORDER BY version");

        var other = grow(
                List.of(
                        server(stores),
                        server(new MariaDbStores(database, INTERVAL)),
                        server(new MariaDbStores(database, INTERVAL))),
                SINGERS);

        assertThat(rows("SELECT version FROM choir_snapshots WHERE choir_id = '" + other + "' ORDER BY version"))
                .isEqualTo(versions);
    }

    private List<String> rows(String sql) {
        return database.database().ask(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                var read = new ArrayList<String>();
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
                return read;
            }
        });
    }
}
