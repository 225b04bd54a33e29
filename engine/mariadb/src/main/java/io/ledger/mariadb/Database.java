package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A log's database as everything here sees it: where connections come from, and what the tables are called.
 *
 * <p>Statements are constants with placeholders (see {@link TableNames}); each is completed once.
 */
public final class Database {

    private final DataSource dataSource;
    private final TableNames names;
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    public Database(DataSource dataSource, TableNames names) {
        this.dataSource = dataSource;
        this.names = names;
    }

    /** A question to the database. */
    @FunctionalInterface
    public interface Question<T> {

        T ask(Connection connection) throws SQLException;
    }

    /**
     * Asks a question, on a connection of its own.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public <T> T ask(Question<T> question) {
        try (var connection = dataSource.getConnection()) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    /** A question to one prepared statement. */
    @FunctionalInterface
    public interface PreparedQuestion<T> {

        T ask(PreparedStatement statement) throws SQLException;
    }

    /**
     * Prepares a statement and asks it a question.
     *
     * @param template a constant
     * @throws StoreUnavailableException when the database does not answer
     */
    public <T> T ask(String template, PreparedQuestion<T> question) {
        return ask(connection -> {
            try (var statement = prepare(connection, template)) {
                return question.ask(statement);
            }
        });
    }

    /** @param template a constant */
    PreparedStatement prepare(Connection connection, String template) throws SQLException {
        return connection.prepareStatement(sql(template));
    }

    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public TableNames names() {
        return names;
    }

    /**
     * The statement with the names of the tables in it.
     *
     * @param template a constant: what is made of it is kept
     */
    public String sql(String template) {
        return statements.computeIfAbsent(template, names::in);
    }
}
