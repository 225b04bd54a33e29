package io.ledger.tool;

import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.server.ExitCode;
import io.ledger.server.IdentityTools;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** The subcommands {@code account} and {@code token}. What they make is alone on standard output, for scripts. */
public final class IdentityCommand {

    private final ToolSettings settings;
    private final PrintStream out;
    private final PrintStream err;

    public IdentityCommand(ToolSettings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    public int manage(IdentityTask task) throws InterruptedException {
        try (var stores = ToolStores.openOrCreate(settings)) {
            var tools = new IdentityTools(stores.mariaDb().database());
            return switch (task) {
                case IdentityTask.AddAccount(var name, var roles) ->
                    switch (tools.addAccount(name, roles)) {
                        case AccountOutcome.Changed(var account) -> show(tools.link(settings.url(), account.id()));
                        case AccountOutcome _ -> refused("another account is called " + name + "; choose another name");
                    };
                case IdentityTask.ListAccounts() -> {
                    tools.accounts()
                            .forEach(account -> out.println(String.join(
                                    "\t",
                                    account.id(),
                                    account.name(),
                                    account.roles().stream()
                                            .sorted()
                                            .map(AccountRole::label)
                                            .collect(Collectors.joining(",")),
                                    account.isActive() ? "active" : "disabled")));
                    out.flush();
                    yield ExitCode.DONE;
                }
                case IdentityTask.AddToken(var name, var role, var life) -> show(tools.addToken(name, role, life));
                case IdentityTask.RevokeToken(var id) ->
                    tools.revokeToken(id) ? ExitCode.DONE : refused("no token has the id " + id);
            };
        }
    }

    private int show(String secret) {
        out.println(secret);
        out.flush();
        return ExitCode.DONE;
    }

    private int refused(String reason) {
        settings.say(err, reason);
        return ExitCode.NOT_IN_ORDER;
    }
}
