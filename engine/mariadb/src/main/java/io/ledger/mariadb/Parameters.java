package io.ledger.mariadb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, bound one after the other. */
public final class Parameters {

    private final PreparedStatement statement;
    private int count;

    public Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public Parameters add(int value) throws SQLException {
        statement.setInt(++count, value);
        return this;
    }

    public Parameters add(long value) throws SQLException {
        statement.setLong(++count, value);
        return this;
    }

    public Parameters add(@Nullable String value) throws SQLException {
        statement.setString(++count, value);
        return this;
    }

    public Parameters add(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++count, value);
        return this;
    }

    /** A time, which the columns have in UTC. */
    public Parameters add(@Nullable Instant value) throws SQLException {
        statement.setObject(++count, value == null ? null : LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        return this;
    }
}
