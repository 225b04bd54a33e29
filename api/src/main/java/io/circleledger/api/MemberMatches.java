package io.circleledger.api;

import io.circleledger.api.MemberImport.NamedCircle;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.Circles;
import io.circleledger.query.RosterQueries;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.stream.Versioned;
import io.ledger.core.text.NameFolding;
import io.ledger.office.PersonCells;
import io.ledger.office.RegisteredPeople;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The circles and the people that some rows may mean; only those are remembered. */
final class MemberMatches {

    private final Map<String, List<String>> circlesByName = new HashMap<>();
    private final Map<String, Circle> circles = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, Person> peopleByNumber = new HashMap<>();

    private MemberMatches() {}

    /** @param eachCircle goes through all living circles; it is asked only where a row has a name without an id */
    static MemberMatches find(
            List<MemberReading> readings,
            Consumer<Consumer<NamedCircle>> eachCircle,
            RosterQueries rosters,
            RegisteredPeople register,
            NameFolding folding) {
        var matches = new MemberMatches();
        matches.addNames(readings, eachCircle, folding);
        var ids = new HashSet<String>();
        readings.stream().map(MemberReading::circleId).forEach(ids::add);
        matches.circlesByName.values().stream().filter(same -> same.size() == 1).forEach(ids::addAll);
        matches.addCircles(ids, rosters);
        matches.addPeople(readings, register);
        return matches;
    }

    private void addNames(
            List<MemberReading> readings, Consumer<Consumer<NamedCircle>> eachCircle, NameFolding folding) {
        readings.stream()
                .filter(MemberReading::isByCircleName)
                .forEach(reading -> circlesByName.put(reading.circleName(), new ArrayList<>(1)));
        if (!circlesByName.isEmpty()) {
            eachCircle.accept(circle -> {
                var same = circlesByName.get(folding.fold(circle.name()));
                if (same != null) {
                    same.add(circle.id());
                }
            });
        }
    }

    private void addCircles(Collection<String> ids, RosterQueries rosters) {
        for (var id : ids) {
            Circles.parse(id)
                    .flatMap(rosters::circle)
                    .map(Versioned::state)
                    .ifPresent(circle -> circles.put(id, circle));
        }
    }

    private void addPeople(List<MemberReading> readings, RegisteredPeople register) {
        register.find(readings.stream().map(MemberReading::personId).toList())
                .forEach((id, person) -> people.put(id.toString(), person));
        var numbers = new HashSet<String>();
        readings.stream()
                .filter(reading -> reading.personId().isEmpty())
                .map(MemberReading::number)
                .filter(number -> !number.isEmpty())
                .forEach(numbers::add);
        if (!numbers.isEmpty()) {
            register.each(person -> number(person).filter(numbers::contains).ifPresent(number -> {
                people.put(person.id().toString(), person);
                peopleByNumber.put(number, person);
            }));
        }
    }

    /** The student number of somebody, as rows are compared with it. */
    static Optional<String> number(Person person) {
        return person.details().flatMap(PersonDetails::studentNumber).map(PersonCells::plain);
    }

    /** The living circles of a folded name. */
    List<String> circlesNamed(String name) {
        return circlesByName.getOrDefault(name, List.of());
    }

    /** A circle as it was when this was made, also one that was dissolved. */
    Optional<Circle> circle(String id) {
        return Optional.ofNullable(circles.get(id));
    }

    Optional<Person> person(PersonId id) {
        return Optional.ofNullable(people.get(id.toString()));
    }

    Optional<Person> numbered(String number) {
        return Optional.ofNullable(peopleByNumber.get(number));
    }
}
