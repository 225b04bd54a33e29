package io.circleledger.infrastructure.mariadb;

import io.circleledger.domain.StoreUnavailableException;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.eventstore.IdempotencyKey;
import io.circleledger.domain.eventstore.IdempotencyRecords;
import io.circleledger.domain.eventstore.RecordedAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The answers to requests with idempotency keys, in the table {@code idempotency_keys}. */
public final class MariaDbIdempotencyRecords implements IdempotencyRecords {

    static final String INSERT = "INSERT INTO idempotency_keys (idempotency_key, fingerprint, circle_id, version,"
            + " created_at, position) VALUES ";

    /** Takes key, fingerprint, circle and version; the position follows. */
    static final String ROW = "(?, ?, ?, ?, UTC_TIMESTAMP(6), ";

    private static final String REMEMBER = INSERT + ROW + "?) ON DUPLICATE KEY UPDATE position = position";

    private static final String FIND =
            "SELECT idempotency_key, fingerprint, circle_id, version, position FROM idempotency_keys"
                    + " WHERE idempotency_key IN (";

    private static final String FORGET = "DELETE FROM idempotency_keys"
            + " WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY created_at LIMIT ?";

    private final DataSource dataSource;

    public MariaDbIdempotencyRecords(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Optional<RecordedAnswer> find(IdempotencyKey key) {
        try (var connection = dataSource.getConnection()) {
            return Optional.ofNullable(find(connection, List.of(key)).get(key));
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** The answers that are recorded under some keys. */
    static Map<IdempotencyKey, RecordedAnswer> find(Connection connection, List<IdempotencyKey> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var sql = FIND + String.join(", ", Collections.nCopies(keys.size(), "?")) + ")";
        try (var select = connection.prepareStatement(sql)) {
            for (var i = 0; i < keys.size(); i++) {
                select.setString(i + 1, keys.get(i).value());
            }
            var answers = new HashMap<IdempotencyKey, RecordedAnswer>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    answers.put(
                            new IdempotencyKey(rows.getString("idempotency_key")),
                            new RecordedAnswer(
                                    rows.getString("fingerprint"),
                                    new CircleId(rows.getString("circle_id")),
                                    rows.getInt("version"),
                                    new GlobalPosition(rows.getLong("position"))));
                }
            }
            return answers;
        }
    }

    @Override
    public RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement(REMEMBER)) {
            insert.setString(1, key.value());
            insert.setString(2, answer.fingerprint());
            insert.setString(3, answer.circleId().value());
            insert.setInt(4, answer.version());
            insert.setLong(5, answer.position().value());
            insert.executeUpdate();
            return find(connection, List.of(key)).getOrDefault(key, answer);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    @Override
    public int forget(Duration age, int limit) {
        try (var connection = dataSource.getConnection();
                var delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }
}
