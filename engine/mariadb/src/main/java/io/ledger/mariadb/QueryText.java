package io.ledger.mariadb;

import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventQuery.Item;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A query for events as SQL. Each item is led by the index of one of its tags; one without tags reads every event after
 * the position.
 */
final class QueryText {

    private QueryText() {}

    /** A query for the positions of the events after a position. */
    static String positions(EventQuery query) {
        return query.items().stream().map(QueryText::positions).collect(Collectors.joining(" UNION "));
    }

    private static String positions(Item item) {
        if (item.tags().isEmpty()) {
            return "SELECT q.position FROM {events} q WHERE q.position > ? AND q.event_type IN (" + marks(item) + ")";
        }
        var others = Collections.nCopies(
                item.tags().size() - 1,
                " AND EXISTS (SELECT 1 FROM {events}_tags u WHERE u.tag = ? AND u.position = q.position)");
        var types = item.types().isEmpty()
                ? ""
                : " AND EXISTS (SELECT 1 FROM {events} w WHERE w.position = q.position AND w.event_type IN ("
                        + marks(item) + "))";
        return "SELECT q.position FROM {events}_tags q WHERE q.tag = ? AND q.position > ?" + String.join("", others)
                + types;
    }

    private static String marks(Item item) {
        return String.join(", ", Collections.nCopies(item.types().size(), "?"));
    }

    static void bind(Parameters parameters, EventQuery query, GlobalPosition after) throws SQLException {
        for (var item : query.items()) {
            var tags = sorted(item);
            if (tags.isEmpty()) {
                parameters.add(after.value());
            }
            for (var i = 0; i < tags.size(); i++) {
                parameters.add(octets(tags.get(i)));
                if (i == 0) {
                    parameters.add(after.value());
                }
            }
            for (var type : item.types()) {
                parameters.add(type);
            }
        }
    }

    /** The longest first: it is about the fewest events, as a guess. */
    private static List<Tag> sorted(Item item) {
        return item.tags().stream()
                .sorted((one, other) ->
                        Integer.compare(other.text().length(), one.text().length()))
                .toList();
    }

    static byte[] octets(Tag tag) {
        return tag.text().getBytes(StandardCharsets.UTF_8);
    }
}
