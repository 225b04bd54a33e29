package io.circleledger.wiring;

import com.fasterxml.uuid.Generators;
import io.circleledger.command.RosterCommands;
import io.circleledger.configuration.Configuration;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.PersonTags;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.RosterQueries;
import io.ledger.core.command.StreamRule;
import io.ledger.core.command.TagLimit;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonFolding;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.http.person.PersonRoutes;
import io.ledger.http.person.PersonalReads;
import io.ledger.http.routing.RouteGroup;
import io.ledger.icu.IcuNameFolding;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.MariaDbEventStamps;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.person.MariaDbPersons;
import io.ledger.office.ImportKind;
import io.ledger.office.ImportedPeople;
import io.ledger.office.PersonImport;
import io.ledger.office.PersonTraces;
import io.ledger.server.ErasureRetry;
import io.ledger.server.LedgerParts;
import io.ledger.server.LivingStreams;
import io.ledger.server.StreamParts;
import java.util.Optional;

/** The people of circles: the register, the commands and queries, and the rule {@code MAX_CIRCLES_PER_PERSON}. */
record PeopleParts(MariaDbPersons persons, RosterCommands commands, RosterQueries queries, PersonalReads reads) {

    /** Tags the events of a ledger that were recorded or imported without; nearly always there is nothing to do. */
    static void tag(Database database) {
        var tagging = new EventTagging<>(database, CircleStreams.AGGREGATE.tagged(new PersonTags()), PersonTags.KEY);
        new LivingStreams<>(database, CircleStreams.AGGREGATE, "circles")
                .tag(tagging, "looking through the circles for their people", "circles were looked through");
    }

    /** The rule, if there is one. */
    static Optional<StreamRule<Circle, CircleEvent, CircleRejection>> rule(
            Configuration configuration, Database database, QueriedLog<CircleEvent> log) {
        return configuration.maxCirclesPerPerson() == 0
                ? Optional.empty()
                : Optional.of(new TagLimit<>(
                        new TaggedStreams(log),
                        new MariaDbEventStore<>(
                                database, CircleStreams.AGGREGATE, new Appender(database, Integer.MAX_VALUE)),
                        configuration.maxCirclesPerPerson(),
                        CircleRejection.TOO_MANY_CIRCLES,
                        PersonTags::joining,
                        PersonTags::isMember));
    }

    static PeopleParts wire(
            Configuration configuration,
            StreamParts<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> streams,
            LedgerParts ledger) {
        var names = new IcuNameFolding();
        var persons = new MariaDbPersons(
                ledger.database(), new PersonFolding(IcuNameFolding.VERSION, names::fold, names::words));
        persons.refold();
        var tagged = new TaggedStreams(streams.log());
        return new PeopleParts(
                persons,
                new RosterCommands(streams.commands(), persons, tagged, configuration.ownerGrades()),
                new RosterQueries(streams.states(), new MariaDbEventStamps(ledger.database()), tagged, persons),
                new PersonalReads(ledger.audit()));
    }

    /** Erases people: what they take part in ends, and what imports hold of them goes. */
    private PersonErasure erasure(LedgerParts ledger) {
        var imported = new ImportedPeople(persons, ledger.imports().store(), new PersonTraces(new IcuNameFolding()));
        return new PersonErasure(
                persons,
                (person, request) -> {
                    commands.end(person, request);
                    imported.erase(person);
                },
                ledger.clock());
    }

    /** Imports into the register; who takes part in a circle stays when one is taken back. */
    ImportKind imports(LedgerParts ledger) {
        return new PersonImport(
                persons,
                erasure(ledger),
                person -> queries.circles(person, GlobalPosition.START)
                        .value()
                        .filter(circles -> !circles.isEmpty())
                        .isPresent(),
                reads,
                new IcuNameFolding(),
                Generators.timeBasedEpochGenerator()::generate);
    }

    /** The routes of the register, with the erasures that go on by themselves. */
    RouteGroup routes(LedgerParts ledger) {
        var erasure = erasure(ledger);
        ledger.parts().add(new ErasureRetry(erasure)).start();
        return new PersonRoutes(persons, erasure, reads, Generators.timeBasedEpochGenerator()::generate);
    }
}
