package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.Parsed;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.decide.Fold;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.Document;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every aggregate promises of its pure parts: the rules, how events and states are stored, and what views are made of
 * them.
 *
 * <p>How events are stored is pinned by a file of the test's resources, {@code approved/CATEGORY.events}. It has a line for
 * each schema version of each event type that was ever written: the type, the version and a payload. A line is never
 * changed or removed.
 */
public abstract class AggregateRulesContract<C, S, E, R, V extends Document> {

    /** The aggregate and what it is tried with. */
    protected abstract AggregateSample<C, S, E, R, V> sample();

    /** What a command of the life led to; the states are those around its events. */
    private record Step<C, S, E>(C command, Optional<S> before, List<E> events, S after) {}

    private List<Step<C, S, E>> life() {
        var decider = sample().aggregate().decider();
        var steps = new ArrayList<Step<C, S, E>>();
        var state = Optional.<S>empty();
        for (var command : sample().life()) {
            var decision = decider.decide(command, state);
            assertThat(decision).as("%s, decided on %s", command, state).isInstanceOf(Accepted.class);
            var events = ((Accepted<E, R>) decision).events();
            assertThat(events).as("the events of %s", command).isNotEmpty();
            var before = state;
            for (var event : events) {
                state = Optional.of(decider.evolve(state, event));
            }
            steps.add(new Step<>(command, before, events, state.orElseThrow()));
        }
        assertThat(steps).isNotEmpty();
        return steps;
    }

    /** All events of the life, in order. */
    protected final List<E> events() {
        return life().stream().flatMap(step -> step.events().stream()).toList();
    }

    /** The states after each event of the life, as they would be read from a log. */
    protected final List<Versioned<S>> states(StreamId id) {
        var states = new ArrayList<Versioned<S>>();
        var fold = Fold.start(sample().aggregate(), id);
        for (var event : events()) {
            fold = fold.then(event);
            var version = fold.version();
            states.add(new Versioned<>(
                    id,
                    version,
                    fold.state().orElseThrow(),
                    new GlobalPosition(1),
                    new GlobalPosition(version),
                    SampleStreams.TIME,
                    new UUID(7, version).toString()));
        }
        return states;
    }

    private StreamId newId() {
        return StreamId.of(sample().aggregate().category(), UUID.randomUUID());
    }

    private EncodedEvent encode(E event) {
        return sample().aggregate().events().encode(event);
    }

    private Parsed<E> decode(String eventType, int schemaVersion, String payload) {
        return sample().aggregate().events().decode(new EncodedEvent(eventType, schemaVersion, payload));
    }

    private List<EncodedEvent> approved() {
        var file = "/approved/" + sample().aggregate().category() + ".events";
        try (var stream = getClass().getResourceAsStream(file)) {
            assertThat(stream).as("the resource " + file).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 3))
                    .map(parts -> new EncodedEvent(parts[0], Integer.parseInt(parts[1]), parts[2]))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void theLifeHasEveryEventTypeAndTheFirstOneOnce() {
        var types = sample().aggregate().events().types();
        var met = events().stream().map(event -> encode(event).eventType()).toList();

        assertThat(met).containsAll(types.all());
        assertThat(types.all()).containsAll(met);
        assertThat(met.getFirst()).isEqualTo(types.first());
        assertThat(met.subList(1, met.size())).doesNotContain(types.first());
    }

    @Test
    void theSameCommandOnTheSameStateIsDecidedTheSame() {
        var decider = sample().aggregate().decider();
        for (var step : life()) {
            assertThat(decider.decide(step.command(), step.before())).isEqualTo(new Accepted<E, R>(step.events()));
        }
        assertThat(states(newId()).getLast().state()).isEqualTo(life().getLast().after());
    }

