package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.RecordedAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers to requests with idempotency keys, in the table {@code idempotency_keys}.
 *
 * <p>A row without an actor was written by a version that did not tell callers apart. It answers every caller until it
 * is forgotten, as it did then.
 */
public final class MariaDbIdempotencyRecords implements IdempotencyRecords {

    static final String INSERT =
            "INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, {stream_id}, category, version,"
                    + " created_at, position) VALUES ";

    /** Takes actor, key, fingerprint, stream, category and version; the position follows. */
    static final String ROW = "(?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), ";

    private static final String REMEMBER = INSERT + ROW + "?) ON DUPLICATE KEY UPDATE position = position";

    private static final String NO_ACTOR = "";

    private static final String FIND = "SELECT actor, idempotency_key, fingerprint, {stream_id} AS stream_id,"
            + " category, version, position FROM idempotency_keys WHERE ";

    private static final String EITHER = "(idempotency_key = ? AND actor IN (?, ''))";

    private static final String FORGET = "DELETE FROM idempotency_keys"
            + " WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY created_at LIMIT ?";

    private static final String TAKE_BACK = "DELETE FROM idempotency_keys WHERE idempotency_key = ? AND actor = ?";

    private final Database database;

    public MariaDbIdempotencyRecords(Database database) {
        this.database = database;
    }

    @Override
    public Optional<RecordedAnswer> find(IdempotencyKey key) {
        try (var connection = database.connection()) {
            return Optional.ofNullable(find(database, connection, List.of(key)).get(key));
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The answers that are recorded under some keys. */
    static Map<IdempotencyKey, RecordedAnswer> find(Database database, Connection connection, List<IdempotencyKey> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var sql = database.sql(FIND) + String.join(" OR ", Collections.nCopies(keys.size(), EITHER));
        try (var select = connection.prepareStatement(sql)) {
            var parameters = new Parameters(select);
            for (var key : keys) {
                parameters.add(key.value()).add(key.actor());
            }
            var found = new HashMap<Place, RecordedAnswer>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(new Place(rows.getString("actor"), rows.getString("idempotency_key")), answer(rows));
                }
            }
            var answers = new HashMap<IdempotencyKey, RecordedAnswer>();
            for (var key : keys) {
                var anybodys = found.get(new Place(NO_ACTOR, key.value()));
                var answer = found.getOrDefault(new Place(key.actor(), key.value()), anybodys);
                if (answer != null) {
                    answers.put(key, answer);
                }
            }
            return answers;
        }
    }

    /** Where a row is in the table. */
    private record Place(String actor, String key) {}

    private static RecordedAnswer answer(ResultSet row) throws SQLException {
        return new RecordedAnswer(
                row.getString("fingerprint"),
                new StreamId(row.getString("category"), row.getString("stream_id")),
                row.getInt("version"),
                new GlobalPosition(row.getLong("position")));
    }

    /**
     * Records an answer in a transaction that also does what was asked for.
     *
     * @throws java.sql.SQLIntegrityConstraintViolationException when there is an answer under the key already
     */
    public static void record(Database database, Connection connection, IdempotencyKey key, RecordedAnswer answer)
            throws SQLException {
        try (var insert = connection.prepareStatement(database.sql(INSERT + ROW + "?)"))) {
            bind(insert, key, answer).executeUpdate();
        }
    }

    /** Forgets the answer under a key in a transaction that takes back what was done. */
    public static void forget(Connection connection, IdempotencyKey key) throws SQLException {
        try (var delete = connection.prepareStatement(TAKE_BACK)) {
            new Parameters(delete).add(key.value()).add(key.actor());
            delete.executeUpdate();
        }
    }

    private static PreparedStatement bind(PreparedStatement insert, IdempotencyKey key, RecordedAnswer answer)
            throws SQLException {
        new Parameters(insert)
                .add(key.actor())
                .add(key.value())
                .add(answer.fingerprint())
                .add(answer.stream().id())
                .add(answer.stream().category())
                .add(answer.version())
                .add(answer.position().value());
        return insert;
    }

    @Override
    public RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        try (var connection = database.connection();
                var insert = database.prepare(connection, REMEMBER)) {
            bind(insert, key, answer).executeUpdate();
            return find(database, connection, List.of(key)).getOrDefault(key, answer);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public int forget(Duration age, int limit) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
