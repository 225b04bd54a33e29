package io.ledger.office;

import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.text.NameFolding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The people of the register whom some rows mean: by an id, or by a student number. A name is only a check, because nobody is
 * taken for somebody by name.
 */
public final class MeantPeople {

    /** The field with the id of a person. */
    public static final String ID = "person_id";

    private final Map<PersonId, Person> people;
    private final Map<String, Person> numbered = new HashMap<>();
    private final NameFolding folding;

    /**
     * Whom a row says that it means, each text empty where it does not say.
     *
     * @param id in lower case, as ids are
     * @param number in the usual width of its characters
     * @param name folded
     */
    public record RowPerson(String id, String number, String name) {

        /** That of what is written in a row. */
        public static RowPerson of(Map<String, String> written, NameFolding folding) {
            var name = written.getOrDefault(PersonCells.NAME, "").strip();
            return new RowPerson(
                    written.getOrDefault(ID, "").strip().toLowerCase(Locale.ROOT),
                    PersonCells.plain(written.getOrDefault(PersonCells.NUMBER, "")),
                    name.isEmpty() ? "" : folding.fold(name));
        }

        /** The column by which the person is meant. */
        public String field() {
            return id.isEmpty() ? PersonCells.NUMBER : ID;
        }
    }

    private MeantPeople(Map<PersonId, Person> people, NameFolding folding) {
        this.people = people;
        this.folding = folding;
    }

    /** Looks for those whom rows may mean; only those are remembered. */
    public static MeantPeople find(List<RowPerson> rows, RegisteredPeople register, NameFolding folding) {
        var ids = rows.stream().map(RowPerson::id).toList();
        var meant = new MeantPeople(register.find(ids), folding);
        var numbers = new HashSet<String>();
        rows.stream()
                .filter(row -> row.id().isEmpty() && !row.number().isEmpty())
                .map(RowPerson::number)
                .forEach(numbers::add);
        if (!numbers.isEmpty()) {
            register.each(person ->
                    number(person).filter(numbers::contains).ifPresent(number -> meant.numbered.put(number, person)));
        }
        return meant;
    }

    private static Optional<String> number(Person person) {
        return person.details().flatMap(PersonDetails::studentNumber).map(PersonCells::plain);
    }

    /**
     * Whoever a row means; nobody where a column says that it may be somebody else.
     *
     * @param faults takes what is wrong then
     */
    public Optional<Person> meant(RowPerson row, List<FieldFault> faults) {
        if (row.id().isEmpty() && row.number().isEmpty()) {
            faults.add(
                    fault(
                            PersonCells.NUMBER,
                            RowFault.MISSING,
                            "The row does not say for sure who is meant; write a student number, or the person's id. A name is not enough."));
            return Optional.empty();
        }
        var known = row.id().isEmpty()
                ? Optional.ofNullable(numbered.get(row.number()))
                : PersonId.parse(row.id()).map(people::get);
        var fault = known.map(person -> fault(row, person)).orElseGet(() -> Optional.of(unknown(row)));
        fault.ifPresent(faults::add);
        return known.filter(_ -> fault.isEmpty());
    }

    private static FieldFault unknown(RowPerson row) {
        return fault(
                row.field(),
                RowFault.UNKNOWN,
                row.id().isEmpty()
                        ? "Nobody in the register has this student number; correct it, or register the person first."
                        : "Nobody in the register has this id; correct it, or empty it to go by the student number.");
    }

    private Optional<FieldFault> fault(RowPerson row, Person person) {
        if (person.isErasing() || person.details().isEmpty()) {
            return Optional.of(fault(
                    row.field(), RowFault.ENDED, "The person was erased, or is being erased; leave the row out."));
        }
        if (!row.number().isEmpty() && !number(person).equals(Optional.of(row.number()))) {
            return Optional.of(
                    fault(
                            PersonCells.NUMBER,
                            RowFault.MISMATCH,
                            "The register has another student number for this id; correct one of them, or empty the one that is wrong."));
        }
        var name = folding.fold(person.details().get().name());
        return row.name().isEmpty() || row.name().equals(name)
                ? Optional.empty()
                : Optional.of(
                        fault(
                                PersonCells.NAME,
                                RowFault.MISMATCH,
                                "The register has another name for this person; correct the number or the id, or the name in the row or the register."));
    }

    private static FieldFault fault(String field, RowFault fault, String detail) {
        return new FieldFault(field, fault, 0, detail);
    }
}
