package io.ledger.tool;

import io.ledger.core.Parsed;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountRole;
import io.ledger.identity.IdentityLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is to be done with accounts and tokens. */
public sealed interface IdentityTask {

    /** Adds an account. */
    record AddAccount(String name, Set<AccountRole> roles) implements IdentityTask {}

    /** Lists all accounts. */
    record ListAccounts() implements IdentityTask {}

    /** Makes a token. */
    record AddToken(String name, AccountRole role, Duration life) implements IdentityTask {}

    /** Has a token not believed any more. */
    record RevokeToken(String id) implements IdentityTask {}

    /**
     * Reads the arguments.
     *
     * @param arguments begin with {@code account} or {@code token}
     */
    static Parsed<IdentityTask> parse(List<String> arguments) {
        var values = new ArrayList<String>();
        var options = new HashMap<String, String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var argument = rest.next();
            if (argument.equals("--role") || argument.equals("--days")) {
                options.put(argument, rest.hasNext() ? rest.next() : "");
            } else if (argument.startsWith("-")) {
                return new Parsed.Invalid<>("unknown argument \"" + argument + "\"; see --help");
            } else {
                values.add(argument);
            }
        }
        return parse(values, options);
    }

    private static Parsed<IdentityTask> parse(List<String> values, Map<String, String> options) {
        return switch (values.size() < 2 ? "" : values.get(0) + " " + values.get(1)) {
            case "account add" ->
                values.size() == 3 && !options.containsKey("--days")
                        ? name(values.get(2), name -> addAccount(name, options))
                        : usage("account add NAME --role ROLE");
            case "account list" ->
                values.size() == 2 && options.isEmpty()
                        ? new Parsed.Valid<>(new ListAccounts())
                        : usage("account list");
            case "token add" ->
                values.size() == 3
                        ? name(values.get(2), name -> addToken(name, options))
                        : usage("token add NAME --role ROLE [--days N]");
            case "token revoke" ->
                values.size() == 3 && options.isEmpty()
                        ? new Parsed.Valid<>(new RevokeToken(values.get(2)))
                        : usage("token revoke TOKEN_ID");
            default -> usage("account add, account list, token add or token revoke");
        };
    }

    private static Parsed<IdentityTask> name(String text, Function<String, Parsed<IdentityTask>> task) {
        return switch (AccountName.parse(text)) {
            case Parsed.Valid<String>(var name) -> task.apply(name);
            case Parsed.Invalid<String>(var reason) -> new Parsed.Invalid<>(reason);
        };
    }

    private static Parsed<IdentityTask> addAccount(String name, Map<String, String> options) {
        var roles = EnumSet.noneOf(AccountRole.class);
        for (var label : options.getOrDefault("--role", "").split(",", -1)) {
            var role = AccountRole.parse(label.strip());
            if (role.isEmpty()) {
                return noRole(label);
            }
            roles.add(role.get());
        }
        return new Parsed.Valid<>(new AddAccount(name, roles));
    }

    private static Parsed<IdentityTask> addToken(String name, Map<String, String> options) {
        var label = options.getOrDefault("--role", "");
        var days = options.getOrDefault("--days", String.valueOf(IdentityLimits.TOKEN_DAYS_DEFAULT));
        if (!days.matches("[1-9]\\d{0,3}") || Integer.parseInt(days) > IdentityLimits.TOKEN_DAYS_MAX) {
            return new Parsed.Invalid<>("--days must be a whole number from 1 to " + IdentityLimits.TOKEN_DAYS_MAX);
        }
        return AccountRole.parse(label)
                .<Parsed<IdentityTask>>map(
                        role -> new Parsed.Valid<>(new AddToken(name, role, Duration.ofDays(Integer.parseInt(days)))))
                .orElseGet(() -> noRole(label));
    }

    private static Parsed<IdentityTask> noRole(String label) {
        return new Parsed.Invalid<>(Optional.of(label)
                        .filter(it -> !it.isEmpty())
                        .map(it -> "\"" + it + "\" is no role")
                        .orElse("--role is missing")
                + "; it must be viewer, editor, operator or administrator");
    }

    private static Parsed<IdentityTask> usage(String form) {
        return new Parsed.Invalid<>("the form is: " + form + "; see --help");
    }
}
