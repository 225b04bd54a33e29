package io.ledger.mariadb;

import io.ledger.core.feed.FeedFilter;
import java.sql.SQLException;
import java.util.Collections;

/**
 * A filter of the feed as a condition on a row of the table of events, called {@code e}.
 *
 * @param sql begins with {@code AND}, or is empty
 */
record FilterCondition(FeedFilter filter, String sql) {

    static FilterCondition of(FeedFilter filter) {
        var stream = filter.stream().isPresent() ? " AND e.{stream_id} = ?" : "";
        var types = filter.types().isEmpty()
                ? ""
                : " AND e.event_type IN ("
                        + String.join(", ", Collections.nCopies(filter.types().size(), "?")) + ")";
        return new FilterCondition(filter, stream + types);
    }

    Parameters bind(Parameters parameters) throws SQLException {
        if (filter.stream().isPresent()) {
            parameters.add(filter.stream().get().id());
        }
        for (var type : filter.types()) {
            parameters.add(type);
        }
        return parameters;
    }
}
