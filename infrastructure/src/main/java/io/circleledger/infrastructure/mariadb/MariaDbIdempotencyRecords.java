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
import java.util.Optional;
import javax.sql.DataSource;

/** The answers to requests with idempotency keys, in the table {@code idempotency_keys}. */
public final class MariaDbIdempotencyRecords implements IdempotencyRecords {

    /** Takes key, fingerprint, circle and version; the position follows. */
    static final String INSERT = "INSERT INTO idempotency_keys (idempotency_key, fingerprint, circle_id, version,"
            + " created_at, position) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), ";

    private static final String REMEMBER = INSERT + "?) ON DUPLICATE KEY UPDATE position = position";

    private static final String FIND =
            "SELECT fingerprint, circle_id, version, position FROM idempotency_keys" + " WHERE idempotency_key = ?";

    private static final String FORGET = "DELETE FROM idempotency_keys"
            + " WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY created_at LIMIT ?";

    private final DataSource dataSource;

    public MariaDbIdempotencyRecords(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Optional<RecordedAnswer> find(IdempotencyKey key) {
        try (var connection = dataSource.getConnection()) {
            return find(connection, key);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    static Optional<RecordedAnswer> find(Connection connection, IdempotencyKey key) throws SQLException {
        try (var select = connection.prepareStatement(FIND)) {
            select.setString(1, key.value());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new RecordedAnswer(
                                rows.getString("fingerprint"),
                                new CircleId(rows.getString("circle_id")),
                                rows.getInt("version"),
                                new GlobalPosition(rows.getLong("position"))))
                        : Optional.empty();
            }
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
            return find(connection, key).orElse(answer);
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
