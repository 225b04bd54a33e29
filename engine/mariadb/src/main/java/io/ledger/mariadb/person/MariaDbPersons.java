package io.ledger.mariadb.person;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.command.Precondition;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonFolding;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.person.PersonPage;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.GatheredReads;
import io.ledger.mariadb.InList;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The register of people in the table {@code persons}. */
public final class MariaDbPersons implements PersonRegister {

    private static final String INSERT =
            "INSERT INTO persons (id, version, name, name_kana, kind, student_number, grade,"
                    + " final_grade, major, age, email, search_text, search_folding)"
                    + " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE = "UPDATE persons SET version = version + 1,"
            + " graduated = IF(grade <=> ?, graduated, 0), name = ?, name_kana = ?, kind = ?, student_number = ?,"
            + " grade = ?, final_grade = ?, major = ?, age = ?, email = ?, search_text = ?, search_folding = ?"
            + " WHERE id = ?";

    private static final String SELECT = "SELECT " + PersonRow.COLUMNS + " FROM persons WHERE ";

    private static final String BEGIN = "UPDATE persons SET erasing = 1 WHERE id = ?";

    private static final String ERASE = "UPDATE persons SET version = version + 1, name = NULL, name_kana = NULL,"
            + " kind = NULL, student_number = NULL, grade = NULL, final_grade = NULL, major = NULL, age = NULL,"
            + " email = NULL, search_text = NULL, search_folding = NULL, raised_for = NULL, graduated = 0, erasing = 0,"
            + " erased_at = ? WHERE id = ? AND erased_at IS NULL";

    /** An account has a name, and would say whom the id stood for. */
    private static final String UNLINK = "UPDATE accounts SET person_id = NULL WHERE person_id = ?";

    private static final String REFOLD = "UPDATE persons SET search_text = ?, search_folding = ?"
            + " WHERE id = ? AND version = ? AND erased_at IS NULL";

    private static final String STUDENTS =
            "kind = 'student' AND (raised_for IS NULL OR raised_for < ?) AND erased_at IS NULL";

    private static final String GRADUATING = SELECT + STUDENTS
            + " AND number > ? AND grade >= final_grade AND graduated = 0 AND erasing = 0 ORDER BY number LIMIT ?";

    private static final String RAISABLE = STUDENTS + " AND grade < final_grade";

    private static final String RAISE = "UPDATE persons SET version = version + 1, grade = grade + 1, raised_for = ?,"
            + " graduated = 0 WHERE " + RAISABLE + " ORDER BY number LIMIT ?";

    private static final String REMOVE = "DELETE FROM persons WHERE id = ? AND version = ? AND erasing = 0";

    private final Database database;
    private final PersonFolding folding;
    private final MariaDbIdempotencyRecords answers;

    /** Who takes part in something is read twice, and many may come at once. */
    private final GatheredReads<PersonId, Person> finds = new GatheredReads<>(this::find);

    public MariaDbPersons(Database database, PersonFolding folding) {
        this.database = database;
        this.folding = folding;
        this.answers = new MariaDbIdempotencyRecords(database);
    }

    @Override
    public PersonOutcome add(PersonId id, PersonDetails details, Optional<IdempotentRequest> once) {
        return once.flatMap(this::answered)
                .orElseGet(() -> transaction(once, connection -> {
                    try (var insert = connection.prepareStatement(INSERT)) {
                        PersonRow.bind(new Parameters(insert).add(id.toString()), details, folding);
                        insert.executeUpdate();
                    }
                    return new PersonOutcome.Saved(id, 1);
                }));
    }

    /** What was answered to the request before. */
    private Optional<PersonOutcome> answered(IdempotentRequest request) {
        return answers.find(request.key()).map(answer -> {
            var id = PersonId.parse(answer.stream().id());
            return answer.fingerprint().equals(request.fingerprint()) && id.isPresent()
                    ? new PersonOutcome.Saved(id.get(), answer.version())
                    : new PersonOutcome.ReusedKey();
        });
    }

