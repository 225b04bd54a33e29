package io.ledger.identity;

import io.ledger.core.Parsed;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountRole;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.JsonBody.Value;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.WholeNumber;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields of a request's body. What is wrong with them is collected, and is told at once by {@link #check}. */
public final class BodyFields {

    private static final String ROLES =
            Stream.of(AccountRole.values()).map(AccountRole::label).collect(Collectors.joining(", "));

    private final Map<String, Value> fields;
    private final Faults faults = new Faults();

    /** @param known the fields that the body may have; others are a fault */
    public BodyFields(Call call, List<String> known) {
        QueryParameters.of(call, List.of(), faults);
        fields = JsonBody.read(call);
        for (var name : fields.keySet()) {
            if (!known.contains(name)) {
                faults.add(
                        Fault.field(name, "The field is not known; known are %s".formatted(String.join(", ", known))));
            }
        }
    }

    /** Whether the body has a field. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Whether a field is there and has no value. */
    public boolean isNull(String field) {
        return fields.get(field) instanceof Value.Other(var kind) && kind.equals("null");
    }

    /** A text that has to be there; where there is a fault, an empty one stands for it. */
    public String text(String field) {
        if (fields.get(field) instanceof Value.Text(var text)) {
            return text;
        }
        fault(field, has(field) ? "must be a string" : "is missing; send it as a string");
        return "";
    }

    /** The name of an account or a token. */
    public String name(String field) {
        return switch (AccountName.parse(text(field))) {
            case Parsed.Valid<String>(var name) -> name;
            case Parsed.Invalid<String>(var reason) -> {
                if (fields.get(field) instanceof Value.Text) {
                    faults.add(Fault.field(field, reason));
                }
                yield "";
            }
        };
    }

    /** One role. */
    public AccountRole role(String field) {
        var role = AccountRole.parse(text(field));
        if (role.isEmpty() && fields.get(field) instanceof Value.Text) {
            fault(field, "must be one of " + ROLES);
        }
        return role.orElse(AccountRole.VIEWER);
    }

    /** Some roles, at least one. */
    public Set<AccountRole> roles(String field) {
        var roles = EnumSet.noneOf(AccountRole.class);
        var names = fields.get(field) instanceof Value.Texts(var texts) ? texts : List.<String>of();
        for (var name : names) {
            AccountRole.parse(name).ifPresent(roles::add);
        }
        if (names.isEmpty() || names.stream().map(AccountRole::parse).anyMatch(Optional::isEmpty)) {
            fault(field, "must be an array with some of " + ROLES);
        }
        return roles;
    }

    /** A whole number within bounds; the other one where the field is not there. */
    public int number(String field, int otherwise, int min, int max) {
        if (!has(field)) {
            return otherwise;
        }
        if (fields.get(field) instanceof Value.Numeral(var literal)
                && WholeNumber.of(literal) instanceof WholeNumber.Whole(var number)
                && number >= min
                && number <= max) {
            return (int) number;
        }
        fault(field, "must be a whole number from %d to %d".formatted(min, max));
        return otherwise;
    }

    /** Notes what is wrong with a field. */
    public void fault(String field, String what) {
        faults.add(Fault.field(field, "The field %s %s".formatted(field, what)));
    }

    /** Notes a sentence about a field. */
    public void sentence(String field, String sentence) {
        faults.add(Fault.field(field, sentence));
    }

    /**
     * Ends the request if it has a fault.
     *
     * @throws io.ledger.http.answer.Refusal when anything is wrong
     */
    public void check() {
        faults.refuseIfAny();
    }
}
