package io.ledger.http.person;

import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed;
import io.ledger.core.command.Precondition;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.person.PersonPage;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.text.TextRule;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.EntityTag.IfMatch;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.request.VersionCondition;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Registers people, finds, changes and erases them. */
public final class PersonRoutes implements RouteGroup {

    private static final String PATH = "/person";
    private static final String ONE = PATH + "/{id}";
    private static final String CURSOR = "cursor";
    private static final Cursor.Walk WALK = new Cursor.Walk("pe:");
    private static final List<String> FILTERS = List.of("q", "grade", "major");
    private static final TextRule SEARCHED = new TextRule("text", 100);
    private static final List<String> CHANGED = Stream.concat(
                    PersonFields.NAMES.stream(), Stream.of(BodyValues.VERSION))
            .toList();

    private final PersonRegister register;
    private final PersonErasure erasure;
    private final PersonalReads reads;
    private final Supplier<UUID> ids;

    /** @param ids makes ids that were never used before, of version 7 */
    public PersonRoutes(PersonRegister register, PersonErasure erasure, PersonalReads reads, Supplier<UUID> ids) {
        this.register = register;
        this.erasure = erasure;
        this.reads = reads;
        this.ids = ids;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH, RouteKind.PAGE, this::list)
                .add("POST", PATH, RouteKind.WITH_BODY, this::add)
                .add("GET", ONE, this::one)
                .add("PUT", ONE, RouteKind.WITH_BODY, this::change)
                .add("DELETE", ONE, this::erase);
    }

    private Answer add(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var details = PersonFields.added(BodyValues.of(JsonBody.read(call), PersonFields.NAMES, faults));
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var wanted = details.orElseThrow();
        var once = key.map(it -> new IdempotentRequest(it, PersonFields.fingerprint("AddPerson", wanted)));
        return saved(201, register.add(new PersonId(ids.get()), wanted, once), new IfMatch.NoCondition());
    }

    private static Answer saved(int status, PersonOutcome outcome, IfMatch ifMatch) {
        if (!(outcome instanceof PersonOutcome.Saved(var id, var version))) {
            return PersonProblem.of(outcome, ifMatch).answer();
        }
        var document = "{\"person_id\":\"%s\",\"version\":%d}".formatted(id, version);
        var answer = Answer.json(status, document).with(HeaderNames.ETAG, EntityTag.of(version));
        return status == 201 ? answer.with(HeaderNames.LOCATION, PATH + "/" + id) : answer;
    }

    private Answer one(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
        var person = person(call);
        reads.note("person", person.id().toString());
        var details = person.details()
                .orElseThrow(() -> new Refusal(Problem.of(
                                PersonProblem.PERSON_ERASED,
                                "The person was erased; nothing is known of them any more.")
                        .status(410)));
        return Answer.json(200, PersonJson.of(person, details))
                .revalidated()
                .tagged(EntityTag.of(person.version()), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }

    /** The person that a request is about. */
    private Person person(Call call) {
        return register.find(personId(call)).orElseThrow(() -> new Refusal(PersonProblem.unknown()));
    }

    private static PersonId personId(Call call) {
        return PersonId.parse(call.segment("id")).orElseThrow(() -> new Refusal(PersonProblem.unknown()));
    }

    private Answer list(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(
                call,
                Stream.concat(FILTERS.stream(), Stream.of(PageSize.NAME, CURSOR))
                        .toList(),
                faults);
        var limit = PageSize.of(parameters, faults);
        var filter = new PersonFilter(
                text(parameters, "q", faults),
                parameters.get("grade").flatMap(text -> {
                    var grade = PositiveInteger.parse(text).filter(it -> it <= PersonDetails.MAX_GRADE);
                    if (grade.isEmpty()) {
                        faults.add(Fault.parameter(
                                "grade", "The grade must be a whole number from 1 to " + PersonDetails.MAX_GRADE));
                    }
                    return grade;
                }),
                text(parameters, "major", faults));
        var after = parameters
                .get(CURSOR)
                .map(text -> Cursor.parse(WALK, text).orElseGet(() -> {
                    faults.add(Fault.parameter(
                            CURSOR, "The cursor is not one of this list; follow the link with rel=\"next\""));
                    return 0L;
                }));
        faults.refuseIfAny();
        reads.note("people", "list");
        return page(register.list(filter, after.orElse(0L), limit), parameters, limit);
    }

    private static Optional<String> text(QueryParameters parameters, String name, Faults faults) {
        return parameters.get(name).flatMap(text -> switch (SEARCHED.parse(text)) {
            case Parsed.Valid<String>(var value) -> Optional.of(value);
            case Parsed.Invalid<String>(var fault) -> {
                faults.add(Fault.parameter(name, fault));
                yield Optional.<String>empty();
            }
        });
    }

    private static Answer page(PersonPage page, QueryParameters parameters, int limit) {
        var people = page.people().stream()
                .flatMap(person -> person.details().map(it -> PersonJson.of(person, it)).stream())
                .toList();
        var answer = Answer.json(200, people);
        if (page.next().isEmpty()) {
            return answer;
        }
        var query = new StringBuilder("limit=%d&cursor=%s"
                .formatted(limit, Cursor.of(WALK, page.next().getAsLong())));
        for (var name : FILTERS) {
            parameters
                    .get(name)
                    .ifPresent(value -> query.append('&')
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return answer.with(HeaderNames.LINK, "<" + PATH + "?" + query + ">; rel=\"next\"");
    }

    private Answer change(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var body = BodyValues.of(JsonBody.read(call), CHANGED, faults);
        if (PersonFields.NAMES.stream().noneMatch(body::has)) {
            faults.add(new Fault("#", "The change names no field; send " + String.join(", ", PersonFields.NAMES)));
        }
        var condition = VersionCondition.of(call, body.version(), faults);
        var key = IdempotencyHeader.of(call, faults);
        var person = register.find(personId(call));
        var before = person.flatMap(Person::details);
        var after = before.flatMap(it -> PersonFields.changed(body, it));
        faults.refuseIfAny();
        var precondition = condition.precondition().orElseThrow(PersonRoutes::versionMissing);
        if (person.isEmpty() || after.isEmpty()) {
            return (person.isEmpty() ? PersonProblem.unknown() : PersonProblem.erased()).answer();
        }
        var id = person.get().id();
        var request = "ChangePerson\n" + id + "\n" + precondition.text();
        var once = key.map(it -> new IdempotentRequest(it, PersonFields.fingerprint(request, body)));
        return saved(200, changed(person.get(), after.get(), precondition, once), condition.ifMatch());
    }

    /** What is merged was read at one version, so that version must still be there. */
    private PersonOutcome changed(
            Person person, PersonDetails after, Precondition precondition, Optional<IdempotentRequest> once) {
        var read = new Precondition.Exactly(new ExpectedVersion(person.version()));
        return register.change(person.id(), after, precondition.takes(person.version()) ? read : precondition, once);
    }

    private static Refusal versionMissing() {
        return new Refusal(Problem.of(
                PersonProblem.PRECONDITION_REQUIRED,
                "Read the person, then send the version you have read: the ETag as If-Match, or the version itself."));
    }

    private Answer erase(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(VersionCondition.PARAMETER), faults);
        var condition = VersionCondition.of(call, parameters, faults);
        IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var id = personId(call);
        var outcome = erasure.erase(id, condition.orAny(), call.metadata());
        if (!(outcome instanceof PersonOutcome.Saved)) {
            return PersonProblem.of(outcome, condition.ifMatch()).answer();
        }
        reads.erased(id.toString());
        return Answer.empty(204);
    }
}
