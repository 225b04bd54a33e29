package io.ledger.core.stream;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the streams that have an event with a tag, by the log's index of tags: it costs as many rows as there are such
 * events.
 */
public record TaggedStreams(QueriedLog<?> log) {

    /** The streams in the order of their first such event, complete to the end of the log. */
    public Complete<Set<StreamId>> of(Tag tag) {
        return read(log, tag);
    }

    private static <E> Complete<Set<StreamId>> read(QueriedLog<E> log, Tag tag) {
        var query = EventQuery.tagged(tag);
        var streams = new LinkedHashSet<StreamId>();
        var after = GlobalPosition.START;
        while (true) {
            var page = log.matching(query, after, QueriedLog.MAX_PAGE);
            for (var entry : page.value()) {
                if (entry instanceof LogEntry.Recorded<E> event) {
                    streams.add(event.stream());
                }
            }
            if (page.value().size() < QueriedLog.MAX_PAGE) {
                return new Complete<>(page.completeTo(), streams);
            }
            after = page.completeTo();
        }
    }
}
