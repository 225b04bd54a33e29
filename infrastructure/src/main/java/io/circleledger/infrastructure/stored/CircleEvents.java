package io.circleledger.infrastructure.stored;

import static java.util.Map.entry;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.EventCodec;
import io.ledger.core.decide.EventTypes;
import io.ledger.core.person.PersonId;
import io.ledger.mariadb.PayloadFields;
import io.ledger.mariadb.UnreadablePayloadException;
import io.ledger.mariadb.Upcaster;
import io.ledger.mariadb.Upcasters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * How events of circles are stored.
 *
 * <p>The stored names are a contract with every event ever written: they are spelled out here and
 * never taken from a class. A change of shape raises the event's schema version and comes with an
 * {@link Upcaster} for the version before. Reading is strict: a field that this server does not know
 * may be a change that it would lose.
 */
public final class CircleEvents implements EventCodec<CircleEvent> {

    private static final String CREATED = "CircleCreated";
    private static final String UPDATED = "CircleUpdated";
    private static final String DISSOLVED = "CircleDissolved";
    private static final String JOINED = "MemberJoined";
    private static final String LEFT = "MemberLeft";
    private static final String OWNER_CHANGED = "OwnerChanged";
    private static final String APPOINTED = "OfficerAppointed";
    private static final String RELIEVED = "OfficerRelieved";
    private static final String RENEWED = "CircleRenewed";
    private static final String LAPSED = "CircleLapsed";
    private static final String SUSPENDED = "CircleSuspended";
    private static final String REINSTATED = "CircleReinstated";

    /**
     * What brings every schema version that was ever written up to date; a new one is added here and nowhere else. Version 2
     * of both has fields that version 1 had not.
     */
    private static final List<Upcaster> UPCASTERS = List.of(Upcaster.added(CREATED, 1), Upcaster.added(UPDATED, 1));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final EventTypes TYPES = new EventTypes(
            List.of(
                    CREATED,
                    UPDATED,
                    DISSOLVED,
                    JOINED,
                    LEFT,
                    OWNER_CHANGED,
                    APPOINTED,
                    RELIEVED,
                    RENEWED,
                    LAPSED,
                    SUSPENDED,
                    REINSTATED),
            CREATED,
            List.of(DISSOLVED),
            List.of(REINSTATED));

    private static final String PERSON = "person_id";
    private static final String OWNER = "owner";
    private static final String OFFICE = "office";
    private static final String REASON = "reason";
    private static final String YEAR = "year";
    private static final int LAST_YEAR = 9_999;

    private static final List<String> DETAILS =
            CircleDetails.FIELDS.stream().map(CircleField::name).toList();

    /** The fields that the payload of each type may have. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            entry(CREATED, Stream.concat(DETAILS.stream(), Stream.of(OWNER)).toList()),
            entry(UPDATED, DETAILS),
            entry(DISSOLVED, List.of()),
            entry(JOINED, List.of(PERSON)),
            entry(LEFT, List.of(PERSON, REASON)),
            entry(OWNER_CHANGED, List.of(PERSON)),
            entry(APPOINTED, List.of(OFFICE, PERSON)),
            entry(RELIEVED, List.of(OFFICE)),
            entry(RENEWED, List.of(YEAR)),
            entry(LAPSED, List.of(YEAR)),
            entry(SUSPENDED, List.of()),
            entry(REINSTATED, List.of()));

    private final Upcasters upcasters;

    /** A codec that reads every event that any version of this program has written. */
    public CircleEvents() {
        this(UPCASTERS);
    }

    /** @param upcasters lead each event type from version 1 to the one that is written, without a gap */
    public CircleEvents(List<Upcaster> upcasters) {
        this.upcasters = new Upcasters(upcasters);
    }

    @Override
    public EventTypes types() {
        return TYPES;
    }

    @Override
    public EncodedEvent encode(CircleEvent event) {
        var eventType = type(event);
        var payload = JSON.writeValueAsString(event.plain());
        return new EncodedEvent(eventType, upcasters.currentVersion(eventType), payload);
    }

    private static String type(CircleEvent event) {
        return switch (event) {
            case CircleCreated _ -> CREATED;
            case CircleUpdated _ -> UPDATED;
            case CircleDissolved _ -> DISSOLVED;
            case MemberJoined _ -> JOINED;
            case MemberLeft _ -> LEFT;
            case OwnerChanged _ -> OWNER_CHANGED;
            case OfficerAppointed _ -> APPOINTED;
            case OfficerRelieved _ -> RELIEVED;
            case CircleRenewed _ -> RENEWED;
            case CircleLapsed _ -> LAPSED;
            case CircleSuspended _ -> SUSPENDED;
            case CircleReinstated _ -> REINSTATED;
        };
    }

    @Override
    public Parsed<CircleEvent> decode(EncodedEvent encoded) {
        try (var payload = upcasters.current(encoded)) {
            return new Parsed.Valid<>(event(encoded.eventType(), payload));
        } catch (JacksonException broken) {
            return new Parsed.Invalid<>("the payload is not JSON: " + broken.getOriginalMessage());
        } catch (UnreadablePayloadException unreadable) {
            return new Parsed.Invalid<>(unreadable.reason());
        }
    }

    private static CircleEvent event(String eventType, JsonParser json) {
        var names = Optional.ofNullable(FIELDS.get(eventType))
                .orElseThrow(
                        () -> new UnreadablePayloadException("the event type \"%s\" is unknown".formatted(eventType)));
        var payload = PayloadFields.read(json, names);
        return switch (eventType) {
            case CREATED ->
                new CircleCreated(
                        CircleDetails.from(new EventPayload(payload)), payload.optional(OWNER, PersonId::parse));
            case UPDATED -> {
                var change = CircleDetails.Change.from(new EventPayload(payload));
                if (change.isEmpty()) {
                    throw new UnreadablePayloadException("CircleUpdated changes nothing");
                }
                yield new CircleUpdated(change);
            }
            case DISSOLVED -> new CircleDissolved();
            case JOINED -> new MemberJoined(payload.required(PERSON, PersonId::parse));
            case LEFT ->
                new MemberLeft(payload.required(PERSON, PersonId::parse), payload.required(REASON, LeaveReason::parse));
            case OWNER_CHANGED -> new OwnerChanged(payload.optional(PERSON, PersonId::parse));
            case APPOINTED ->
                new OfficerAppointed(
                        payload.required(OFFICE, Office::parse), payload.required(PERSON, PersonId::parse));
            case RELIEVED -> new OfficerRelieved(payload.required(OFFICE, Office::parse));
            case RENEWED -> new CircleRenewed(payload.required(YEAR, 1, LAST_YEAR));
            case LAPSED -> new CircleLapsed(payload.required(YEAR, 1, LAST_YEAR));
            case SUSPENDED -> new CircleSuspended();
            case REINSTATED -> new CircleReinstated();
            default -> throw new IllegalStateException("An event type has fields and no event: " + eventType);
        };
    }
}
