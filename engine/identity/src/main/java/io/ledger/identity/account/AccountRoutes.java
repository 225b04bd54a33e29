package io.ledger.identity.account;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountChange.LinkedPerson;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.person.PersonId;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.person.PersonProblem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.Timestamp;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.BodyFields;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.ListPages;
import io.ledger.identity.audit.Audited;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lists accounts, adds, changes and erases them, and says what they are called. */
public final class AccountRoutes implements RouteGroup {

    static final String PATH = "/account";
    /** The path of one account. */
    public static final String ONE = PATH + "/{id}";

    private static final AccountChange NOTHING =
            new AccountChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String PERSON = "person_id";

    private static final ListPages PAGES = new ListPages(PATH, "ac1:", List.of());

    private final AccountStore accounts;
    private final SignInLinkMaker links;
    private final LinkAddress address;
    private final boolean isLocal;
    private final EpochWatch watch;
    private final AuditLog audit;

    /** @param isLocal whether accounts of the ledger's own can be added */
    public AccountRoutes(
            AccountStore accounts,
            SignInLinkMaker links,
            LinkAddress address,
            boolean isLocal,
            EpochWatch watch,
            AuditLog audit) {
        this.accounts = accounts;
        this.links = links;
        this.address = address;
        this.isLocal = isLocal;
        this.watch = watch;
        this.audit = audit;
    }

    @Override
    public void addTo(Routes routes) {
        // Before the variable segment, which would take it for an id.
        routes.add("GET", PATH + "/names", this::names)
                .add("GET", PATH, RouteKind.PAGE, this::list)
                .add("GET", ONE, this::one)
                .add("PUT", ONE, RouteKind.WITH_BODY, this::change)
                .add("DELETE", ONE, this::erase);
        if (isLocal) {
            routes.add("POST", PATH, RouteKind.WITH_BODY, this::add).add("POST", ONE + "/link", this::link);
        }
    }

    private Answer names(Call call) {
        var faults = new Faults();
        var ids = QueryParameters.of(call, List.of("id"), Set.of("id"), faults).all("id");
        if (ids.isEmpty() || ids.size() > IdentityLimits.NAMES_AT_ONCE) {
            faults.add(Fault.parameter("id", "Name 1 to %d ids".formatted(IdentityLimits.NAMES_AT_ONCE)));
        }
        faults.refuseIfAny();
        return Answer.json(200, new TreeMap<>(accounts.names(Set.copyOf(ids))));
    }

    private Answer list(Call call) {
        var asked = PAGES.read(call);
        return asked.answer("accounts", accounts.list(asked.after(), asked.limit()), AccountRoutes::document);
    }

    private static Map<String, Object> document(Account account) {
        var document = new LinkedHashMap<String, Object>();
        document.put("account_id", account.id());
        document.put("name", account.name());
        document.put("roles", labels(account.roles()));
        document.put("state", account.state().name().toLowerCase(Locale.ROOT));
        account.person().ifPresent(person -> document.put(PERSON, person.toString()));
        account.provider().map(ProviderSubject::issuer).ifPresent(issuer -> document.put("provider", issuer));
        document.put("created_at", Timestamp.of(account.createdAt()));
        account.lastSignIn().ifPresent(at -> document.put("last_sign_in", Timestamp.of(at)));
        return document;
    }

    private static List<String> labels(Set<AccountRole> roles) {
        return roles.stream().sorted().map(AccountRole::label).toList();
    }

    private Answer one(Call call) {
        takesNoParameters(call);
        var id = OwnAccount.orAdministered(call);
        return accounts.find(id)
                .map(account -> Answer.json(200, document(account)))
                .orElseGet(() -> unknown().answer());
    }

    private Answer add(Call call) {
        var body = new BodyFields(call, List.of("name", "roles"));
        var name = body.name("name");
        var roles = body.roles("roles");
        body.check();
        return switch (links.add(name, roles)) {
            case AccountOutcome.Changed(var account) -> {
                watch.changed();
                audit.record(Audited.ACCOUNT_ADDED.now(
                        Map.of("target", account.id(), "roles", String.join(",", labels(roles)))));
                var document = document(account);
                document.put("link", issued(call, account.id()));
                yield Answer.json(201, document).with(HeaderNames.LOCATION, PATH + "/" + account.id());
            }
            case AccountOutcome other -> problem(other).answer();
        };
    }

    private String issued(Call call, String accountId) {
        var secret = links.issue(accountId);
        audit.record(Audited.LINK_ISSUED.now(Map.of("target", accountId)));
        return address.of(call, secret);
    }

