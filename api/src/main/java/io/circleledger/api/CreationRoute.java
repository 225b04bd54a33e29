package io.circleledger.api;

import io.circleledger.command.CircleCommands;
import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.Parsed;
import io.ledger.core.Sha256;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Request;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Refusal;
import io.ledger.http.person.PersonFields;
import io.ledger.http.person.PersonProblem;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.Call;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.QueryParameters;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Creates circles: without an owner, with one from the register, or with one who is registered by the same request.
 *
 * @param ids makes ids of people that were never used before
 */
public record CreationRoute(
        CircleCommands circles, RosterCommands rosters, PersonRegister persons, Supplier<UUID> ids) {

    private static final String OWNER_ID = "owner_id";

    /** What names an owner. */
    static final List<String> OWNER =
            List.of(OWNER_ID, "owner_name", "owner_age", "owner_grade", "owner_major", RosterRoutes.OVERRIDE);

    Answer create(Call call) {
        var body = JsonBody.read(call);
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var fields = CircleFields.forCreation(body, faults);
        var values = new BodyValues(body, faults);
        var key = IdempotencyHeader.of(call, faults);
        var isOverridden = RosterRoutes.isOverridden(values, fields.reason(), faults);
        var isNew = OWNER.stream()
                .anyMatch(name -> name.startsWith("owner_") && !name.equals(OWNER_ID) && values.has(name));
        if (isNew && values.has(OWNER_ID)) {
            faults.add(Fault.field(OWNER_ID, "Send owner_id or the owner's name, not both"));
        }
        var owner = isNew ? PersonFields.owner(values) : Optional.<PersonDetails>empty();
        var ownerId = values.text(OWNER_ID, Parsed.Valid::new);
        faults.refuseIfAny();
        var details = CircleDetails.from(fields.change());
        var request = CircleRoutes.request(call, fields.reason(), key);
        if (owner.isPresent()) {
            return withNewOwner(details, owner.get(), isOverridden, request);
        }
        return ownerId.map(text -> {
                    var id = PersonId.parse(text).orElseThrow(CreationRoute::unknown);
                    return CircleAnswers.created(
                            rosters.create(details, id, isOverridden, request).orElseThrow(CreationRoute::unknown),
                            Optional.of(id));
                })
                .orElseGet(() -> CircleAnswers.created(circles.create(details, request), Optional.empty()));
    }

    private static Refusal unknown() {
        return new Refusal(PersonProblem.unknown());
    }

    /** Registers the owner first; if no circle comes of it, nobody was registered. */
    private Answer withNewOwner(CircleDetails details, PersonDetails owner, boolean isOverridden, Request request) {
        if (!rosters.canOwn(owner, isOverridden)) {
            return CircleAnswers.refused(CircleRejection.OWNER_MUST_BE_IN_GRADE);
        }
        var once = request.key()
                .map(key -> new IdempotentRequest(ofOwner(key), PersonFields.fingerprint("AddOwner", owner)));
        return switch (persons.add(new PersonId(ids.get()), owner, once)) {
            case PersonOutcome.Saved(var id, var version) -> {
                var outcome = rosters.create(details, id, isOverridden, request);
                if (!(outcome.orElse(null) instanceof CommandOutcome.Done<CircleRejection>)) {
                    persons.remove(id, version, once.map(IdempotentRequest::key));
                }
                yield CircleAnswers.created(outcome.orElseThrow(CreationRoute::unknown), Optional.of(id));
            }
            case PersonOutcome.ReusedKey() -> IdempotencyHeader.reused().answer();
            case PersonOutcome.NumberTaken(),
                    PersonOutcome.UnknownPerson(),
                    PersonOutcome.ErasedPerson(),
                    PersonOutcome.StaleVersion _ -> throw new IllegalStateException("An owner was not registered");
        };
    }

    /** The key under which the owner is registered: the same request again finds the same one. */
    private static IdempotencyKey ofOwner(IdempotencyKey key) {
        return new IdempotencyKey(key.actor(), "owner-" + Sha256.hex(key.value()));
    }
}
