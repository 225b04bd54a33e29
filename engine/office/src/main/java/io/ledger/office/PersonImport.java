package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.text.NameFolding;
import io.ledger.core.text.TextRule;
import io.ledger.http.person.PersonFields;
import io.ledger.http.person.PersonalReads;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Imports of people into the register: each row is one, matched by its id or else by its student number. By the name alone
 * nobody is taken for somebody: a row without a number that bears a name that is there already is a duplicate.
 */
public final class PersonImport implements RecordKind {

    private static final ImportField ID =
            ImportField.id(MeantPeople.ID, MeantPeople.ID, "ID", "個人ID", "利用者ID", "Person ID");

    private static final TextRule REASON = new TextRule("reason", 200);

    private final PersonRegister register;
    private final RegisteredPeople people;
    private final PersonErasure erasure;
    private final Predicate<PersonId> takesPart;
    private final PersonalReads reads;
    private final NameFolding folding;
    private final Supplier<UUID> ids;

    /**
     * @param erasure takes back whom an import has registered
     * @param takesPart tells whether somebody takes part in something by now, and so stays
     * @param reads is told who was erased
     * @param folding makes one of names that people take for the same
     * @param ids makes ids that were never used before, of version 7
     */
    public PersonImport(
            PersonRegister register,
            PersonErasure erasure,
            Predicate<PersonId> takesPart,
            PersonalReads reads,
            NameFolding folding,
            Supplier<UUID> ids) {
        this.register = register;
        this.people = new RegisteredPeople(register);
        this.erasure = erasure;
        this.takesPart = takesPart;
        this.reads = reads;
        this.folding = folding;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "persons";
    }

    @Override
    public String noun() {
        return "person";
    }

    @Override
    public String ending() {
        return "was erased";
    }

    @Override
    public ImportField idField() {
        return ID;
    }

    @Override
    public Optional<ImportField> versionField() {
        return Optional.of(ImportField.VERSION);
    }

    @Override
    public List<ImportField> fields() {
        return PersonCells.fields();
    }

    @Override
    public boolean isPersonal() {
        return true;
    }

    @Override
    public RowTraces traces() {
        return new PersonTraces(folding);
    }

    @Override
    public Optional<RowKey> key(Map<String, String> values) {
        var number = Optional.ofNullable(values.get(PersonCells.NUMBER))
                .map(value -> new RowKey(numberKey(value), PersonCells.NUMBER, true));
        return number.or(() -> Optional.ofNullable(values.get(PersonCells.NAME))
                .map(name -> new RowKey(nameKey(name), PersonCells.NAME, false)));
    }

    @Override
    public boolean isUnique(RowKey key) {
        return key.field().equals(PersonCells.NUMBER);
    }

    @Override
    public List<String> keys(Map<String, String> values) {
        return Stream.of(
                        Optional.ofNullable(values.get(PersonCells.NUMBER)).map(PersonImport::numberKey),
                        Optional.ofNullable(values.get(PersonCells.NAME)).map(this::nameKey))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String numberKey(String number) {
        return "number " + PersonCells.plain(number);
    }

    private String nameKey(String name) {
        return "name " + folding.fold(name);
    }

    @Override
    public Parsed<String> normal(String field, String text) {
        return PersonCells.normal(field, text);
    }

    @Override
    public Parsed<String> reason(String text) {
        return REASON.parse(text);
    }

    @Override
    public void each(Consumer<KnownRecord> known) {
        people.each(person -> person.details()
                .map(PersonFields::texts)
                .map(values -> new KnownRecord(person.id().toString(), person.version(), values))
                .ifPresent(known));
    }

    @Override
    public Set<String> ended(Collection<String> ids) {
        return people.erased(ids);
    }

    @Override
    public RowOutcome create(Map<String, String> values, Request request) {
        return switch (PersonFields.added(values)) {
            case Parsed.Invalid<PersonDetails>(var reason) -> new RowOutcome.ForbiddenRow(reason);
            case Parsed.Valid<PersonDetails>(var details) -> {
                var once = request.key()
                        .map(key -> new IdempotentRequest(key, PersonFields.fingerprint("AddPerson", details)));
                var id = new PersonId(ids.get());
                yield outcome(id, register.add(id, details, once));
            }
        };
    }

    @Override
    public RowOutcome change(String id, int version, Map<String, String> values, Request request) {
        var person = PersonId.parse(id).flatMap(register::find);
        if (person.isEmpty()) {
            return unknown();
        }
        var before = person.get().details();
        if (before.isEmpty()) {
            return erased();
        }
        return switch (PersonFields.changed(before.get(), values)) {
            case Parsed.Invalid<PersonDetails>(var reason) -> new RowOutcome.ForbiddenRow(reason);
            case Parsed.Valid<PersonDetails>(var details) -> {
                // What is merged was read at one version: at another one, nothing is changed.
                var read = exactly(version);
                var name = "ChangePerson\n%s\n%s".formatted(id, read.text());
                var once = request.key().map(key -> new IdempotentRequest(key, PersonFields.fingerprint(name, values)));
                yield outcome(person.get().id(), register.change(person.get().id(), details, read, once));
            }
        };
    }

    @Override
    public RowOutcome end(String id, int version, Request request) {
        var person = PersonId.parse(id).flatMap(register::find);
        if (person.isEmpty()) {
            return unknown();
        }
        var found = person.get();
        if (!found.isErasing() && takesPart.test(found.id())) {
            return new RowOutcome.ForbiddenRow(
                    "This person takes part in something by now, and stays; erase them by hand if they should go.");
        }
        var ended = erasure.erase(found.id(), exactly(version), request.metadata());
        if (ended instanceof PersonOutcome.Saved) {
            reads.erased(id, request.metadata());
        }
        return outcome(found.id(), ended);
    }

    private static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    private static RowOutcome outcome(PersonId id, PersonOutcome outcome) {
        return switch (outcome) {
            case PersonOutcome.Saved(var saved, var version) -> new RowOutcome.Settled(saved.toString(), version);
            case PersonOutcome.StaleVersion(var current) -> new RowOutcome.StaleRow(id.toString(), current);
            case PersonOutcome.NumberTaken() ->
                new RowOutcome.ForbiddenRow(
                        "Another person has this student number; correct it, or search for who has it and leave the row out.");
            case PersonOutcome.UnknownPerson() -> unknown();
            case PersonOutcome.ErasedPerson() -> erased();
            case PersonOutcome.ReusedKey() -> RowOutcome.keyReused();
        };
    }

    private static RowOutcome unknown() {
        return new RowOutcome.ForbiddenRow("Nobody has this id any more; import the row again.");
    }

    private static RowOutcome erased() {
        return new RowOutcome.ForbiddenRow("The person was erased, or is being erased; leave the row out.");
    }
}
