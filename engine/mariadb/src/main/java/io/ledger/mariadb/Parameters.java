package io.ledger.mariadb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The parameters of a statement, bound one after the other. */
final class Parameters {

    private final PreparedStatement statement;
    private int count;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters add(int value) throws SQLException {
        statement.setInt(++count, value);
        return this;
    }

    Parameters add(long value) throws SQLException {
        statement.setLong(++count, value);
        return this;
    }

    Parameters add(String value) throws SQLException {
        statement.setString(++count, value);
        return this;
    }

    Parameters add(byte[] value) throws SQLException {
        statement.setBytes(++count, value);
        return this;
    }

    /** A time, which the columns have in UTC. */
    Parameters add(Instant value) throws SQLException {
        statement.setObject(++count, LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        return this;
    }
}
