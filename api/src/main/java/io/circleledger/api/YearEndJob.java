package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.query.RosterQueries;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonRegister;
import io.ledger.office.YearEnd;
import java.util.List;

/** The end of a year: graduates leave their circles, those that they own are suspended, and the grade of the others rises. */
public final class YearEndJob extends YearEnd {

    public static final String NAME = "year-end";

    private final RosterCommands commands;
    private final RosterQueries queries;

    public YearEndJob(RosterCommands commands, RosterQueries queries, PersonRegister persons) {
        super(NAME, persons, RenewalDeadlineJob.IDS);
        this.commands = commands;
        this.queries = queries;
    }

    @Override
    protected List<String> ownedBy(PersonId person) {
        return queries.circles(person, GlobalPosition.START).value().orElseGet(List::of).stream()
                .filter(membership ->
                        membership.role().equals("owner") && membership.status() != CircleStatus.SUSPENDED)
                .map(membership -> membership.circle().id())
                .toList();
    }

    @Override
    protected void graduate(PersonId person, Request request) {
        commands.graduate(person, request);
    }
}
