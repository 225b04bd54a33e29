package io.ledger.server;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.stream.Versioned;
import io.ledger.core.text.RepeatedTexts;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbStreamIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a ledger that are shown, as a start looks through them for a rule that was not there before.
 *
 * @param plural the word for several of them, in the log
 */
public record LivingStreams<S>(Database database, Aggregate<?, S, ?, ?> aggregate, String plural) {

    private static final Logger LOG = LoggerFactory.getLogger(LivingStreams.class);

    private static final Duration PROGRESS = Duration.ofSeconds(5);

    /**
     * Gives events their tags that were recorded without, if there are any.
     *
     * @param what is done, for the log
     * @param stopped what the start was stopped in, as the end of a sentence
     * @return whether there was something to do
     * @throws StartFailure when the start is stopped meanwhile
     */
    public boolean tag(EventTagging<S, ?> tagging, String what, String stopped) {
        if (tagging.isComplete()) {
            return false;
        }
        var next = new long[] {System.nanoTime() + PROGRESS.toNanos()};
        try {
            tagging.complete(streams -> {
                if (System.nanoTime() - next[0] >= 0) {
                    next[0] = System.nanoTime() + PROGRESS.toNanos();
                    LOG.atInfo().addKeyValue(plural, streams).log(what);
                }
            });
            return true;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StartFailure("the start was stopped while " + stopped + "; the next one goes on", interruption);
        }
    }

    /** The streams that share a text with another one, by their ids. */
    public Collection<List<String>> sharing(Function<S, String> text) {
        var texts = new RepeatedTexts();
        each(stream -> texts.add(text.apply(stream.state())));
        var repeated = texts.repeated();
        var bearers = new HashMap<String, List<String>>();
        if (!repeated.isEmpty()) {
            each(stream -> {
                var borne = text.apply(stream.state());
                if (repeated.contains(RepeatedTexts.hash(borne))) {
                    bearers.computeIfAbsent(borne, _ -> new ArrayList<>(2))
                            .add(stream.stream().id());
                }
            });
        }
        return bearers.values().stream().filter(streams -> streams.size() > 1).toList();
    }

    private void each(Consumer<Versioned<S>> visit) {
        var category = aggregate.category();
        var index =
                new MariaDbStreamIndex(database, category, aggregate.events().types());
        var store = new MariaDbEventStore<>(database, aggregate, new Appender(database, Integer.MAX_VALUE));
        var last = "";
        List<StreamIndex.Lifespan> page;
        do {
            page = index.after(last, StreamIndex.MAX_PAGE);
            for (var lifespan : page) {
                last = lifespan.streamId();
                if (lifespan.isShown()) {
                    StreamId.parse(category, last)
                            .flatMap(id -> store.load(id).value())
                            .ifPresent(visit);
                }
            }
        } while (page.size() == StreamIndex.MAX_PAGE);
    }
}
