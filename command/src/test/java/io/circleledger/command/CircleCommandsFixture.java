package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.log.LogPlace;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.testkit.InMemoryLog;
import io.ledger.testkit.RememberedStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A ledger of circles, to which commands are given. */
abstract class CircleCommandsFixture {

    static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    static final StreamId OTHER = Circles.stream("01990000-0000-7000-8000-000000000002");
    static final EventMetadata METADATA = new EventMetadata("staff", "correlation", "causation");
    static final Instant NOON = Instant.parse("2026-04-01T12:00:00.123456Z");

    static final EventMetadata SOMEBODY = new EventMetadata("somebody", "else", "else");

    static final CircleEvent CREATED = new CircleCreated(CircleDetails.of(new CircleName("Chess"), new Capacity(12)));
    static final CircleEvent DISSOLVED = new CircleDissolved();

    /** A publication, and the log as it was when it was made. */
    record Publication(LogPlace last, List<Recorded<CircleEvent>> log) {}

    final InMemoryLog store = new InMemoryLog();
    final EventStore<Circle> events = store.store(CircleStreams.AGGREGATE);
    final List<Publication> published = new ArrayList<>();
    final List<UUID> givenIds = new ArrayList<>();
    Instant now = NOON;
    Request request = new Request(METADATA, Optional.empty());
    final RememberedStates<Circle> recent = new RememberedStates<>();
    final CircleCommands commands = new CircleCommands(new CommandHandler<>(
            CircleStreams.AGGREGATE,
            new CircleFingerprint(),
            events,
            recent,
            store,
            last -> published.add(new Publication(last, store.recorded(CircleStreams.AGGREGATE))),
            this::nextId,
            () -> now));

    /** That of the last event of a log that had so many. */
    Publication publicationOfLast(int logged) {
        var log = store.recorded(CircleStreams.AGGREGATE).subList(0, logged);
        return new Publication(
                new LogPlace(log.getLast().position(), log.getLast().eventId()), log);
    }

    static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    UUID nextId() {
        var id = new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0100L + givenIds.size());
        givenIds.add(id);
        return id;
    }

    CommandOutcome<CircleRejection> create(String name, int capacity) {
        return commands.create(CircleDetails.of(new CircleName(name), new Capacity(capacity)), request);
    }

    CommandOutcome<CircleRejection> rename(int version, String name) {
        return rename(ID, version, name);
    }

    CommandOutcome<CircleRejection> rename(StreamId id, int version, String name) {
        return commands.update(
                id, exactly(version), Change.NONE.with(CircleDetails.NAME, new CircleName(name)), request);
    }

    CommandOutcome<CircleRejection> update(int version, Optional<String> name, Optional<Integer> capacity) {
        return commands.update(ID, exactly(version), change(name, capacity), request);
    }

    static Change change(Optional<String> name, Optional<Integer> capacity) {
        var named = name.map(text -> Change.NONE.with(CircleDetails.NAME, new CircleName(text)))
                .orElse(Change.NONE);
        return capacity.map(number -> named.with(CircleDetails.CAPACITY, new Capacity(number)))
                .orElse(named);
    }

    void assertNothingRecordedSince(int logged) {
        assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(logged);
        assertThat(store.appends()).isEmpty();
        assertThat(published).isEmpty();
    }

    Instant lastOccurredAt() {
        return store.recorded(CircleStreams.AGGREGATE).getLast().occurredAt();
    }

    /** The id of the first circle created here. */
    StreamId newId() {
        return Circles.stream(givenIds.getFirst());
    }

    static CircleEvent renamed(String name) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.NAME, new CircleName(name)));
    }

    static CircleEvent resized(int capacity) {
        return new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(capacity)));
    }

    static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
