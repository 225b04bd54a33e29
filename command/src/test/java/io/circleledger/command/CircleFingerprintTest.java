package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.OwnerClaim;
import io.circleledger.domain.circle.PersonFact;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.person.PersonId;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.testkit.InMemoryLog;
import io.ledger.testkit.RememberedStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CircleFingerprintTest {

    private static final StreamId ID = Circles.stream("0190a8a0-0000-7000-8000-000000000001");
    private static final Request REQUEST =
            new Request(new EventMetadata("somebody", "one", "two"), Optional.of(new IdempotencyKey("somebody", "a")));

    private static final SortedSet<Integer> VERSIONS = new TreeSet<>(Set.of(1, 12));

    /** Each request and the fingerprint of it that is stored; one that changes refuses retries of the last 24 hours. */
    @Test
    void theFingerprintsOfEarlierVersionsStillHold() {
        var lines = new ArrayList<String>();
        lines.add("create 読書会 20: " + created("読書会", 20));
        lines.add("create O'Reilly \"Book\" \\ Club 3: " + created("O'Reilly \"Book\" \\ Club", 3));
        lines.add("create 👩‍👩‍👧会 32767: " + created("👩‍👩‍👧会", 32767));
        lines.add("update name and capacity at 1: " + updated(1, Optional.of("写真部"), Optional.of(30)));
        lines.add("update name at 1: " + updated(1, Optional.of("写真部"), Optional.empty()));
        lines.add("update capacity at 2: " + updated(2, Optional.empty(), Optional.of(30)));
        lines.add("dissolve at 1: " + changed(1, (commands, version) -> commands.dissolve(ID, version, REQUEST)));
        lines.add("dissolve at 12: " + changed(12, (commands, version) -> commands.dissolve(ID, version, REQUEST)));
        var because = new Request(REQUEST.metadata().because("部員が増えたため"), REQUEST.key());
        lines.add("dissolve at 1 for a reason: "
                + changed(1, (commands, version) -> commands.dissolve(ID, version, because)));
        lines.add("dissolve at 1 or 12: "
                + changed(12, (commands, _) -> commands.dissolve(ID, new Precondition.AnyOf(VERSIONS), REQUEST)));
        lines.add("dissolve at any version: "
                + changed(12, (commands, _) -> commands.dissolve(ID, new Precondition.AnyVersion(), REQUEST)));
        assertThat(lines).isEqualTo(approved());
    }

    private static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    private static List<String> approved() {
        try (var file = CircleFingerprintTest.class.getResourceAsStream("/fingerprints.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String created(String name, int capacity) {
        return fingerprint(
                new InMemoryLog(),
                commands -> commands.create(CircleDetails.of(new CircleName(name), new Capacity(capacity)), REQUEST));
    }

    private static String updated(int version, Optional<String> name, Optional<Integer> capacity) {
        return changed(version, (commands, expected) -> commands.update(ID, expected, change(name, capacity), REQUEST));
    }

    private static Change change(Optional<String> name, Optional<Integer> capacity) {
        var named = name.map(text -> Change.NONE.with(CircleDetails.NAME, new CircleName(text)))
                .orElse(Change.NONE);
        return capacity.map(number -> named.with(CircleDetails.CAPACITY, new Capacity(number)))
                .orElse(named);
    }

    private static String changed(
            int version, BiFunction<CircleCommands, Precondition, CommandOutcome<CircleRejection>> change) {
        var store = new InMemoryLog();
        store.record(
                ID,
                Instant.EPOCH,
                EventMetadata.NONE,
                new CircleCreated(CircleDetails.of(new CircleName("会"), new Capacity(3))));
        for (var next = 2; next <= version; next++) {
            store.record(
                    ID,
                    Instant.EPOCH,
                    EventMetadata.NONE,
                    new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(3 + next))));
        }
        return fingerprint(store, commands -> change.apply(commands, exactly(version)));
    }

    private static String fingerprint(
            InMemoryLog store, Function<CircleCommands, CommandOutcome<CircleRejection>> ask) {
        var commands = new CircleCommands(new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                store.store(CircleStreams.AGGREGATE),
                new RememberedStates<>(),
                store,
                _ -> {},
                UUID::randomUUID,
                Instant::now));
        assertThat(ask.apply(commands)).isInstanceOf(CommandOutcome.Done.class);
        return store.appends().getLast().request().orElseThrow().fingerprint();
    }

    /** Two values of each type that a command or a request may have; a field of another type needs two more. */
    private static final Map<String, List<?>> VALUES = Map.of(
            StreamId.class.getTypeName(), List.of(ID, Circles.stream("0190a8a0-0000-7000-8000-000000000002")),
            CircleName.class.getTypeName(), List.of(new CircleName("写真部"), new CircleName("読書会")),
            Capacity.class.getTypeName(), List.of(new Capacity(20), new Capacity(30)),
            optional(CircleName.class), List.of(Optional.of(new CircleName("写真部")), Optional.empty()),
            optional(Capacity.class), List.of(Optional.of(new Capacity(20)), Optional.empty()),
            optional(IdempotencyKey.class), List.of(Optional.of(new IdempotencyKey("somebody", "a")), Optional.empty()),
            String.class.getTypeName(), List.of("one", "two"),
            optional(String.class), List.of(Optional.of("one"), Optional.empty()),
            EventMetadata.class.getTypeName(), List.of(EventMetadata.NONE));

    private static final PersonFact HANAKO = student(1);
    private static final PersonFact TARO = student(2);

    /** The same for what is about people; of a person only who it is counts, because the rest may change meanwhile. */
    private static final Map<String, List<?>> PEOPLE = Map.of(
            PersonFact.class.getTypeName(),
            List.of(HANAKO, TARO),
            PersonId.class.getTypeName(),
            List.of(HANAKO.id(), TARO.id()),
            OwnerClaim.class.getTypeName(),
            List.of(claim(HANAKO, false), claim(TARO, false), claim(HANAKO, true)),
            optional(OwnerClaim.class),
            List.of(Optional.of(claim(HANAKO, false)), Optional.empty()),
            LeaveReason.class.getTypeName(),
            List.of(LeaveReason.values()),
            Office.class.getTypeName(),
            List.of(Office.values()),
            "int",
            List.of(2026, 2027),
            "boolean",
            List.of(false, true));

    private static PersonFact student(int number) {
        return new PersonFact(new PersonId(new UUID(0x7000, number)), true, Optional.of(3), 4, false);
    }

    private static OwnerClaim claim(PersonFact person, boolean isOverridden) {
        return new OwnerClaim(person, Set.of(3), isOverridden);
    }

    @Test
    void whatIsKnownOfAPersonMayChangeBetweenTwoTries() {
        var older = new PersonFact(HANAKO.id(), true, Optional.of(4), 6, true);
        assertThat(text(new CircleCommand.JoinCircle(older), exactly(1), REQUEST))
                .isEqualTo(text(new CircleCommand.JoinCircle(HANAKO), exactly(1), REQUEST));
    }

    /** What differs when the same request is sent again, or says who sends it. */
    private static final Set<String> LEFT_OUT = Set.of(
            "EventMetadata.actor",
            "EventMetadata.correlationId",
            "EventMetadata.causationId",
            "Request.key",
            "Request.isLikelyNew");

    /** Records whose fields count one by one. */
    private static final Set<Class<?>> FIELDS_OF_A_CIRCLE = Set.of(CircleDetails.class, Change.class);

    private static String optional(Class<?> type) {
        return "java.util.Optional<" + type.getTypeName() + ">";
    }

    @Test
    void noFieldOfACommandIsForgotten() {
        for (var type : CircleCommand.class.getPermittedSubclasses()) {
            var command = (CircleCommand) example(type);
            var text = text(command, exactly(1), REQUEST);
            variants((Record) command)
                    .forEach((field, other) -> assertThat(text.equals(text((CircleCommand) other, exactly(1), REQUEST)))
                            .as("%s is left out of the fingerprint", field)
                            .isEqualTo(LEFT_OUT.contains(field)));
            if (!(command instanceof CircleCommand.CreateCircle)) {
                assertThat(text(command, exactly(2), REQUEST)).isNotEqualTo(text);
            }
        }
    }

    /** What comes with every command counts as well, unless it is named above. */
    @Test
    void noFieldOfARequestIsForgotten() {
        for (var type : CircleCommand.class.getPermittedSubclasses()) {
            var command = (CircleCommand) example(type);
            var request = (Request) example(Request.class);
            var others = new LinkedHashMap<String, Request>();
            variants(request).forEach((field, other) -> others.put(field, (Request) other));
            variants(request.metadata())
                    .forEach((field, other) -> others.put(field, new Request((EventMetadata) other, request.key())));
            var text = text(command, exactly(1), request);
            others.forEach((field, other) -> assertThat(text.equals(text(command, exactly(1), other)))
                    .as("%s is left out of the fingerprint", field)
                    .isEqualTo(LEFT_OUT.contains(field)));
        }
    }

    private static String text(CircleCommand command, Precondition precondition, Request request) {
        return new CircleFingerprint().of(ID, command, precondition, request);
    }

    @Test
    void theStreamIsNotForgottenUnlessItIsNew() {
        var other = Circles.stream("0190a8a0-0000-7000-8000-000000000002");
        for (var type : CircleCommand.class.getPermittedSubclasses()) {
            var command = (CircleCommand) example(type);
            assertThat(new CircleFingerprint()
                            .of(other, command, exactly(1), REQUEST)
                            .equals(text(command, exactly(1), REQUEST)))
                    .as("%s", type.getSimpleName())
                    .isEqualTo(command instanceof CircleCommand.CreateCircle);
        }
    }

    private static Record example(Class<?> type) {
        return made(type, component -> values(type, component).getFirst());
    }

    /** The record once more for each component, with another value in it. */
    private static Map<String, Record> variants(Record record) {
        var variants = new LinkedHashMap<String, Record>();
        for (var changed : record.getClass().getRecordComponents()) {
            if (FIELDS_OF_A_CIRCLE.contains(changed.getType())) {
                variants((Record) value(record, changed))
                        .forEach((field, value) -> variants.put(
                                field,
                                made(
                                        record.getClass(),
                                        component -> component.getName().equals(changed.getName())
                                                ? value
                                                : value(record, component))));
                continue;
            }
            for (var value : values(record.getClass(), changed)) {
                if (!value.equals(value(record, changed))) {
                    variants.put(
                            field(record.getClass(), changed),
                            made(
                                    record.getClass(),
                                    component -> component.getName().equals(changed.getName())
                                            ? value
                                            : value(record, component)));
                }
            }
        }
        return variants;
    }

    private static List<?> values(Class<?> type, RecordComponent component) {
        if (FIELDS_OF_A_CIRCLE.contains(component.getType())) {
            return List.of(example(component.getType()));
        }
        var name = component.getGenericType().getTypeName();
        var values = VALUES.containsKey(name) ? VALUES.get(name) : PEOPLE.get(name);
        assertThat(values).as("two values for %s", field(type, component)).isNotNull();
        return values;
    }

    private static String field(Class<?> type, RecordComponent component) {
        return type.getSimpleName() + "." + component.getName();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Record made(Class<?> type, Function<RecordComponent, Object> values) {
        var components = List.of(type.getRecordComponents());
        try {
            return (Record) type.getDeclaredConstructor(
                            components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(components.stream().map(values).toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