    @Test
    void whatBreaksARuleIsRefusedAndAWholeLifeIsNoPlaceForACreation() {
        var decider = sample().aggregate().decider();
        var end = Optional.of(life().getLast().after());

        assertThat(sample().refused()).isNotEmpty();
        for (var command : sample().refused()) {
            assertThat(decider.decide(command, Optional.empty())).isInstanceOf(Rejected.class);
        }
        assertThat(decider.decide(sample().life().getFirst(), end)).isInstanceOf(Rejected.class);
    }

    @Test
    void anEventThatCannotHaveHappenedIsNotFolded() {
        var decider = sample().aggregate().decider();
        var events = events();
        var states = states(newId());

        for (var event : events.subList(1, events.size())) {
            assertThatThrownBy(() -> decider.evolve(Optional.empty(), event))
                    .isInstanceOf(ImpossibleEventException.class);
        }
        for (var state : states) {
            assertThatThrownBy(() -> decider.evolve(Optional.of(state.state()), events.getFirst()))
                    .isInstanceOf(ImpossibleEventException.class);
        }
    }

    @Test
    void everyEventIsReadBackAsItWasWritten() {
        for (var event : events()) {
            var encoded = encode(event);
            assertThat(sample().aggregate().events().decode(encoded)).isEqualTo(new Valid<>(event));
            assertThat(encode(event)).isEqualTo(encoded);
        }
    }

    @Test
    void everyEventIsStoredAsIsApproved() {
        var approved = approved();
        for (var event : events()) {
            var encoded = encode(event);
            assertThat(approved)
                    .as("an approved line with the shape of %s", encoded)
                    .anyMatch(line -> shape(line).equals(shape(encoded)));
        }
        for (var line : approved.stream().filter(this::isCurrent).toList()) {
            assertThat(encode(value(line))).isEqualTo(line);
        }
    }

    /** The type, the version and the names of the fields. */
    private static List<String> shape(EncodedEvent encoded) {
        var shape = new ArrayList<>(List.of(encoded.eventType(), String.valueOf(encoded.schemaVersion())));
        var names = Pattern.compile("\"([a-z_]+)\":").matcher(encoded.payload());
        while (names.find()) {
            shape.add(names.group(1));
        }
        return shape;
    }

    private boolean isCurrent(EncodedEvent line) {
        return encode(value(line)).schemaVersion() == line.schemaVersion();
    }

    private E value(EncodedEvent line) {
        var parsed = sample().aggregate().events().decode(line);
        assertThat(parsed).as("%s", line).isInstanceOf(Valid.class);
        return ((Valid<E>) parsed).value();
    }

