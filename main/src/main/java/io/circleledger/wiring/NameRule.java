package io.circleledger.wiring;

import io.circleledger.configuration.Configuration;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.NameTags;
import io.circleledger.domain.circle.PersonTags;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.command.StreamRule;
import io.ledger.core.command.UniqueTag;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.text.NameFolding;
import io.ledger.icu.IcuNameFolding;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.server.LivingStreams;
import io.ledger.server.StartFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /** @throws StartFailure when the start is stopped while the ledger is prepared for the rule */
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
        var living = new LivingStreams<>(database, CircleStreams.AGGREGATE, "circles");
        if (living.tag(tagging, "looking through the names for UNIQUE_NAMES", "names were looked through")) {
            report(living.sharing(circle -> folding.fold(circle.name().value())));
        }
        return new NameRule(tagged, Optional.of(tags));
    }

    /** Logs the names that several living circles share. They keep them until somebody renames one of them. */
    private static void report(Collection<List<String>> shared) {
        shared.stream()
                .limit(NAMED)
                .forEach(circles -> LOG.atWarn()
                        .addKeyValue("circles", circles)
                        .log("these circles share a name; rename all but one"));
        LOG.atInfo().addKeyValue("shared_names", shared.size()).log("UNIQUE_NAMES is on");
    }

    /** The rules for the commands. */
    List<StreamRule<Circle, CircleEvent, CircleRejection>> rules(QueriedLog<CircleEvent> log) {
        return tags.<List<StreamRule<Circle, CircleEvent, CircleRejection>>>map(
                        given -> List.of(new UniqueTag<>(log, given, CircleRejection.NAME_IS_TAKEN)))
                .orElseGet(List::of);
    }
}
