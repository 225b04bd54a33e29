package io.ledger.http.access;

import io.ledger.http.access.AccessTable.Need;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds callers to the table of rights.
 *
 * <p>Who is not known gets a 401 and who lacks the role a 403, before anybody has looked whether there is what the
 * path names. So a refusal says nothing of it. That a path leads nowhere is for those who are known as well.
 */
public final class RightsCheck {

    private final AccessTable table;
    private final PersonTies ties;

    /** @param table what each route needs */
    public RightsCheck(AccessTable table, PersonTies ties) {
        this.table = table;
        this.ties = ties;
    }

    /** What a route needs; empty if nobody may take it. */
    public Optional<Need> need(String method, String pattern) {
        return table.need(method, pattern);
    }

    /**
     * Why the caller may not go on; empty if it may.
     *
     * @param need of the route; empty if nobody may take it
     * @param id what the path names, if it does; asked only where a tie to it may be a right
     * @param caller asked only where the route needs to know
     * @throws io.ledger.core.StoreUnavailableException when nobody can tell whether there is such a tie
     */
    public Optional<Problem> refusal(Optional<Need> need, Supplier<String> id, Supplier<Identification> caller) {
        if (need.isPresent() && need.get() instanceof Need.Nothing) {
            return Optional.empty();
        }
        return switch (caller.get()) {
            case Identification.Unnamed() -> Optional.of(Unauthenticated.UNNAMED);
            case Identification.RejectedProof(var problem) -> Optional.of(problem);
            case Identification.KnownCaller(var known) ->
                need.map(it -> forbidden(it, known, id))
                        .orElseGet(() -> Optional.of(Problem.of(ServerProblem.FORBIDDEN, "Nobody may do this here.")));
        };
    }

    private Optional<Problem> forbidden(Need need, Caller caller, Supplier<String> id) {
        return switch (need) {
            case Need.Nothing(), Need.Name() -> Optional.empty();
            case Need.RequiredRole(var role) ->
                caller.may(role)
                        ? Optional.empty()
                        : Optional.of(Problem.of(
                                ServerProblem.FORBIDDEN,
                                "This needs the role %s; ask an administrator for it.".formatted(role.label())));
            case Need.RoleOrTie(var role, var tie) ->
                caller.may(role)
                                || caller.person()
                                        .filter(person -> ties.hold(tie, person, id.get()))
                                        .isPresent()
                        ? Optional.empty()
                        : Optional.of(Problem.of(
                                ServerProblem.FORBIDDEN,
                                "This needs the role %s, or the account of somebody who is %s here; ask an administrator."
                                        .formatted(role.label(), tie)));
        };
    }
}
