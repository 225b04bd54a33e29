package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.RosterQueries;
import io.ledger.core.Parsed;
import io.ledger.core.command.Reason;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.text.NameFolding;
import io.ledger.office.ImportField;
import io.ledger.office.ImportKind;
import io.ledger.office.ImportRun;
import io.ledger.office.MeantPeople;
import io.ledger.office.PersonTraces;
import io.ledger.office.RegisteredPeople;
import io.ledger.office.RowWork;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Imports of rosters: each row is about a person in a circle, and what they are there. What a row is about is the person, so
 * that it is found when they are erased; the circle is that within which it is so.
 */
public final class MemberImport implements ImportKind {

    /** Pages are as large as the read model gives them. */
    private static final int PAGE = 1_000;

    private final RosterCommands commands;
    private final RosterQueries rosters;
    private final HistoryQueries<Circle, CircleEvent> histories;
    private final CircleQueries circles;
    private final RegisteredPeople people;
    private final NameFolding folding;
    private final Supplier<GlobalPosition> head;

    /**
     * @param histories tell what a roster was before an import
     * @param folding makes one of names that people take for the same
     * @param head reads the end of the log
     */
    public MemberImport(
            RosterCommands commands,
            RosterQueries rosters,
            HistoryQueries<Circle, CircleEvent> histories,
            CircleQueries circles,
            RegisteredPeople people,
            NameFolding folding,
            Supplier<GlobalPosition> head) {
        this.commands = commands;
        this.rosters = rosters;
        this.histories = histories;
        this.circles = circles;
        this.people = people;
        this.folding = folding;
        this.head = head;
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public String noun() {
        return "circle";
    }

    @Override
    public ImportField idField() {
        return MemberCells.PERSON_ID;
    }

    @Override
    public Optional<ImportField> withinField() {
        return Optional.of(MemberCells.CIRCLE_ID);
    }

    @Override
    public List<ImportField> fields() {
        return MemberCells.fields();
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
    public Parsed<String> reason(String text) {
        return Reason.parse(text).map(Reason::value);
    }

    @Override
    public Set<String> ended(Collection<String> ids) {
        return people.erased(ids);
    }

    @Override
    public List<ImportRow> plan(List<ImportColumn> columns, List<ImportRow> rows) {
        var readings = rows.stream()
                .map(row -> MemberReading.of(row, columns, folding))
                .toList();
        var meant = MemberMatches.find(readings, this::eachCircle, rosters, folding);
        var persons =
                MeantPeople.find(readings.stream().map(MemberReading::person).toList(), people, folding);
        return new MemberPlanner(meant, persons, commands, folding).plan(readings);
    }

    /** Goes through all living circles. */
    private void eachCircle(Consumer<NamedCircle> known) {
        var end = head.get();
        var after = Optional.of(GlobalPosition.START);
        while (after.isPresent()) {
            var page = circles.list(after.get(), PAGE, end);
            page.documents()
                    .forEach(circle -> known.accept(
                            new NamedCircle(circle.id(), circle.details().name().value())));
            after = page.next();
        }
    }

    /** A living circle as a row may call it. */
    record NamedCircle(String id, String name) {}

    @Override
    public RowWork work(ImportRun run) {
        return new MemberWork(commands, rosters, histories, run);
    }
}
