package io.circleledger.api;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.http.person.PersonFields;
import io.ledger.office.ImportRun;
import io.ledger.office.RegisteredPeople;
import io.ledger.office.RowRequests;
import io.ledger.office.RowWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A roster that somebody imports, over a ledger in memory: its rows, what would be done with them, and what is. */
final class RosterFile implements AutoCloseable {

    static final EventMetadata OFFICE = new EventMetadata("office", "c", "c");

    private static final RowPlan NONE = new RowPlan(RowState.ERROR, "", 0, Map.of(), List.of());
    private static final List<ImportColumn> COLUMNS = List.of(
            new ImportColumn(0, "団体名", Optional.of("circle_name")),
            new ImportColumn(1, "学籍番号", Optional.of("student_number")),
            new ImportColumn(2, "役職", Optional.of("role")),
            new ImportColumn(3, "氏名", Optional.of("name")),
            new ImportColumn(4, "団体ID", Optional.of("circle_id")),
            new ImportColumn(5, "個人ID", Optional.of("person_id")));

    final TestServer server = new TestServer();
    final MemberImport kind = new MemberImport(
            server.rosters,
            server.rosterQueries,
            server.histories,
            server.queries,
            new RegisteredPeople(server.persons),
            new LowerCase(),
            server.ledger::head);

    private final TableImport found = new TableImport(
            UUID.randomUUID().toString(),
            "members",
            1,
            COLUMNS,
            "office",
            "",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH);

    private final List<ImportRow> rows = new ArrayList<>();

    /** Registers somebody who is called as their number is. */
    PersonId person(String number, int grade) {
        return person(Map.of("name", "N " + number, "student_number", number, "grade", String.valueOf(grade)));
    }

    PersonId person(Map<String, String> values) {
        var details = PersonFields.added(values).orElseThrow(IllegalStateException::new);
        var saved = server.persons.add(new PersonId(UUID.randomUUID()), details, Optional.empty());
        return ((PersonOutcome.Saved) saved).id();
    }

    StreamId circle(String name, int capacity) {
        var details = CircleDetails.from(Change.NONE
                .with(CircleDetails.NAME, CircleName.parse(name).orElseThrow(IllegalStateException::new))
                .with(CircleDetails.CAPACITY, Capacity.parse(capacity).orElseThrow(IllegalStateException::new)));
        return ((CommandOutcome.Done<?>) server.commands.create(details, anybody())).id();
    }

    static Request anybody() {
        return new Request(OFFICE, Optional.empty());
    }

    static Precondition anyVersion() {
        return new Precondition.AnyVersion();
    }

    RosterFile row(String... cells) {
        return row(Optional.empty(), cells);
    }

    RosterFile row(Optional<Boolean> skip, String... cells) {
        rows.add(new ImportRow(rows.size() + 2, List.of(cells), Map.of(), skip, NONE));
        return this;
    }

    /** The rows as they are planned now. */
    List<ImportRow> planned() {
        var planned = kind.plan(COLUMNS, rows);
        rows.clear();
        rows.addAll(planned);
        return planned;
    }

    List<RowPlan> plans() {
        return planned().stream().map(ImportRow::plan).toList();
    }

    RowPlan only() {
        return plans().getFirst();
    }

    /** A go at the rows, after any number of others. */
    RowWork work(ImportPhase phase) {
        return kind.work(new ImportRun(found, phase, requests(), server.ledger, 0, _ -> List.of()));
    }

    RowRequests requests() {
        return new RowRequests(
                found,
                new Job("job", "import", "", OFFICE, JobState.RUNNING, false, 0, JobProgress.NONE, "", Instant.EPOCH));
    }

    RowResult applied(int index) {
        return work(ImportPhase.APPLY).apply(rows.get(index));
    }

    RowResult undone(int index, RowResult applied) {
        return work(ImportPhase.UNDO).undo(rows.get(index), applied);
    }

    /** The people of a circle with their roles, the owner first. */
    List<String> roster(StreamId circle) {
        var roster = server.rosterQueries.circle(circle).orElseThrow().state().roster();
        var people = new ArrayList<PersonId>();
        roster.inOrder().forEach(member -> people.add(member.id()));
        roster.officers().values().stream()
                .filter(officer -> !roster.has(officer))
                .forEach(people::add);
        return people.stream()
                .map(id -> server.persons
                                .find(id)
                                .orElseThrow()
                                .details()
                                .orElseThrow()
                                .name() + ": " + MemberPlanner.roles(roster, id))
                .toList();
    }

    int version(StreamId circle) {
        return server.rosterQueries.circle(circle).orElseThrow().version();
    }

    @Override
    public void close() {
        server.close();
    }
}
