package io.ledger.identity.account;

import io.ledger.core.identity.AccountRole;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.Call;
import io.ledger.http.request.RequestContext;

/** Keeps people to their own accounts. Whether another account exists is not told. */
public final class OwnAccount {

    private OwnAccount() {}

    /**
     * The id in the path, if it is that of the caller.
     *
     * @throws Refusal when it is not
     */
    public static String only(Call call) {
        var id = call.segment("id");
        if (!RequestContext.current().caller().accountId().equals(id)) {
            throw forbidden("This is for the owner of the account alone; GET /session says which one is yours.");
        }
        return id;
    }

    /**
     * The same, or any id if the caller is an administrator.
     *
     * @throws Refusal when it is not
     */
    static String orAdministered(Call call) {
        var caller = RequestContext.current().caller();
        var id = call.segment("id");
        if (!caller.accountId().equals(id) && !caller.may(AccountRole.ADMINISTRATOR)) {
            throw forbidden("This needs the role administrator, for accounts of others.");
        }
        return id;
    }

    private static Refusal forbidden(String detail) {
        return new Refusal(Problem.of(ServerProblem.FORBIDDEN, detail));
    }
}
