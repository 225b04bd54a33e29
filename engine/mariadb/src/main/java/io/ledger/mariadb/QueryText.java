package io.ledger.mariadb;

import io.ledger.core.Sha256;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventQuery.Item;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A query for events as SQL. Each item is led by the index of one of its tags; one without tags reads every event after
 * the position.
 */
final class QueryText {

    private static final int DIGEST_BYTES = 16;

    private QueryText() {}

    /** A query for the positions of the events after a position. */
    static String positions(EventQuery query) {
        return query.items().stream().map(QueryText::positions).collect(Collectors.joining(" UNION "));
    }

    private static String positions(Item item) {
        if (item.tags().isEmpty()) {
            return "SELECT q.position FROM {events} q WHERE q.position > ?" + kind("q", item);
        }
        var others = Collections.nCopies(
                item.tags().size() - 1,
                " AND EXISTS (SELECT 1 FROM {events}_tags u WHERE u.tag = ? AND u.position = q.position)");
        var kind = item.category().isEmpty()
                ? ""
                : " AND EXISTS (SELECT 1 FROM {events} w WHERE w.position = q.position" + kind("w", item) + ")";
        return "SELECT q.position FROM {events}_tags q WHERE q.tag = ? AND q.position > ?" + String.join("", others)
                + kind;
    }

    /** An item with types has a category as well. */
    private static String kind(String events, Item item) {
        var marks = String.join(", ", Collections.nCopies(item.types().size(), "?"));
        return (item.category().isEmpty() ? "" : " AND " + events + ".category = ?")
                + (item.types().isEmpty() ? "" : " AND " + events + ".event_type IN (" + marks + ")");
    }

    static void bind(Parameters parameters, EventQuery query, GlobalPosition after) throws SQLException {
        for (var item : query.items()) {
            bind(parameters, item, after);
        }
    }

    private static void bind(Parameters parameters, Item item, GlobalPosition after) throws SQLException {
        var isFirst = true;
        for (var tag : item.tags()) {
            parameters.add(digest(tag));
            if (isFirst) {
                parameters.add(after.value());
            }
            isFirst = false;
        }
        if (isFirst) {
            parameters.add(after.value());
        }
        if (item.category().isPresent()) {
            parameters.add(item.category().get());
        }
        for (var type : item.types()) {
            parameters.add(type);
        }
    }

    /** What an item must not take: an event after a position. */
    private record Bar(Item item, GlobalPosition after) {

        boolean isOneTag() {
            return item.tags().size() == 1 && item.category().isEmpty();
        }
    }

    /**
     * Conditions of several appends as one condition of SQL.
     *
     * <p>Those about one tag, which most are, are looked up together: a subquery for each would cost more than what it
     * looks up.
     */
    static final class Conditions {

        private final List<Bar> oneTag = new ArrayList<>();
        private final List<Bar> others = new ArrayList<>();

        Conditions(List<AppendCondition> conditions) {
            for (var condition : conditions) {
                for (var item : condition.failIfEventsMatch().items()) {
                    var bar = new Bar(item, condition.after());
                    (bar.isOneTag() ? oneTag : others).add(bar);
                }
            }
        }

        /** Begins with AND, unless there are none. */
        String text() {
            var text = new StringBuilder();
            for (var from = 0; from < oneTag.size(); from += MariaDbLimits.TAGS_AT_ONCE) {
                var size = Math.min(oneTag.size() - from, MariaDbLimits.TAGS_AT_ONCE);
                text.append(" AND NOT EXISTS (SELECT 1 FROM {events}_tags q FORCE INDEX (PRIMARY) WHERE ")
                        .append(String.join(" OR ", Collections.nCopies(size, "(q.tag = ? AND q.position > ?)")))
                        .append(')');
            }
            for (var bar : others) {
                text.append(" AND NOT EXISTS (").append(positions(bar.item())).append(')');
            }
            return text.toString();
        }

        void bind(Parameters parameters) throws SQLException {
            for (var bar : oneTag) {
                QueryText.bind(parameters, bar.item(), bar.after());
            }
            for (var bar : others) {
                QueryText.bind(parameters, bar.item(), bar.after());
            }
        }
    }

    /**
     * A tag as it is stored: half of its SHA-256. Tags are in no order, so each row goes to another page of the index;
     * the shorter they are, the fewer pages there are to write.
     */
    static byte[] digest(Tag tag) {
        return Arrays.copyOf(Sha256.bytes(tag.text()), DIGEST_BYTES);
    }
}