    @Test
    void everySchemaVersionThatWasEverWrittenIsRead() {
        var versions = approved().stream()
                .collect(Collectors.groupingBy(
                        EncodedEvent::eventType, Collectors.mapping(EncodedEvent::schemaVersion, Collectors.toSet())));
        for (var event : events()) {
            var encoded = encode(event);
            assertThat(versions.get(encoded.eventType()))
                    .as("the approved versions of %s", encoded.eventType())
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, encoded.schemaVersion())
                            .boxed()
                            .toList());
        }
        approved().forEach(line -> assertThat(encode(value(line)).eventType()).isEqualTo(line.eventType()));
    }

    @Test
    void whatTheCodecDoesNotKnowIsInvalidAndNoException() {
        for (var event : events()) {
            var known = encode(event);
            var type = known.eventType();
            var version = known.schemaVersion();
            assertThat(List.of(
                            decode("NoSuchType", 1, known.payload()),
                            decode(type, 0, known.payload()),
                            decode(type, version + 1, known.payload()),
                            decode(type, version, withField(known.payload(), "\"not_known\":1")),
                            decode(type, version, known.payload() + "x"),
                            decode(type, version, known.payload().substring(1)),
                            decode(type, version, ""),
                            decode(type, version, "null"),
                            decode(type, version, "[]"),
                            decode(type, version, "\"text\""),
                            decode(type, version, "{\"not_known\":{\"nested\":[1]}}")))
                    .as("readings of %s", known)
                    .allMatch(Invalid.class::isInstance);
        }
        for (var line : approved()) {
            assertThat(decode(line.eventType(), line.schemaVersion(), withField(line.payload(), "\"not_known\":1")))
                    .isInstanceOf(Invalid.class);
        }
    }

    private static String withField(String object, String field) {
        return object.equals("{}") ? "{" + field + "}" : "{" + field + "," + object.substring(1);
    }

    @Test
    void aSnapshotIsTheStateThatItsEventsGive() {
        var id = newId();
        var codec = sample().aggregate().states();
        for (var state : states(id)) {
            var text = codec.encode(id, state.version(), state.state());
            assertThat(codec.decode(id, state.version(), text)).contains(state.state());
            assertThat(codec.encode(id, state.version(), state.state())).isEqualTo(text);
            assertThat(codec.describe(state.state())).isNotBlank();
        }
    }

    @Test
    void aForeignOrAlteredSnapshotIsNone() {
        var id = newId();
        var codec = sample().aggregate().states();
        for (var state : states(id)) {
            var version = state.version();
            var text = codec.encode(id, version, state.state());
            assertThat(codec.decode(newId(), version, text)).isEmpty();
            assertThat(codec.decode(id, version + 1, text)).isEmpty();
            for (var altered : List.of(
                    withField(text, "\"not_known\":1"), text + "x", text.substring(1), "", "null", "[]", "{}")) {
                assertThat(codec.decode(id, version, altered)).as(altered).isEmpty();
            }
        }
    }

    @Test
    void projectingEventByEventGivesTheViewOfTheState() {
        var projection = sample().projection();
        var hiding = sample().aggregate().events().types().hiding();
        var states = states(newId());
        var view = Optional.<V>empty();
        for (var state : states) {
            var event = events().get(state.version() - 1);
            view = projection.project(view, recorded(state, event));

            assertThat(view).as("after %s", event).isEqualTo(projection.view(state));
            assertThat(view.isEmpty()).isEqualTo(hiding.contains(encode(event).eventType()));
            view.ifPresent(shown -> {
                assertThat(shown.id()).isEqualTo(state.stream().id());
                assertThat(shown.version()).isEqualTo(state.version());
            });
        }
    }

    private Recorded<E> recorded(Versioned<S> state, E event) {
        return new Recorded<>(
                state.position(),
                UUID.fromString(state.eventId()),
                state.stream(),
                state.version(),
                state.occurredAt(),
                SampleStreams.METADATA,
                event);
    }

    @Test
    void theFieldsOfAStateHaveTheSameNamesInTheSameOrder() {
        var fields = states(newId()).stream()
                .map(state -> sample().projection().fields(state.state()))
                .toList();

        assertThat(fields).allMatch(each -> !each.isEmpty());
        assertThat(fields.stream().map(Map::keySet).map(List::copyOf))
                .containsOnly(List.copyOf(fields.getFirst().keySet()));
        assertThat(fields.stream().distinct())
                .as("the states differ in their fields")
                .hasSizeGreaterThan(1);
    }

    @Test
    void viewsThatDifferSayInWhat() {
        var projection = sample().projection();
        var views = states(newId()).stream()
                .flatMap(state -> projection.view(state).stream())
                .toList();

        assertThat(views).hasSizeGreaterThan(1);
        for (var view : views) {
            assertThat(projection.differences(view, view)).isEmpty();
            assertThat(projection.describe(view)).isNotBlank();
        }
        for (var i = 1; i < views.size(); i++) {
            assertThat(projection.differences(views.get(i - 1), views.get(i))).isNotEmpty();
        }
        assertThat(aggregateOfProjection()).isSameAs(sample().aggregate());
    }

    private Aggregate<?, S, E, ?> aggregateOfProjection() {
        return sample().projection().aggregate();
    }
}
