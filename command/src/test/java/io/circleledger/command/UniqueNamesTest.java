package io.circleledger.command;

import static io.circleledger.domain.circle.CircleRejection.NAME_IS_TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.NameTags;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.CommandOutcome.Done;
import io.ledger.core.command.CommandOutcome.RejectedCommand;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.command.UniqueTag;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.RecentStates;
import io.ledger.icu.IcuNameFolding;
import io.ledger.testkit.InMemoryLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueNamesTest {

    private static final Request REQUEST =
            new Request(new EventMetadata("staff", "correlation", "causation"), Optional.empty());

    private final InMemoryLog log = new InMemoryLog();
    private final NameTags tags = new NameTags(new IcuNameFolding());
    private final List<Integer> read = new ArrayList<>();
    private final CircleCommands commands = commands(true);

    private CircleCommands commands(boolean areNamesUnique) {
        var circles = CircleStreams.AGGREGATE.tagged(tags);
        return new CircleCommands(new CommandHandler<>(
                circles,
                new CircleFingerprint(),
                log.store(circles),
                RecentStates.none(),
                log,
                _ -> {},
                UUID::randomUUID,
                InstantSource.system(),
                areNamesUnique
                        ? List.of(new UniqueTag<>(counted(log.queried(circles)), tags, NAME_IS_TAKEN))
                        : List.of()));
    }

    private <E> QueriedLog<E> counted(QueriedLog<E> queried) {
        return (query, after, limit) -> {
            var page = queried.matching(query, after, limit);
            read.add(page.value().size());
            return page;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"Chess", "chess", "ＣＨＥＳＳ", "Ｃhess"})
    void aNameThatIsBorneIsRefusedInEveryWriting(String name) {
        var bearer = create("Chess");
        assertTaken(tryToCreate(name), bearer);
        assertTaken(rename(create("Go"), name), bearer);
        assertThat(log.recorded(CircleStreams.AGGREGATE)).hasSize(2);
    }

    @Test
    void otherNamesAreNoneOfItsBusiness() {
        create("Chess");
        assertThat(tryToCreate("Chess club")).isInstanceOf(Done.class);
    }

    @Test
    void aCircleMayWriteItsNameInAnotherWay() {
        var bearer = create("Chess");
        assertThat(rename(bearer, "CHESS")).isInstanceOf(Done.class);
        assertTaken(tryToCreate("chess"), bearer);
    }

    @Test
    void aChangeThatTakesNoNameReadsNothing() {
        var bearer = create("Chess");
        var before = log.appends().size();
        assertThat(commands.update(
                        bearer,
                        new Precondition.AnyVersion(),
                        Change.NONE.with(CircleDetails.CAPACITY, new Capacity(20)),
                        REQUEST))
                .isInstanceOf(Done.class);
        assertThat(log.appends().subList(before, before + 1))
                .allSatisfy(append -> assertThat(append.conditions()).isEmpty());
    }

    @Test
    void aDissolvedCircleAndARenamedOneSetTheirNamesFree() {
        var chess = create("Chess");
        var go = create("Go");
        dissolve(chess);
        rename(go, "Shogi");
        create("Chess");
        create("Go");
        assertTaken(tryToCreate("shogi"), go);
    }

    @Test
    void aNameThatComesBackIsTakenAgain() {
        var chess = create("Chess");
        rename(chess, "Go");
        var other = create("Chess");
        assertTaken(rename(chess, "Chess"), other);
        dissolve(other);
        assertThat(rename(chess, "Chess")).isInstanceOf(Done.class);
        assertTaken(tryToCreate("Chess"), chess);
    }

    @Test
    void whoTakesTheNameInTheLastMomentIsSeen() {
        var others = commands(true);
        log.beforeAppend(() -> {
            log.beforeAppend(() -> {});
            assertThat(others.create(CircleDetails.of(new CircleName("chess"), new Capacity(8)), REQUEST))
                    .isInstanceOf(Done.class);
        });
        assertThat(tryToCreate("Chess")).isInstanceOf(RejectedCommand.class);
        assertThat(log.recorded(CircleStreams.AGGREGATE)).hasSize(1);
    }

    @Test
    void circlesThatShareANameFromBeforeKeepItAndLiveOn() {
        var lenient = commands(false);
        var first = created(lenient.create(CircleDetails.of(new CircleName("Chess"), new Capacity(8)), REQUEST));
        var second = created(lenient.create(CircleDetails.of(new CircleName("chess"), new Capacity(8)), REQUEST));

        assertThat(commands.update(
                        second,
                        new Precondition.AnyVersion(),
                        Change.NONE
                                .with(CircleDetails.NAME, new CircleName("CHESS"))
                                .with(CircleDetails.CAPACITY, new Capacity(9)),
                        REQUEST))
                .isInstanceOf(Done.class);
        assertTaken(tryToCreate("Chess"), first);
        dissolve(first);
        assertTaken(tryToCreate("Chess"), second);
        dissolve(second);
        create("Chess");
    }

    @Test
    void aNameWithALongHistoryIsReadToItsEnd() {
        for (var bearers = 0; bearers < QueriedLog.MAX_PAGE; bearers++) {
            dissolve(create("Chess"));
        }
        var last = create("Chess");
        assertTaken(tryToCreate("Chess"), last);
    }

    @Test
    void aNameThatNobodyEverHadIsTakenWithoutReading() {
        rename(create("Chess"), "Go");
        assertThat(read).isEmpty();
        assertThat(log.appends())
                .allSatisfy(append -> assertThat(append.conditions())
                        .singleElement()
                        .extracting(AppendCondition::after)
                        .isEqualTo(GlobalPosition.START));
    }

    @Test
    void aLongHistoryIsReadOnceAndThenOnlyWhatCameSince() {
        for (var bearers = 0; bearers < 100; bearers++) {
            dissolve(create("Chess"));
        }
        read.clear();
        var last = create("Chess");
        assertTaken(tryToCreate("Chess"), last);
        assertThat(read).containsExactly(3, 2);
    }

    @Test
    void whatWasReadOfALostHistoryIsForgotten() {
        var lost = create("Chess");
        assertTaken(tryToCreate("Chess"), lost);
        log.loseTheEnd(1);
        var inItsPlace =
                created(commands(true).create(CircleDetails.of(new CircleName("Chess"), new Capacity(8)), REQUEST));
        assertTaken(tryToCreate("Chess"), inItsPlace);

        log.loseTheEnd(1);
        create("Go");
        create("Chess");
    }

    private static void assertTaken(CommandOutcome<CircleRejection> outcome, StreamId bearer) {
        assertThat(outcome).isInstanceOf(RejectedCommand.class);
        var rejected = (RejectedCommand<CircleRejection>) outcome;
        assertThat(rejected.rejection()).isEqualTo(NAME_IS_TAKEN);
        assertThat(rejected.other()).contains(bearer);
    }

    private CommandOutcome<CircleRejection> tryToCreate(String name) {
        return commands.create(CircleDetails.of(new CircleName(name), new Capacity(12)), REQUEST);
    }

    private StreamId create(String name) {
        return created(tryToCreate(name));
    }

    private static StreamId created(CommandOutcome<CircleRejection> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<CircleRejection>) outcome).id();
    }

    private CommandOutcome<CircleRejection> rename(StreamId id, String name) {
        return commands.update(
                id, new Precondition.AnyVersion(), Change.NONE.with(CircleDetails.NAME, new CircleName(name)), REQUEST);
    }

    private void dissolve(StreamId id) {
        assertThat(commands.dissolve(id, new Precondition.AnyVersion(), REQUEST))
                .isInstanceOf(Done.class);
    }
}