    /** Makes a change and records the answer with it; nothing of both unless somebody is saved. */
    private PersonOutcome transaction(Optional<IdempotentRequest> once, Database.Question<PersonOutcome> change) {
        return database.ask(connection -> {
            connection.setAutoCommit(false);
            try {
                var outcome = change.ask(connection);
                if (outcome instanceof PersonOutcome.Saved(var id, var version)) {
                    if (once.isPresent()) {
                        record(connection, once.get(), id, version);
                    }
                    connection.commit();
                }
                return outcome;
            } catch (SQLIntegrityConstraintViolationException _) {
                connection.rollback();
                return once.flatMap(this::answered).orElseGet(PersonOutcome.NumberTaken::new);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private void record(Connection connection, IdempotentRequest request, PersonId id, int version)
            throws SQLException {
        var stream = new StreamId(CATEGORY, id.toString());
        var answer = new RecordedAnswer(request.fingerprint(), stream, version, GlobalPosition.START);
        MariaDbIdempotencyRecords.record(database, connection, request.key(), answer);
    }

    @Override
    public Optional<Person> find(PersonId id) {
        return finds.find(id);
    }

    @Override
    public Map<PersonId, Person> find(Collection<PersonId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.ask(connection -> {
            var list = InList.of(ids);
            try (var select = connection.prepareStatement(SELECT + "id IN " + list.marks())) {
                bind(new Parameters(select), list);
                var people = new HashMap<PersonId, Person>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        people.put(PersonRow.id(rows), PersonRow.person(rows));
                    }
                }
                return people;
            }
        });
    }

    private static void bind(Parameters parameters, InList<PersonId> ids) throws SQLException {
        for (var id : ids.values()) {
            parameters.add(id.toString());
        }
    }

    @Override
    public PersonOutcome change(
            PersonId id, PersonDetails details, Precondition precondition, Optional<IdempotentRequest> once) {
        return once.flatMap(this::answered)
                .orElseGet(() -> transaction(once, connection -> {
                    var refusal = refusal(connection, id, precondition);
                    if (!(refusal instanceof PersonOutcome.Saved saved)) {
                        return refusal;
                    }
                    try (var update = connection.prepareStatement(UPDATE)) {
                        var parameters = new Parameters(update)
                                .add(details.grade().map(String::valueOf).orElse(null));
                        PersonRow.bind(parameters, details, folding).add(id.toString());
                        update.executeUpdate();
                    }
                    return new PersonOutcome.Saved(id, saved.version() + 1);
                }));
    }

    /** Why somebody is not changed, or the present version; the row stays locked. */
    private static PersonOutcome refusal(Connection connection, PersonId id, Precondition precondition)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "id = ? FOR UPDATE")) {
            new Parameters(select).add(id.toString());
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    return new PersonOutcome.UnknownPerson();
                }
                var person = PersonRow.person(row);
                if (person.isErasing()) {
                    return new PersonOutcome.ErasedPerson();
                }
                return precondition.takes(person.version())
                        ? new PersonOutcome.Saved(id, person.version())
                        : new PersonOutcome.StaleVersion(person.version());
            }
        }
    }

    @Override
    public PersonPage list(PersonFilter filter, long after, int limit) {
        check(limit);
        var words = filter.text().map(folding.words()).orElseGet(List::of);
        var sql = new StringBuilder(SELECT).append("number > ? AND erased_at IS NULL AND erasing = 0");
        filter.grade().ifPresent(_ -> sql.append(" AND grade = ?"));
        filter.major().ifPresent(_ -> sql.append(" AND major = ?"));
        // INSTR compares as the column does, octet by octet, and knows no wild cards.
        sql.append(" AND INSTR(search_text, ?) > 0".repeat(words.size())).append(" ORDER BY number LIMIT ?");
        return database.ask(connection -> {
            try (var select = connection.prepareStatement(sql.toString())) {
                var parameters = new Parameters(select).add(after);
                if (filter.grade().isPresent()) {
                    parameters.add(filter.grade().get().intValue());
                }
                if (filter.major().isPresent()) {
                    parameters.add(filter.major().get());
                }
                for (var word : words) {
                    parameters.add(word);
                }
                parameters.add(limit + 1);
                return page(select, limit);
            }
        });
    }

    private static void check(int limit) {
        if (limit < 1 || limit > PersonPage.MAX) {
            throw new IllegalArgumentException("A page has 1 to " + PersonPage.MAX + " people");
        }
    }

    /** The people that a statement finds, of whom one that is too many tells that there is another page. */
    private static PersonPage page(PreparedStatement select, int limit) throws SQLException {
        var people = new ArrayList<Person>();
        var last = 0L;
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                if (people.size() == limit) {
                    return new PersonPage(people, OptionalLong.of(last));
                }
                people.add(PersonRow.person(rows));
                last = rows.getLong("number");
            }
        }
        return new PersonPage(people, OptionalLong.empty());
    }

    @Override
    public PersonOutcome beginErasure(PersonId id, Precondition precondition) {
        var known = find(id);
        if (known.filter(Person::isErasing).isPresent()) {
            return new PersonOutcome.Saved(id, known.get().version());
        }
        return transaction(Optional.empty(), connection -> {
            var refusal = refusal(connection, id, precondition);
            if (refusal instanceof PersonOutcome.Saved) {
                try (var update = connection.prepareStatement(BEGIN)) {
                    new Parameters(update).add(id.toString());
                    update.executeUpdate();
                }
            }
            return refusal;
        });
    }

    @Override
    public void finishErasure(PersonId id, Instant now) {
        // First, so that a server that dies in between does it again.
        database.ask(UNLINK, update -> {
            new Parameters(update).add(id.toString());
            return update.executeUpdate();
        });
        database.ask(ERASE, update -> {
            new Parameters(update).add(now).add(id.toString());
            return update.executeUpdate();
        });
    }

    @Override
    public List<PersonId> erasing() {
        return database.ask(SELECT + "erasing = 1 ORDER BY number LIMIT " + PersonPage.MAX, select -> {
            var ids = new ArrayList<PersonId>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(PersonRow.id(rows));
                }
            }
            return ids;
        });
    }

    @Override
    public PersonPage graduating(int year, long after, int limit) {
        check(limit);
        return database.ask(GRADUATING, select -> {
            new Parameters(select).add(year).add(after).add(limit + 1);
            return page(select, limit);
        });
    }

    @Override
    public void graduated(Collection<PersonId> ids, int year) {
        if (!ids.isEmpty()) {
            var list = InList.of(ids);
            database.ask(
                    "UPDATE persons SET raised_for = ?, graduated = 1 WHERE erased_at IS NULL AND id IN "
                            + list.marks(),
                    update -> {
                        bind(new Parameters(update).add(year), list);
                        return update.executeUpdate();
                    });
        }
    }

    @Override
    public long raisable(int year) {
        return database.ask("SELECT COUNT(*) FROM persons WHERE " + RAISABLE, select -> {
            new Parameters(select).add(year);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
            }
        });
    }

    @Override
    public int raise(int year, int limit) {
        return database.ask(RAISE, update -> {
            new Parameters(update).add(year).add(year).add(limit);
            return update.executeUpdate();
        });
    }

    @Override
    public void remove(PersonId id, int version, Optional<IdempotencyKey> key) {
        transaction(Optional.empty(), connection -> {
            try (var delete = connection.prepareStatement(REMOVE)) {
                new Parameters(delete).add(id.toString()).add(version);
                if (delete.executeUpdate() == 0) {
                    return new PersonOutcome.UnknownPerson();
                }
            }
            if (key.isPresent()) {
                MariaDbIdempotencyRecords.forget(connection, key.get());
            }
            return new PersonOutcome.Saved(id, version);
        });
    }

    /**
     * Folds anew what another version of the folding has folded. Call it at the start.
     *
     * @throws StoreUnavailableException when {@value MariaDb#STORE} does not answer
     */
    public void refold() {
        var isDone = false;
        while (!isDone) {
            isDone = database.ask(SELECT + "search_folding <> ? LIMIT " + PersonPage.MAX, select -> {
                new Parameters(select).add(folding.version());
                var stale = new ArrayList<Person>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        stale.add(PersonRow.person(rows));
                    }
                }
                stale.forEach(this::refold);
                return stale.isEmpty();
            });
        }
    }

    private void refold(Person person) {
        person.details()
                .ifPresent(details -> database.ask(REFOLD, update -> {
                    new Parameters(update)
                            .add(PersonRow.searchText(details, folding))
                            .add(folding.version())
                            .add(person.id().toString())
                            .add(person.version());
                    return update.executeUpdate();
                }));
    }
}