    private Answer link(Call call) {
        takesNoParameters(call);
        var account =
                accounts.find(call.segment("id")).filter(Account::isActive).orElseThrow(() -> new Refusal(unknown()));
        return account.provider().isPresent()
                ? problem(new AccountOutcome.GivenByProvider()).answer()
                : Answer.json(201, Map.of("account_id", account.id(), "link", issued(call, account.id())));
    }

    private Answer change(Call call) {
        var body = new BodyFields(call, List.of("name", "roles", "state", PERSON));
        var change = new AccountChange(
                body.has("name") ? Optional.of(body.name("name")) : Optional.empty(),
                body.has("roles") ? Optional.of(body.roles("roles")) : Optional.empty(),
                body.has("state") ? state(body) : Optional.empty(),
                body.has(PERSON) ? Optional.of(person(body)) : Optional.empty());
        if (change.equals(NOTHING)) {
            body.sentence("", "The body must have a name, roles, a state or a person_id");
        }
        body.check();
        var id = call.segment("id");
        return switch (accounts.change(id, change)) {
            case AccountOutcome.Changed(var account) -> {
                watch.changed();
                audit.record(Audited.ACCOUNT_CHANGED.now(changes(id, change)));
                yield Answer.json(200, document(account));
            }
            case AccountOutcome other -> problem(other).answer();
        };
    }

    private static Optional<AccountState> state(BodyFields body) {
        return switch (body.text("state")) {
            case "active" -> Optional.of(AccountState.ACTIVE);
            case "disabled" -> Optional.of(AccountState.DISABLED);
            default -> {
                body.fault("state", "must be active or disabled");
                yield Optional.empty();
            }
        };
    }

    private static LinkedPerson person(BodyFields body) {
        if (body.isNull(PERSON)) {
            return new LinkedPerson(Optional.empty());
        }
        var text = body.text(PERSON);
        var person = PersonId.parse(text);
        if (person.isEmpty() && !text.isEmpty()) {
            body.fault(PERSON, "must be the id of a person, or null");
        }
        return new LinkedPerson(person);
    }

    /** What was changed, but for the name, which the audit log does not keep. */
    private static Map<String, String> changes(String target, AccountChange change) {
        var detail = new LinkedHashMap<String, String>();
        detail.put("target", target);
        change.name().ifPresent(_ -> detail.put("name", "changed"));
        change.roles()
                .ifPresent(roles -> detail.put("roles", labels(roles).stream().collect(Collectors.joining(","))));
        change.person()
                .ifPresent(person ->
                        detail.put(PERSON, person.id().map(PersonId::toString).orElse("none")));
        change.state().ifPresent(state -> detail.put("state", state.name().toLowerCase(Locale.ROOT)));
        return detail;
    }

    private Answer erase(Call call) {
        takesNoParameters(call);
        var id = call.segment("id");
        return switch (accounts.erase(id)) {
            case AccountOutcome.Changed _ -> {
                watch.changed();
                audit.record(Audited.ACCOUNT_ERASED.now(Map.of("target", id)));
                yield Answer.empty(204);
            }
            case AccountOutcome other -> problem(other).answer();
        };
    }

    private static Problem problem(AccountOutcome outcome) {
        return switch (outcome) {
            case AccountOutcome.UnknownAccount() -> unknown();
            case AccountOutcome.NameTaken() ->
                Problem.of(
                        IdentityProblem.ACCOUNT_NAME_TAKEN,
                        "Another account has this name, perhaps in other letter cases; choose another name.");
            case AccountOutcome.NobodyRegistered() -> PersonProblem.unknown();
            case AccountOutcome.PersonTaken() ->
                Problem.of(
                        IdentityProblem.ACCOUNT_PERSON_TAKEN,
                        "Another account is of this person; take the person from that one first.");
            case AccountOutcome.LastAdministrator() ->
                Problem.of(
                        IdentityProblem.LAST_ADMINISTRATOR,
                        "No administrator who can sign in would be left; make somebody else one, who signs in first.");
            case AccountOutcome.GivenByProvider() ->
                Problem.of(
                        IdentityProblem.GIVEN_BY_PROVIDER,
                        "The account is one of the identity provider; change its name, roles or password there.");
            case AccountOutcome.Changed _ -> throw new IllegalStateException("A change is no problem");
        };
    }

    /** What somebody is told who names none. */
    public static Problem unknown() {
        return Problem.of(
                IdentityProblem.ACCOUNT_NOT_FOUND, "No active account has this id; GET %s lists them.".formatted(PATH));
    }

    /** Ends the request if it has parameters. */
    public static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
