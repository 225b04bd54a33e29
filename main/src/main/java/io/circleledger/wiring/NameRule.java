package io.circleledger.wiring;

import io.circleledger.command.UniqueNames;
import io.circleledger.configuration.Configuration;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.text.NameFolding;
import io.circleledger.domain.circle.NameTags;
import io.circleledger.domain.circle.PersonTags;
import io.ledger.icu.IcuNameFolding;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.command.StreamRule;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.stream.Versioned;
import io.ledger.core.text.RepeatedTexts;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.server.StartFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule {@code UNIQUE_NAMES}: two living circles never have names that are equal in folded form.
 *
 * <p>If it is on, events that take or free a name have tags. The events of an existing ledger are tagged at the start;
 * if that is interrupted, the next start continues it. Circles that already share a name are reported, and keep it
 * until they are renamed.
 *
 * @param circles the aggregate, with a tagger if the rule is on
 */
record NameRule(Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> circles, Optional<NameTags> tags) {

    private static final Logger LOG = LoggerFactory.getLogger(NameRule.class);

    /** How many shared names are reported one by one. */
    private static final int NAMED = 100;

    private static final Duration PROGRESS = Duration.ofSeconds(5);

    /** @throws StartFailure when the ledger cannot be prepared for the rule */
    static NameRule wire(Database database, Configuration configuration) {
        NameFolding folding = new IcuNameFolding();
        var tags = new NameTags(folding);
        var tagged = CircleStreams.AGGREGATE.tagged(new PersonTags().and(tags));
        var tagging = new EventTagging<>(database, tagged, NameTags.KEY);
        if (!configuration.uniqueNames()) {
            // This server records events without tags.
            tagging.forget();
            return new NameRule(CircleStreams.AGGREGATE.tagged(new PersonTags()), Optional.empty());
        }
        if (!tagging.isComplete()) {
            try {
                tag(tagging, "looking through the names for UNIQUE_NAMES");
                reportShared(database, folding);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new StartFailure(
                        "the start was stopped while names were looked through; the next one goes on", stopped);
            }
        }
        return new NameRule(tagged, Optional.of(tags));
    }

    /** @param what is done, for the log */
    static void tag(EventTagging<Circle, CircleEvent> tagging, String what) throws InterruptedException {
        var next = new long[] {System.nanoTime() + PROGRESS.toNanos()};
        tagging.complete(circles -> {
            if (System.nanoTime() - next[0] >= 0) {
                next[0] = System.nanoTime() + PROGRESS.toNanos();
                LOG.atInfo().addKeyValue("circles", circles).log(what);
            }
        });
    }

    /** Logs the names that several living circles share. They keep them until somebody renames one of them. */
    private static void reportShared(Database database, NameFolding folding) {
        var names = new RepeatedTexts();
        living(database, circle -> names.add(folding.fold(circle.state().name().value())));
        var repeated = names.repeated();
        var bearers = new HashMap<String, List<String>>();
        if (!repeated.isEmpty()) {
            living(database, circle -> {
                var name = folding.fold(circle.state().name().value());
                if (repeated.contains(RepeatedTexts.hash(name))) {
                    bearers.computeIfAbsent(name, _ -> new ArrayList<>(2))
                            .add(circle.stream().id());
                }
            });
        }
        var shared =
                bearers.values().stream().filter(circles -> circles.size() > 1).toList();
        shared.stream()
                .limit(NAMED)
                .forEach(circles -> LOG.atWarn()
                        .addKeyValue("circles", circles)
                        .log("these circles share a name; rename all but one"));
        LOG.atInfo().addKeyValue("shared_names", shared.size()).log("UNIQUE_NAMES is on");
    }

    private static void living(Database database, Consumer<Versioned<Circle>> each) {
        var circles = CircleStreams.AGGREGATE;
        var index = new MariaDbStreamIndex(
                database, circles.category(), circles.events().types());
        var store = new MariaDbEventStore<>(database, circles, new Appender(database, Integer.MAX_VALUE));
        var last = "";
        List<StreamIndex.Lifespan> page;
        do {
            page = index.after(last, StreamIndex.MAX_PAGE);
            for (var lifespan : page) {
                last = lifespan.streamId();
                if (lifespan.isShown()) {
                    Circles.parse(last).flatMap(id -> store.load(id).value()).ifPresent(each);
                }
            }
        } while (page.size() == StreamIndex.MAX_PAGE);
    }

    /** The rules for the commands. */
    List<StreamRule<Circle, CircleEvent, CircleRejection>> rules(QueriedLog<CircleEvent> log) {
        return tags.<List<StreamRule<Circle, CircleEvent, CircleRejection>>>map(
                        given -> List.of(new UniqueNames(log, given)))
                .orElseGet(List::of);
    }
}
